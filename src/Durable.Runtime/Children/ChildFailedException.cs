namespace Durable;

/// <summary>A child ended otherwise than by completing. Thrown where the parent's body awaits it; the same on replay.</summary>
public sealed class ChildFailedException : DurableException
{
    internal ChildFailedException(string runId, string operationId, string childRunId, RunStatus status, ErrorInfo error)
        : base(
            DurableErrorCodes.ChildFailed,
            $"The child '{childRunId}' ended as {status}: {(error.Message.Length == 0 ? error.Kind : error.Message)}",
            runId: runId,
            stepId: operationId)
    {
        NextAction = "See Error and the child's own history for the cause. Catch it in the body, or let the run fail.";
        ChildRunId = childRunId;
        Status = status;
        Error = error;
    }

    /// <summary>The child.</summary>
    public string ChildRunId { get; }

    /// <summary>How it ended.</summary>
    public RunStatus Status { get; }

    /// <summary>Why.</summary>
    public ErrorInfo Error { get; }
}
