namespace Durable;

/// <summary>A key that payloads are encrypted with.</summary>
public sealed class PayloadKey
{
    private readonly byte[] _bytes;

    /// <summary>Makes a key.</summary>
    /// <param name="id">Names it for ever in what is stored: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.</param>
    /// <param name="key">16, 24 or 32 random bytes; copied.</param>
    /// <exception cref="DurableException">No such id or length is possible (<see cref="DurableErrorCodes.OptionInvalid"/>).</exception>
    public PayloadKey(string id, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!StableName.IsValid(id) || key.Length is not (16 or 24 or 32))
        {
            throw new DurableException(
                DurableErrorCodes.OptionInvalid,
                $"The payload key '{id}' of {key.Length} bytes is not possible.",
                $"Use an id of 1 to {StableName.MaxLength} letters, digits, '-', '_' or '.', and 16, 24 or 32 random bytes.");
        }

        Id = id;
        _bytes = key.ToArray();
    }

    /// <summary>The id stored beside everything the key encrypts.</summary>
    public string Id { get; }

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The id; never the key.</summary>
    public override string ToString() => Id;
}
