using System.Text.Json;

namespace Durable.Journal;

/// <summary>A message went out to another run with the commit that holds this record, or was refused and did not.</summary>
internal sealed class SentRecord(string id) : OperationRecord(id)
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("sent");

    public override JsonEncodedText Kind => Name;

    public override bool IsFailure => Error is not null;

    /// <summary>The receiver.</summary>
    public required string RunId { get; init; }

    /// <summary>One of <see cref="InboxKinds"/>.</summary>
    public required string MessageKind { get; init; }

    public string? MessageName { get; init; }

    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Why nothing was sent, or null.</summary>
    public ErrorInfo? Error { get; init; }

    // The body may have withdrawn its interest while the receiver was looked up.
    public override bool MayComeLate => true;

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString(FieldNames.Run, RunId);
        writer.WriteString(FieldNames.MessageKind, MessageKind);
        writer.WriteText(FieldNames.Name, MessageName);
        writer.WritePayload(FieldNames.Data, Payload);
        writer.WriteError(FieldNames.Error, Error);
    }
}
