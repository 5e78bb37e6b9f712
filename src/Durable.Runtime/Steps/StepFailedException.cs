namespace Durable;

/// <summary>A step's attempts are used up, or it must not be retried. Thrown where the body awaits the step; the same on replay.</summary>
public sealed class StepFailedException : DurableException
{
    internal StepFailedException(string runId, string stepId, int attempts, ErrorInfo error)
        : base(
            DurableErrorCodes.StepFailed,
            $"Step '{stepId}' failed after {attempts} attempt{(attempts == 1 ? "" : "s")}: {(error.Message.Length == 0 ? error.Kind : error.Message)}",
            runId: runId,
            stepId: stepId)
    {
        NextAction = "See Error for the cause. Catch it in the body, or let the run fail and mend the cause; then DurableClient.RetryAsync goes on from this step.";
        Attempts = attempts;
        Error = error;
    }

    /// <summary>The attempts that were made, from 1.</summary>
    public int Attempts { get; }

    /// <summary>The last attempt's failure.</summary>
    public ErrorInfo Error { get; }
}
