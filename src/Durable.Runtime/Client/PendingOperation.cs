namespace Durable;

/// <summary>Something a run has asked for and has no outcome of yet.</summary>
/// <param name="Id">The operation's id: <c>charge</c>, <c>charge#2</c>, <c>scope/charge</c>.</param>
/// <param name="Kind">What sort of operation: <c>step</c>, <c>undo</c>, <c>sleep</c>, <c>signal</c>, <c>ask</c>, <c>child</c>, <c>until</c> (a condition), <c>stream</c> or another short word.</param>
public sealed record PendingOperation(string Id, string Kind)
{
    /// <summary>Of a step or its undoing: the attempt under way or to come, from 1; 0 for everything else.</summary>
    public int Attempt { get; init; }

    /// <summary>Of a step that failed and is tried again: when (UTC); null for a first attempt and for one that is running.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Of a step: it suspended, and waits for somebody to resume it.</summary>
    public bool IsSuspended { get; init; }

    /// <summary>Of a step that is left to the workers of a queue: the queue; otherwise null.</summary>
    public string? Queue { get; init; }

    /// <summary>When a sleep ends, a question expires or a wait times out (UTC); null where time alone ends nothing.</summary>
    public DateTimeOffset? DueAt { get; init; }
}
