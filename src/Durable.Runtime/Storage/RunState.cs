namespace Durable.Storage;

/// <summary>The part of a run's row that a commit replaces.</summary>
/// <param name="Status">Where the run stands.</param>
/// <param name="WakeAt">
/// For a run that is not finished: claimable from this time (UTC, whole milliseconds) even without messages; null means
/// at once for <see cref="RunStatus.Pending"/>, <see cref="RunStatus.Running"/> and <see cref="RunStatus.Compensating"/>,
/// and only by a message for <see cref="RunStatus.Waiting"/> and <see cref="RunStatus.Paused"/>. A <see cref="RunStatus.Stuck"/> run is
/// claimable only by a message that arrives after it got stuck.
/// </param>
/// <param name="Reason">For <see cref="RunStatus.Stuck"/>: what is wrong and where. For <see cref="RunStatus.Paused"/>: why, if that was said.</param>
public readonly record struct RunState(RunStatus Status, DateTimeOffset? WakeAt = null, string? Reason = null)
{
    /// <summary>Whether the run has ended for good.</summary>
    public bool IsFinished => Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Compensated
        or RunStatus.CompensationFailed or RunStatus.Cancelled or RunStatus.Terminated or RunStatus.TimedOut;

    /// <summary>Whether the run has ended in a way that may be mended: it can come back to life.</summary>
    public bool IsRetryable => Status is RunStatus.Failed or RunStatus.Compensated or RunStatus.CompensationFailed or RunStatus.Cancelled or RunStatus.TimedOut;

    /// <summary>Whether nothing will happen to the run by itself any more: it has ended, or is stuck until somebody sees to it.</summary>
    public bool IsSettled => IsFinished || Status == RunStatus.Stuck;
}
