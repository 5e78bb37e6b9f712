using System.Text.Json;

namespace Durable.Journal;

/// <summary>A step was handed to the workers of its queue, with the commit that holds this record, or could not be.</summary>
internal sealed class TaskRecord(string id) : OperationRecord(id), ICreationRecord
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("task");

    public override JsonEncodedText Kind => Name;

    public override bool ResumesBody => false;

    /// <summary>The engine's own run that carries the step out.</summary>
    public required string RunId { get; init; }

    public required string Queue { get; init; }

    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Why it could not be handed over, or null.</summary>
    public ErrorInfo? Error { get; init; }

    public JournalRecord Refused(ErrorInfo error) =>
        new TaskRecord(OperationId) { RunId = RunId, Queue = Queue, Input = Input, Error = error };

    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString(FieldNames.Run, RunId);
        writer.WriteString(FieldNames.Name, Queue);
        writer.WritePayload(FieldNames.Input, Input);
        writer.WriteError(FieldNames.Error, Error);
    }
}
