using System.Runtime.InteropServices;

namespace Durable.Storage;

// What commits and messages do to a run.
internal sealed partial class RunIndex<TRun>
{
    /// <summary>The run, if the commit's lease holds and the journal has the expected length.</summary>
    public TRun? FindCommittable(RunCommit commit) =>
        FindHeld(commit.Lease) is { Committing: false } run && run.Length == commit.ExpectedLength ? run : null;

    /// <summary>Applies what a commit says about the run's row.</summary>
    /// <param name="run">The run.</param>
    /// <param name="records">How many records the commit appends.</param>
    /// <param name="state">The row's new state.</param>
    /// <param name="inboxTaken">The number of the last message taken.</param>
    /// <param name="inboxSeen">The number of the last message that a stuck run has seen; null for all that are durable.</param>
    /// <param name="end">The <c>end</c> record, when the commit has one.</param>
    public void Apply(TRun run, int records, RunState state, long inboxTaken, long? inboxSeen, JournalEntry? end)
    {
        ApplyUnplaced(run, records, state.Status, StoreTime.NotBefore(state.WakeAt), state.Reason, inboxTaken, inboxSeen);
        if (run.IsFinished)
        {
            run.Lease = null;
            Unplace(run);
        }
        else if (run.Lease is null)
        {
            Settle(run);
        }

        if (run.IsSettled && run.Extras is { Ended: { } ended } extras)
        {
            // A stuck run can be released; who waits after that waits anew.
            extras.Ended = null;
            ended.TrySetResult(new RunEnd(run.Kind.Workflow, state, end));
        }

        TellChanged(run);
    }

