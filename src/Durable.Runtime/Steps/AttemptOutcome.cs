namespace Durable.Steps;

/// <summary>What one attempt of a step or compensator ended with.</summary>
/// <param name="Output">The result's bytes, when it succeeded.</param>
/// <param name="Value">The result as read back from those bytes, boxed by its type; null where the operation has none.</param>
/// <param name="Error">Why it failed, or null.</param>
/// <param name="IsFinal">It failed in a way that another attempt cannot mend.</param>
/// <param name="WasStarted">The author's code was called.</param>
/// <param name="RetryAfter">The delay that the step asked for.</param>
/// <param name="IsHeld">The run was paused while the attempt waited for a place to run; it has not started.</param>
/// <param name="Permit">The attempt has to wait for its rate limit; it has not started.</param>
/// <param name="Spend">What it spent, however it ended.</param>
/// <param name="Suspension">The step suspended; no outcome yet.</param>
internal readonly record struct AttemptOutcome(
    ReadOnlyMemory<byte> Output,
    object? Value = null,
    ErrorInfo? Error = null,
    bool IsFinal = false,
    bool WasStarted = true,
    TimeSpan? RetryAfter = null,
    bool IsHeld = false,
    Permit? Permit = null,
    decimal Spend = 0,
    StepSuspendedException? Suspension = null)
{
    /// <summary>Cancelled before, or while it waited for a place to run.</summary>
    public static AttemptOutcome NotStarted { get; } = new(
        default, Error: new ErrorInfo(ErrorInfo.Cancelled, "Cancelled before another attempt started."), IsFinal: true, WasStarted: false);

    public static AttemptOutcome Held { get; } = new(default, WasStarted: false, IsHeld: true);

    public static AttemptOutcome Failed(Exception exception, StepPolicy policy, CancellationToken token) => exception switch
    {
        OperationCanceledException when token.IsCancellationRequested =>
            new AttemptOutcome(default, Error: new ErrorInfo(ErrorInfo.Cancelled, exception.Message), IsFinal: true),

        // Somebody else's cancellation, such as a client's own time-out, is a failure like any other.
        OperationCanceledException =>
            new AttemptOutcome(default, Error: new ErrorInfo(ErrorInfo.Exception, exception.Message), IsFinal: IsNonRetryable(policy, exception)),
        RetryAfterException later =>
            new AttemptOutcome(default, Error: ErrorInfo.From(exception), RetryAfter: later.Delay),
        NonRetryableException or ContextMisuseException or DurableException { Code: DurableErrorCodes.PayloadTooLarge or DurableErrorCodes.StepSuspended or DurableErrorCodes.SpendExceeded } =>
            new AttemptOutcome(default, Error: ErrorInfo.From(exception), IsFinal: true),
        _ => new AttemptOutcome(default, Error: ErrorInfo.From(exception), IsFinal: IsNonRetryable(policy, exception)),
    };

    private static bool IsNonRetryable(StepPolicy policy, Exception exception)
    {
        foreach (var type in policy.NonRetryable)
        {
            if (type.IsInstanceOfType(exception))
            {
                return true;
            }
        }

        return false;
    }
}
