namespace Durable;

/// <summary>What a step does when its rate limit is reached.</summary>
public enum OnLimit
{
    /// <summary>Waits its turn, which is recorded; the run leaves memory meanwhile. First come, first served.</summary>
    Wait,

    /// <summary>
    /// The attempt fails with <see cref="DurableErrorCodes.RateLimited"/> and the time after which another makes sense (<see cref="ErrorInfo.RetryAfter"/>).
    /// The next attempt, if the step has one left, is made then.
    /// </summary>
    Fail,
}