    /// <summary>The same for a run that is in no structure yet.</summary>
    public static void ApplyUnplaced(TRun run, int records, RunStatus status, long wakeAt, string? reason, long inboxTaken, long? inboxSeen = null)
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
            extras.StuckSequence = inboxSeen ?? extras.LastSequence;
        }
    }

    /// <summary>Whether nothing happens to the run by itself and nobody writes it, so that a caller may.</summary>
    public static bool MayReopen(TRun run, int length) =>
        run is { Lease: null, Committing: false } && run.Length == length && (run.IsFinished || run.Status == RunStatus.Stuck);

    /// <summary>Brings a settled run back to life.</summary>
    public void Reopen(TRun run, int records, RunState state)
    {
        ReopenUnplaced(run, records, state.Status, StoreTime.NotBefore(state.WakeAt), state.Reason);
        Settle(run);
        TellChanged(run);
    }

    /// <summary>The same for a run that is in no structure yet.</summary>
    public static void ReopenUnplaced(TRun run, int records, RunStatus status, long wakeAt, string? reason)
    {
        if (run.IsFinished && run.Extras is { } extras)
        {
            extras.Keys = Seen(run, extras.TakenSequence).ToDictionary(static key => key, static _ => (Task<InboxOutcome>?)null, StringComparer.Ordinal);
            extras.Inbox.Clear();
        }

        ApplyUnplaced(run, records, status, wakeAt, reason, inboxTaken: 0);
    }

    /// <summary>The idempotency keys of the messages that the run has taken.</summary>
    public static IReadOnlyCollection<string> Seen(TRun run, long taken)
    {
        if (run.Extras is not { Keys: { } keys } extras)
        {
            return [];
        }

        var untaken = extras.Inbox.Where(message => message.Sequence > taken).Select(static message => message.Entry.IdempotencyKey).ToHashSet(StringComparer.Ordinal);
        var beingTaken = extras.Inbox.Where(message => message.Sequence <= taken).Select(static message => message.Entry.IdempotencyKey).ToHashSet(StringComparer.Ordinal);
        return [.. keys.Where(key => (key.Value is null && !untaken.Contains(key.Key)) || beingTaken.Contains(key.Key)).Select(static key => key.Key)];
    }

    /// <summary>Puts a message into the inbox of an unfinished run; the run becomes claimable unless somebody holds it.</summary>
    /// <returns>False when a message with its key is there already.</returns>
    public bool Deliver(TRun run, InboxEntry entry)
    {
        if (!DeliverUnplaced(run, entry))
        {
            return false;
        }

        if (run.Lease is null)
        {
            Settle(run);
        }

        return true;
    }

    /// <summary>The same for a run that is in no structure yet.</summary>
    public static bool DeliverUnplaced(TRun run, InboxEntry entry)
    {
        var extras = run.NeedExtras();
        if (entry.IdempotencyKey is { } key)
        {
            // A key whose message is still on its way counts for nothing: the first to become durable wins.
            extras.Keys ??= new Dictionary<string, Task<InboxOutcome>?>(StringComparer.Ordinal);
            if (extras.Keys.TryGetValue(key, out var underWay) && underWay is null)
            {
                return false;
            }

            extras.Keys[key] = null;
        }

        extras.Inbox.Add(new InboxMessage(++extras.LastSequence, entry));
        return true;
    }

    /// <summary>
    /// Numbers a message whose line is queued and before which no other can come: whoever holds the run may take it at once, because what that writes becomes durable later.
    /// </summary>
    public static void Expect(TRun run, InboxEntry entry)
    {
        var extras = run.NeedExtras();
        extras.Inbox.Add(new InboxMessage((extras.Inbox.Count > 0 ? extras.Inbox[^1].Sequence : extras.LastSequence) + 1, entry));
    }

    /// <summary>A message that was expected is durable.</summary>
    public void Arrive(TRun run, InboxEntry entry)
    {
        var extras = run.Extras!;
        extras.LastSequence++;
        if (entry.IdempotencyKey is { } key)
        {
            extras.Keys![key] = null;
        }

        if (run.Lease is null)
        {
            Settle(run);
        }
    }

    /// <summary>Delivers what a commit sends. Adds whom to tell; a run that does not exist or has ended gets nothing.</summary>
    public void Send(IReadOnlyList<RunMessage> messages, ref List<(IRunOwner Owner, string RunId)>? told)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            if (Find(messages[i].RunId) is { IsFinished: false } run && Deliver(run, messages[i].Entry) && run.Lease is { } lease)
            {
                (told ??= []).Add((lease.Owner, run.Id));
            }
        }
    }

    /// <summary>Adds a run that is due when its start says so, or at once where it has messages already.</summary>
    public void AddNew(TRun run, NewRun created)
    {
        Add(run);
        FillUnplaced(run, created);
        Settle(run);
    }

    /// <summary>Gives a run that is in no structure yet what its creation says beside its row.</summary>
    public static void FillUnplaced(TRun run, NewRun created)
    {
        run.Length = 1 + created.History.Count;
        run.Generation = created.Generation;
        run.WakeAt = StoreTime.NotBefore(created.StartAt);
        for (var i = 0; i < created.Messages.Count; i++)
        {
            DeliverUnplaced(run, created.Messages[i]);
        }
    }

    /// <summary>The durable messages not yet taken and above a sequence number.</summary>
    public static IReadOnlyList<InboxMessage> Messages(TRun run, long after) => Messages(run, after, run.Extras?.LastSequence ?? 0);

    /// <summary>The same with those that are still being written.</summary>
    public static IReadOnlyList<InboxMessage> ExpectedMessages(TRun run, long after) => Messages(run, after, long.MaxValue);

    /// <summary>Completes when the run ends or gets stuck.</summary>
    public static Task<RunEnd> WhenEnded(TRun run) =>
        (run.NeedExtras().Ended ??= new TaskCompletionSource<RunEnd>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Completes when the run is another than a row says; null when it is already.</summary>
    public static Task? WhenChanged(TRun run, RunRow known) =>
        run.IsFinished || run.Generation != known.Generation || run.Length != known.Length || run.State != known.State
            ? null
            : (run.NeedExtras().Changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private static InboxMessage[] Messages(TRun run, long after, long upTo)
    {
        if (run.Extras is not { Inbox.Count: > 0 } extras)
        {
            return [];
        }

        // Numbers rise without gaps.
        var first = extras.Inbox[0].Sequence;
        var begin = (int)Math.Clamp(after - first + 1, 0, extras.Inbox.Count);
        var end = (int)Math.Clamp(upTo - first + 1, begin, extras.Inbox.Count);
        return begin == end ? [] : CollectionsMarshal.AsSpan(extras.Inbox)[begin..end].ToArray();
    }

    private static void TellChanged(TRun run)
    {
        if (run.Extras is { Changed: { } changed } watched)
        {
            watched.Changed = null;
            changed.TrySetResult();
        }
    }

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
