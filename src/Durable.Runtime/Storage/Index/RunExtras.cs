namespace Durable.Storage;

/// <summary>The parts of a <see cref="LiveRun"/> that most runs never need, kept apart so that a sleeping run stays small.</summary>
internal sealed class RunExtras
{
    /// <summary>The number of the latest durable message.</summary>
    public long LastSequence;

    /// <summary>Messages up to this number were taken by a commit.</summary>
    public long TakenSequence;

    /// <summary>The last message that the run had seen when it got stuck: only a later one makes it claimable again.</summary>
    public long StuckSequence;

    /// <summary>The messages not yet taken, in order; those numbered above <see cref="LastSequence"/> are still being written.</summary>
    public readonly List<InboxMessage> Inbox = [];

    /// <summary>Every idempotency key seen, with the write that stores its message while that is under way.</summary>
    public Dictionary<string, Task<InboxOutcome>?>? Keys;

    /// <summary>Completes when the run ends; made by the first who waits.</summary>
    public TaskCompletionSource<RunEnd>? Ended;

    /// <summary>Completes at the next commit; made by the first who waits.</summary>
    public TaskCompletionSource? Changed;

    /// <summary>Why the run is stuck.</summary>
    public string? Reason;

    /// <summary>Remembers a key; when it is known already, says which write brings its message, unless that is stored.</summary>
    public bool TryAddKey(string key, Task<InboxOutcome> write, out Task<InboxOutcome>? known)
    {
        Keys ??= new Dictionary<string, Task<InboxOutcome>?>(StringComparer.Ordinal);
        return !Keys.TryGetValue(key, out known) && Keys.TryAdd(key, write);
    }
}
