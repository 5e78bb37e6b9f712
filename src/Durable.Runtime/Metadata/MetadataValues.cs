using System.Text.Json;

namespace Durable.Metadata;

/// <summary>What a run shows at one point of its journal. Changed only as a whole: who holds one keeps it as it is.</summary>
internal sealed class MetadataValues
{
    /// <summary>The most that a run shows, names and values together, in bytes of JSON.</summary>
    private const int MostBytes = 256 * 1024;

    private readonly Dictionary<string, JsonElement> _values;
    private readonly int _bytes;

    private MetadataValues(Dictionary<string, JsonElement> values, int bytes)
    {
        _values = values;
        _bytes = bytes;
    }

    public static MetadataValues None { get; } = new(new(StringComparer.Ordinal), 0);

    public bool IsEmpty => _values.Count == 0;

    /// <summary>Every name, in ordinal order, so that the same values are written alike.</summary>
    public IReadOnlyDictionary<string, JsonElement> All => new SortedDictionary<string, JsonElement>(_values, StringComparer.Ordinal);

    public JsonElement? Find(string name) => _values.TryGetValue(name, out var value) ? value : null;

    /// <exception cref="DurableException">What is there does not allow the change, or it would be too much.</exception>
    public MetadataValues With(MetadataChange change, string runId)
    {
        var before = Find(change.Name);
        var after = change.Apply(before, runId);
        var bytes = _bytes - SizeOf(change.Name, before) + SizeOf(change.Name, after);
        if (bytes > MostBytes && bytes > _bytes)
        {
            throw new DurableException(
                DurableErrorCodes.MetadataTooLarge,
                $"The metadata of the run '{runId}' would be {bytes:N0} bytes of JSON with '{change.Name}'; the most is {MostBytes:N0}.",
                "Show less, or stream it (StreamAsync) or store it elsewhere.",
                runId);
        }

        var values = new Dictionary<string, JsonElement>(_values, StringComparer.Ordinal);
        if (after is { } value)
        {
            values[change.Name] = value;
        }
        else
        {
            values.Remove(change.Name);
        }

        return new MetadataValues(values, bytes);
    }

    /// <summary>The values of a JSON object; of anything else none.</summary>
    public static MetadataValues Read(ReadOnlyMemory<byte> json) => json.IsEmpty ? None : Of(MetadataChange.Parse(json));

    public static MetadataValues Of(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return None;
        }

        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var bytes = 0;
        foreach (var member in json.EnumerateObject())
        {
            values[member.Name] = member.Value.Clone();
            bytes += SizeOf(member.Name, member.Value);
        }

        return new MetadataValues(values, bytes);
    }

    private static int SizeOf(string name, JsonElement? value) =>
        value is { } json ? name.Length + JsonElementSize(json) : 0;

    private static int JsonElementSize(JsonElement json) => System.Text.Encoding.UTF8.GetByteCount(json.GetRawText());
}
