namespace Durable;

/// <summary>The method of an update threw. The failure is recorded as its outcome; the run goes on.</summary>
public sealed class UpdateFailedException : DurableException
{
    internal UpdateFailedException(string runId, string update, ErrorInfo error)
        : base(
            DurableErrorCodes.UpdateFailed,
            $"The update '{update}' of the run '{runId}' failed: {(error.Message.Length == 0 ? error.Kind : error.Message)}",
            runId: runId,
            stepId: error.StepId)
    {
        NextAction = "See Error for the cause. The run goes on; send the update again, under another idempotency key, once the cause is mended.";
        Update = update;
        Error = error;
    }

    /// <summary>The update's stable name.</summary>
    public string Update { get; }

    /// <summary>The failure, as it was recorded.</summary>
    public ErrorInfo Error { get; }
}
