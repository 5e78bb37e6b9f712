namespace Durable.Storage;

/// <summary>Runs that the same claims can take: one workflow, one version, one queue. Interned, so that a run needs one reference for all three.</summary>
internal sealed class RunKind(string workflow, int version, string queue)
{
    // By number of deaths: a claim wants either suspects or the others, and must not search among the wrong ones.
    private readonly List<RunHeap> _ready = [];

    public string Workflow { get; } = workflow;

    public int Version { get; } = version;

    public string Queue { get; } = queue;

    public void AddReady(LiveRun run)
    {
        while (_ready.Count <= run.Deaths)
        {
            _ready.Add(new RunHeap(RunHeap.ClaimOrder));
        }

        run.Place = RunPlace.Ready;
        _ready[run.Deaths].Add(run);
    }

    public void RemoveReady(LiveRun run) => _ready[run.Deaths].Remove(run);

    public bool IsNamedBy(ClaimRequest request) =>
        request.Queues.Contains(Queue) && request.Workflows.Contains((Workflow, Version));

    /// <summary>The run of this kind that the claim would take first, or null.</summary>
    public LiveRun? First(ClaimRequest request)
    {
        LiveRun? first = null;
        for (var deaths = 0; deaths < _ready.Count; deaths++)
        {
            var heap = _ready[deaths];
            if (heap.Count > 0
                && deaths >= request.SuspectAfter == request.Suspects
                && (first is null || RunHeap.ClaimOrder(heap.First, first) < 0))
            {
                first = heap.First;
            }
        }

        // The sets are asked last: most kinds have nothing ready.
        return first is not null && IsNamedBy(request) ? first : null;
    }
}
