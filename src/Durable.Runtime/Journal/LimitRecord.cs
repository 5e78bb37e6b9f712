using System.Text.Json;

namespace Durable.Journal;

/// <summary>An attempt has to wait for its rate limit: its permit is taken, and may be used from a time on.</summary>
internal sealed class LimitRecord(string id, string key) : OperationRecord(id)
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("limited");

    public override JsonEncodedText Kind => Name;

    public override bool ResumesBody => false;

    /// <summary>The limit's key, parameters filled in.</summary>
    public string Key { get; } = key;

    /// <summary>When the attempt may start: UTC, in milliseconds since 1970.</summary>
    public required long Until { get; init; }

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString(FieldNames.Name, Key);
        writer.WriteNumber(FieldNames.Until, Until);
    }
}
