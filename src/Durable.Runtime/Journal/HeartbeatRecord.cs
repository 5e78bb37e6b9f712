using System.Text.Json;

namespace Durable.Journal;

/// <summary>An attempt said how far it is.</summary>
internal sealed class HeartbeatRecord(string id) : OperationRecord(id)
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("heartbeat");

    public override JsonEncodedText Kind => Name;

    public override bool ResumesBody => false;

    public required int Attempt { get; init; }

    public ReadOnlyMemory<byte> Details { get; init; }

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteCount(FieldNames.Attempt, Attempt, unless: 1);
        writer.WritePayload(FieldNames.Data, Details);
    }
}
