namespace Durable.Storage;

/// <summary>A binary heap whose runs know their slot, so that any of them can leave without a search and no stale entry stays behind.</summary>
internal sealed class RunHeap(Comparison<LiveRun> order)
{
    /// <summary>Priority descending, due time, creation time, id.</summary>
    public static readonly Comparison<LiveRun> ClaimOrder = static (a, b) =>
        a.Priority != b.Priority ? b.Priority.CompareTo(a.Priority)
        : a.DueAt != b.DueAt ? a.DueAt.CompareTo(b.DueAt)
        : a.CreatedAt != b.CreatedAt ? a.CreatedAt.CompareTo(b.CreatedAt)
        : string.CompareOrdinal(a.Id, b.Id);

    /// <summary>Earliest wake-up first.</summary>
    public static readonly Comparison<LiveRun> WakeOrder = static (a, b) => a.WakeAt.CompareTo(b.WakeAt);

    private readonly List<LiveRun> _runs = [];

    public int Count => _runs.Count;

    public LiveRun First => _runs[0];

    public void Add(LiveRun run)
    {
        _runs.Add(run);
        Rise(run, _runs.Count - 1);
    }

    public void Remove(LiveRun run)
    {
        var last = _runs[^1];
        _runs.RemoveAt(_runs.Count - 1);
        if (last == run)
        {
            return;
        }

        Sink(last, run.Slot);
        Rise(last, last.Slot);
    }

    private void Rise(LiveRun run, int slot)
    {
        while (slot > 0)
        {
            var parent = (slot - 1) / 2;
            if (order(run, _runs[parent]) >= 0)
            {
                break;
            }

            Put(_runs[parent], slot);
            slot = parent;
        }

        Put(run, slot);
    }

    private void Sink(LiveRun run, int slot)
    {
        while (true)
        {
            var child = (2 * slot) + 1;
            if (child + 1 < _runs.Count && order(_runs[child + 1], _runs[child]) < 0)
            {
                child++;
            }

            if (child >= _runs.Count || order(_runs[child], run) >= 0)
            {
                break;
            }

            Put(_runs[child], slot);
            slot = child;
        }

        Put(run, slot);
    }

    private void Put(LiveRun run, int slot)
    {
        _runs[slot] = run;
        run.Slot = slot;
    }
}
