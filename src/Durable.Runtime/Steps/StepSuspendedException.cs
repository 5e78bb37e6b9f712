namespace Durable;

/// <summary>Thrown by a step that suspends: <c>throw step.Suspend(snapshot)</c>. No failure; the engine records it and the run waits.</summary>
/// <remarks>Let it pass: a step that catches it, or wraps it into another exception, has not suspended.</remarks>
public sealed class StepSuspendedException : DurableException
{
    internal StepSuspendedException(string runId, string stepId, object? snapshot, ReadOnlyMemory<byte> json = default)
        : base(
            DurableErrorCodes.StepSuspended,
            $"Step '{stepId}' suspends until it is resumed.",
            "Throw this from the step itself; ResumeStepAsync, or CompleteAsync with its callback token, lets it go on.",
            runId,
            stepId)
    {
        Snapshot = snapshot;
        Json = json;
    }

    /// <summary>What the step keeps for its next entry, for unit tests of the step; null where it keeps nothing.</summary>
    public object? Snapshot { get; }

    /// <summary>The snapshot as it is recorded; empty where there is none.</summary>
    internal ReadOnlyMemory<byte> Json { get; }
}
