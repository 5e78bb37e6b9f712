namespace Durable.Storage.InMemory;

/// <summary>A run with its journal in memory.</summary>
internal sealed class MemoryRun(NewRun run, RunKind kind)
    : LiveRun(run.RunId, kind, run.Priority, StoreTime.Stamp(run.CreatedAt))
{
    /// <summary>The journals of the generations before, oldest first.</summary>
    private readonly List<IReadOnlyList<JournalEntry>> _earlier = [];

    public List<JournalEntry> Journal { get; private set; } = [run.Start, .. run.History];

    public IReadOnlyDictionary<string, string> Tags { get; } = run.Tags;

    public ReadOnlyMemory<byte> Summary { get; set; }

    /// <summary>The journal of a generation, or null.</summary>
    public IReadOnlyList<JournalEntry>? JournalOf(int generation) =>
        generation == _earlier.Count + 1 ? Journal : _earlier.ElementAtOrDefault(generation - 1);

    public void BeginGeneration(NewRun next)
    {
        // A schedule lives on for ever, one life after the other, and nobody can ask for the earlier ones of a run of the engine's own.
        var isEngines = RunKey.SpaceOf(Id) != RunKey.SpaceOfTenant(RunKey.TenantOf(Id));
        _earlier.Add(isEngines ? [] : Journal);
        Journal = [next.Start];
        Length = 1;
        Generation = next.Generation;
    }

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
        Summary = Summary,
        Generation = Generation,
        Length = Length,
        Owner = Lease?.Owner.WorkerId,
        Start = Journal[0],
        End = IsFinished ? Journal[^1] : null,
    };
}
