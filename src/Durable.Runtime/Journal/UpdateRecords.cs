using System.Text.Json;

namespace Durable.Journal;

/// <summary>A caller's update was taken from the inbox; its handler starts when this is delivered.</summary>
/// <param name="id">The request's id: the caller's idempotency key, or a random one.</param>
/// <param name="name">The update's stable name.</param>
internal sealed class UpdateRecord(string id, string name) : JournalRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("update");

    public override JsonEncodedText Kind => Name;

    public override string OperationId { get; } = id;

    public string UpdateName { get; } = name;

    /// <summary>The arguments as one JSON object, or empty.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    public override void DeliverTo(IRecordTarget target) => target.UpdateRequested(this);

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString(FieldNames.Name, UpdateName);
        writer.WritePayload(FieldNames.Input, Input);
    }
}

/// <summary>The one outcome of an update.</summary>
/// <param name="id">The request's id.</param>
/// <param name="name">The update's stable name.</param>
internal sealed class UpdateEndRecord(string id, string name) : JournalRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("updateEnd");

    public override JsonEncodedText Kind => Name;

    // The handler itself is over; only its caller waits for this.
    public override bool ResumesBody => false;

    public override string OperationId { get; } = id;

    public string UpdateName { get; } = name;

    /// <summary>The result, or empty.</summary>
    public ReadOnlyMemory<byte> Output { get; init; }

    /// <summary>Why it was refused or failed; null for one that succeeded.</summary>
    public ErrorInfo? Error { get; init; }

    public override void DeliverTo(IRecordTarget target) => target.UpdateEnded(this);

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString(FieldNames.Name, UpdateName);
        writer.WritePayload(FieldNames.Output, Output);
        writer.WriteError(FieldNames.Error, Error);
    }
}
