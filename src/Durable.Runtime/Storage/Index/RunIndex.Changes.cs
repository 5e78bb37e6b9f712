namespace Durable.Storage;

// What commits and messages do to a run.
internal sealed partial class RunIndex<TRun>
{
    /// <summary>The run, if the commit's lease holds and the journal has the expected length.</summary>
    public TRun? FindCommittable(RunCommit commit) =>
        FindHeld(commit.Lease) is { Committing: false } run && run.Length == commit.ExpectedLength ? run : null;

    /// <summary>Applies what a commit says about the run's row.</summary>
    public void Apply(TRun run, int records, RunState state, long inboxTaken)
    {
        ApplyUnplaced(run, records, state.Status, StoreTime.NotBefore(state.WakeAt), state.Reason, inboxTaken);
        if (run.IsFinished)
        {
            run.Lease = null;
            Unplace(run);
        }
        else if (run.Lease is null)
        {
            Settle(run);
        }

        if (state.IsSettled && run.Extras is { Ended: { } ended } extras)
        {
            // A stuck run can be released; who waits after that waits anew.
            extras.Ended = null;
            ended.TrySetResult();
        }
    }

    /// <summary>The same for a run that is in no structure yet.</summary>
    public static void ApplyUnplaced(TRun run, int records, RunStatus status, long wakeAt, string? reason, long inboxTaken)
    {
        run.Length += records;
        run.Status = status;
        run.WakeAt = wakeAt;
        if (records > 0 || status == RunStatus.Stuck)
        {
            // Progress. Being parked as stuck ends the row of deaths too: whoever releases the run wants it tried again.
            run.Deaths = 0;
            run.DeathsAlone = 0;
        }

        if (reason is not null)
        {
            run.NeedExtras().Reason = reason;
        }
        else if (run.Extras is not null)
        {
            run.Extras.Reason = null;
        }

        if (run.Extras is { } extras)
        {
            Take(extras, inboxTaken);
            extras.StuckSequence = extras.LastSequence;
        }
    }

    /// <summary>Puts a message into the inbox of an unfinished run; the run becomes claimable unless somebody holds it.</summary>
    public void Deliver(TRun run, InboxEntry entry)
    {
        DeliverUnplaced(run, entry);
        if (run.Lease is null)
        {
            Settle(run);
        }
    }

    /// <summary>The same for a run that is in no structure yet.</summary>
    public static void DeliverUnplaced(TRun run, InboxEntry entry)
    {
        var extras = run.NeedExtras();
        extras.Inbox.Add(new InboxMessage(++extras.LastSequence, entry));
        if (entry.IdempotencyKey is { } key)
        {
            (extras.Keys ??= new Dictionary<string, Task<InboxOutcome>?>(StringComparer.Ordinal))[key] = null;
        }
    }

    /// <summary>The messages not yet taken and above a sequence number.</summary>
    public static IReadOnlyList<InboxMessage> Messages(TRun run, long after)
    {
        if (run.Extras is not { Inbox.Count: > 0 } extras)
        {
            return [];
        }

        var skip = (int)Math.Clamp(after - extras.Inbox[0].Sequence + 1, 0, extras.Inbox.Count);
        return [.. extras.Inbox[skip..]];
    }

    /// <summary>Completes when the run ends or gets stuck.</summary>
    public static Task WhenEnded(TRun run) =>
        (run.NeedExtras().Ended ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private static void Take(RunExtras extras, long upTo)
    {
        if (upTo <= extras.TakenSequence)
        {
            return;
        }

        extras.TakenSequence = upTo;
        var taken = 0;
        while (taken < extras.Inbox.Count && extras.Inbox[taken].Sequence <= upTo)
        {
            taken++;
        }

        extras.Inbox.RemoveRange(0, taken);
    }
}
