namespace Durable.Storage.InMemory;

/// <summary>A run with its journal in memory.</summary>
internal sealed class MemoryRun(NewRun run, RunKind kind)
    : LiveRun(run.RunId, kind, run.Priority, StoreTime.Stamp(run.CreatedAt))
{
    public List<JournalEntry> Journal { get; } = [run.Start];

    public IReadOnlyDictionary<string, string> Tags { get; } = run.Tags;

    public RunRow ToRow() => new()
    {
        RunId = Id,
        Workflow = Kind.Workflow,
        Version = Kind.Version,
        Queue = Kind.Queue,
        Priority = Priority,
        CreatedAt = StoreTime.From(CreatedAt),
        Tags = Tags,
        State = State,
        Length = Length,
        Owner = Lease?.Owner.WorkerId,
        Start = Journal[0],
        End = IsFinished ? Journal[^1] : null,
    };
}
