using System.Text.Json;

namespace Durable.Journal;

/// <summary>The body recorded a state of its own.</summary>
internal sealed class CheckpointRecord(string id) : OperationRecord(id)
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("checkpoint");

    public override JsonEncodedText Kind => Name;

    public ReadOnlyMemory<byte> Payload { get; init; }

    public override void WriteFields(Utf8JsonWriter writer) => writer.WritePayload(FieldNames.Data, Payload);
}

/// <summary>The body told whoever watches how far it is.</summary>
internal sealed class EmitRecord(string id, string name) : OperationRecord(id)
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("emit");

    public override JsonEncodedText Kind => Name;

    public override bool ResumesBody => false;

    // The body does not wait for it, so it may have ended meanwhile.
    public override bool MayComeLate => true;

    /// <summary>The event's kind, in the author's words.</summary>
    public string EventKind { get; } = name;

    public ReadOnlyMemory<byte> Payload { get; init; }

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString(FieldNames.Name, EventKind);
        writer.WritePayload(FieldNames.Data, Payload);
    }
}
