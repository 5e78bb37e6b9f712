namespace Durable.Storage;

/// <summary>What an index keeps about one run. Small on purpose: a store holds one for every run that sleeps.</summary>
internal abstract class LiveRun(string id, RunKind kind, int priority, long createdAt)
{
    /// <summary>Stands for "no time": a run that only a message wakes.</summary>
    public const long Never = long.MaxValue;

    public readonly string Id = id;
    public readonly RunKind Kind = kind;
    public readonly int Priority = priority;

    /// <summary>Unix milliseconds, as all times here.</summary>
    public readonly long CreatedAt = createdAt;

    public long WakeAt = Never;

    /// <summary>The due time that orders claims; set when the run becomes ready.</summary>
    public long DueAt;

    /// <summary>Where the run stands in the structure that <see cref="Place"/> names.</summary>
    public int Slot;

    public int Length;

    public int Generation = 1;

    /// <summary>Deaths of owners in a row without progress. A byte that stops at its maximum, because no limit is near it.</summary>
    public byte Deaths;

    public byte DeathsAlone;

    public RunStatus Status;

    public RunPlace Place;

    /// <summary>A commit is being written: the run stays where it is until that is settled.</summary>
    public bool Committing;

    public LeaseHold? Lease;

    /// <summary>What few runs need: messages, keys, waiters, the reason for being stuck.</summary>
    public RunExtras? Extras;

    public RunState State => new(
        Status, WakeAt == Never ? null : DateTimeOffset.FromUnixTimeMilliseconds(WakeAt), Extras?.Reason);

    /// <summary>Whether nothing will happen to the run by itself any more: not so for a stuck one that was sent something since.</summary>
    public bool IsSettled => IsFinished || (Status == RunStatus.Stuck && !HasNewMessage);

    /// <summary>What the run had seen of its inbox when it got stuck would only make it stuck again, at once and for ever.</summary>
    public bool HasNewMessage => Extras is { Inbox.Count: > 0 } extras && extras.Inbox[0].Sequence <= extras.LastSequence && (Status != RunStatus.Stuck || extras.LastSequence > extras.StuckSequence);

    public bool IsFinished => new RunState(Status).IsFinished;

    public RunExtras NeedExtras() => Extras ??= new RunExtras();
}
