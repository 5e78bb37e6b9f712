using System.Text.Json;
using Durable.Journal;
using Durable.Storage;

namespace Durable;

/// <summary>Something that happened to a run: a record of its journal, or a change of its status.</summary>
public sealed record RunEvent
{
    /// <summary>The <see cref="Kind"/> of a change of status.</summary>
    public const string StatusChanged = "status";

    private const int GenerationShift = 32;

    private RunEvent()
    {
    }

    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>
    /// Rises with every record and never changes: within a run's first generation it is the record's position in the journal, from 1; each further generation begins 2^32 higher.
    /// A change of status has that of the record before it. Give it to <see cref="DurableClient.WatchAsync"/> to go on after this event.
    /// </summary>
    public required long Sequence { get; init; }

    /// <summary>Which life of the run it belongs to, from 1.</summary>
    public required int Generation { get; init; }

    /// <summary>The record's kind (<c>step</c>, <c>emit</c>, <c>end</c> and others, as in <see cref="HistoryRecord.Kind"/>), or <see cref="StatusChanged"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>When it was recorded (UTC, whole milliseconds); of a change of status, when the record before it was.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The operation it belongs to (<c>charge</c>, <c>charge#2</c>), or null.</summary>
    public string? OperationId { get; init; }

    /// <summary>The name it has beside the operation: the kind given to <see cref="WorkflowContext.Emit{T}"/>, the name of a signal, a question or an update; otherwise null.</summary>
    public string? Name { get; init; }

    /// <summary>What was emitted, streamed, sent, asked or answered, where the record has such data; otherwise null.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>For <see cref="StatusChanged"/>: where the run stands; otherwise null.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>The whole record; null for <see cref="StatusChanged"/>.</summary>
    public HistoryRecord? Record { get; init; }

    /// <summary>Sequence, kind and operation, for logs: never data, which may be sensitive.</summary>
    public override string ToString() => $"{Sequence} {Kind}{(OperationId is null ? "" : " " + OperationId)}{(Status is null ? "" : $" {Status}")}";

    internal static (int Generation, int Position) PlaceOf(long sequence) =>
        ((int)(sequence >> GenerationShift) + 1, (int)(sequence & uint.MaxValue));

    internal static RunEvent Of(string runId, int generation, JournalEntry entry)
    {
        var record = HistoryRecord.Read(runId, entry);
        var fields = RecordFields.Read(entry.Utf8);
        return new RunEvent
        {
            RunId = runId,
            Sequence = SequenceOf(generation, entry.Position),
            Generation = generation,
            Kind = record.Kind,
            Timestamp = record.Timestamp,
            OperationId = record.OperationId,
            Name = fields.Name,
            Data = RunInfoReader.Parse(fields.Data),
            Record = record,
        };
    }

    internal static RunEvent Of(RunRow run, int generation, int position, DateTimeOffset timestamp) => new()
    {
        RunId = run.RunId,
        Sequence = SequenceOf(generation, position),
        Generation = generation,
        Kind = StatusChanged,
        Timestamp = timestamp,
        Status = run.State.Status,
    };

    private static long SequenceOf(int generation, int position) => ((long)(generation - 1) << GenerationShift) | (uint)position;
}
