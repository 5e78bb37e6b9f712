namespace Durable;

/// <summary>Where a run stands.</summary>
public enum RunStatus
{
    /// <summary>Started, and not yet claimed by a worker.</summary>
    Pending,

    /// <summary>Has operations in flight, or is about to.</summary>
    Running,

    /// <summary>Waits for a time, a signal or a retry; costs nothing meanwhile.</summary>
    Waiting,

    /// <summary>Starts no new operations until it is resumed.</summary>
    Paused,

    /// <summary>Its completed steps are being undone.</summary>
    Compensating,

    /// <summary>Ended: the body returned.</summary>
    Completed,

    /// <summary>Ended: the body threw, and there was nothing to undo.</summary>
    Failed,

    /// <summary>Ended: the body threw or asked for it, and everything was undone.</summary>
    Compensated,

    /// <summary>Ended: at least one compensator failed for good; the reports say which.</summary>
    CompensationFailed,

    /// <summary>Ended: cancelled, and what could be undone was.</summary>
    Cancelled,

    /// <summary>Ended: terminated at once, nothing was undone.</summary>
    Terminated,

    /// <summary>Ended: the run took longer than allowed.</summary>
    TimedOut,

    /// <summary>The engine refuses to go on and loses nothing; the reason says what and where.</summary>
    Stuck,
}
