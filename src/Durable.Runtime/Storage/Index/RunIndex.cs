namespace Durable.Storage;

/// <summary>
/// The runs a store holds in memory: who may be claimed, who is held, who wakes when, what waits in the inboxes.
/// Both built-in stores stand on it, so that claims, fencing and wake-ups mean the same in both.
/// </summary>
/// <remarks>
/// Every member is called with <see cref="Gate"/> held, for a moment only. Nothing in here calls out:
/// tasks it completes resume their waiters on the thread pool.
/// </remarks>
/// <param name="time">The clock of due times and leases.</param>
/// <param name="leasesExpire">False for a store that only one process can open: there a lease ends with its release or with the process.</param>
internal sealed partial class RunIndex<TRun>(TimeProvider time, bool leasesExpire) : IDisposable
    where TRun : LiveRun
{
    private readonly Dictionary<string, TRun> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Workflow, int Version, string Queue), RunKind> _kindsByName = [];
    private readonly List<RunKind> _kinds = [];
    public Lock Gate { get; } = new();

    public IEnumerable<TRun> Runs => _runs.Values;

    public int Count => _runs.Count;

    public Dictionary<string, TRun>.AlternateLookup<ReadOnlySpan<char>> RunsBySpan => _runs.GetAlternateLookup<ReadOnlySpan<char>>();

    private long Now => StoreTime.Stamp(time.GetUtcNow());

    public TRun? Find(string runId) => _runs.GetValueOrDefault(runId);

    public RunKind Kind(string workflow, int version, string queue)
    {
        if (!_kindsByName.TryGetValue((workflow, version, queue), out var kind))
        {
            kind = new RunKind(workflow, version, queue);
            _kindsByName.Add((workflow, version, queue), kind);
            _kinds.Add(kind);
        }

        return kind;
    }

    /// <summary>Adds a run without making it claimable yet; <see cref="Settle"/> does that.</summary>
    public void Add(TRun run) => _runs.Add(run.Id, run);

    /// <summary>Forgets a run that is in no structure.</summary>
    public void Remove(TRun run) => _runs.Remove(run.Id);

    /// <summary>Puts a run that nobody holds where its state says: ready, asleep until a time, or nowhere.</summary>
    public void Settle(TRun run)
    {
        Unplace(run);
        if (run.IsFinished || run.Committing)
        {
            return;
        }

        var wakeAt = DueByState(run);
        if (DueByMessage(run) is { } sentAt)
        {
            run.DueAt = Math.Min(sentAt, wakeAt);
            MakeReady(run);
        }
        else if (wakeAt <= Now)
        {
            run.DueAt = wakeAt;
            MakeReady(run);
        }
        else if (wakeAt != LiveRun.Never)
        {
            run.Place = RunPlace.Timer;
            _sleeping.Add(run);
            ArmTimer(wakeAt);
        }
    }

    /// <summary>Whether a claim could take the run at the given time if nobody held it.</summary>
    public static bool IsDue(TRun run, long time) => DueByMessage(run) is not null || DueByState(run) <= time;

    /// <summary>Tells all who wait for runs or for a run's end why that will never come.</summary>
    public void FailWaiters(Exception error)
    {
        foreach (var waiter in _claimWaiters)
        {
            waiter.TrySetException(error);
        }

        _claimWaiters.Clear();
        foreach (var run in _runs.Values)
        {
            run.Extras?.Ended?.TrySetException(error);
            run.Extras?.Changed?.TrySetException(error);
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        FailWaiters(new ObjectDisposedException(nameof(IRunStore), "The store was closed."));
    }

    private static long DueByState(TRun run) => run.Status switch
    {
        RunStatus.Pending or RunStatus.Running or RunStatus.Compensating => run.WakeAt == LiveRun.Never ? run.CreatedAt : run.WakeAt,
        RunStatus.Waiting or RunStatus.Paused => run.WakeAt,
        _ => LiveRun.Never,
    };

    private static long? DueByMessage(TRun run) =>
        run.HasNewMessage ? StoreTime.Stamp(run.Extras!.Inbox[0].Entry.SentAt) : null;

    private void MakeReady(TRun run)
    {
        run.Kind.AddReady(run);
        WakeClaimWaiters(run);
    }

    private void Unplace(TRun run)
    {
        switch (run.Place)
        {
            case RunPlace.Ready:
                run.Kind.RemoveReady(run);
                break;
            case RunPlace.Timer:
                _sleeping.Remove(run);
                break;
            case RunPlace.Leased:
                RemoveLeased(run);
                break;
            default:
                break;
        }

        run.Place = RunPlace.None;
    }
}
