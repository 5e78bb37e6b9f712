using Durable.Payloads;

namespace Durable;

/// <summary>
/// Turns the bytes of payloads into others before they are stored, and back when they are read: inputs, results, signals, and whatever else is a value of an author's type. Names, ids, tags and
/// error texts stay as they are.
/// </summary>
/// <remarks>
/// Derive from it for a codec of your own; it must be thread-safe and give back exactly the bytes it was given. What a run compares on replay is what was decoded, so a codec may
/// encode the same bytes differently each time.
/// </remarks>
public abstract class PayloadCodec
{
    /// <summary>The name stored beside everything it encodes: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>. Never change it.</summary>
    public abstract string Name { get; }

    /// <summary>Compresses with Brotli what gets smaller by it.</summary>
    /// <param name="minBytes">Payloads with fewer bytes are left as they are; 0 to 256 MiB. Default 512.</param>
    public static PayloadCodec Brotli(int minBytes = BrotliCodec.DefaultMinBytes) => new BrotliCodec(minBytes);

    /// <summary>Encrypts with AES-GCM, under a new random nonce for each payload, and binds it to its run and its place there.</summary>
    /// <param name="key">The key to encrypt with. Its id is stored beside everything it encrypts.</param>
    /// <param name="previousKeys">Keys that are only decrypted with: those that were used before. Keep each while anything encrypted with it is stored.</param>
    /// <exception cref="DurableException">Two keys have the same id (<see cref="DurableErrorCodes.OptionInvalid"/>).</exception>
    public static PayloadCodec AesGcm(PayloadKey key, params IEnumerable<PayloadKey> previousKeys)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(previousKeys);
        return new AesGcmCodec(key, previousKeys);
    }

    /// <summary>Encodes a payload.</summary>
    /// <param name="payload">The bytes, at least one.</param>
    /// <param name="place">Where they are stored: run, operation, position. The same bytes are given for decoding; a codec may bind the two together.</param>
    /// <returns>The encoded bytes, or null to leave these as they are.</returns>
    /// <exception cref="DurableException">
    /// Thrown by the engine for whatever a codec throws here (<see cref="DurableErrorCodes.PayloadCodecFailed"/>): a call that wanted to store the payload fails with it and stores nothing; a run is parked with it, and
    /// after <see cref="DurableClient.RetryAsync(string, string?, string?, CancellationToken)"/> does again what it could not record.
    /// </exception>
    public abstract byte[]? Encode(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> place);

    /// <summary>Gives back what <see cref="Encode"/> was given.</summary>
    /// <param name="encoded">What it returned.</param>
    /// <param name="place">Where that was stored.</param>
    /// <exception cref="DurableException">
    /// The bytes are not what was encoded (<see cref="DurableErrorCodes.PayloadCorrupt"/>), or the key is not known here (<see cref="DurableErrorCodes.PayloadKeyUnknown"/>).
    /// The engine makes any other exception one with <see cref="DurableErrorCodes.PayloadCodecFailed"/>. The run is parked with it and goes on after <see cref="DurableClient.RetryAsync(string, string?, string?, CancellationToken)"/>.
    /// </exception>
    public abstract byte[] Decode(ReadOnlySpan<byte> encoded, ReadOnlySpan<byte> place);
}
