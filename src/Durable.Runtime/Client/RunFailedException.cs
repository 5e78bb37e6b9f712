namespace Durable;

/// <summary>A run whose result was asked for ended otherwise than by completing, or is stuck.</summary>
public sealed class RunFailedException : DurableException
{
    internal RunFailedException(string runId, RunStatus status, ErrorInfo error, IReadOnlyList<CompensationReport> compensations)
        : base(DurableErrorCodes.RunFailed, Describe(runId, status, error, compensations), NextActionFor(status), runId, error.StepId)
    {
        NextAction ??= UsualActionFor(status);
        Status = status;
        Error = error;
        Compensations = compensations;
    }

    /// <summary>How the run ended, or <see cref="RunStatus.Stuck"/>; never <see cref="RunStatus.Completed"/>.</summary>
    public RunStatus Status { get; }

    /// <summary>What went wrong, as it was recorded.</summary>
    public ErrorInfo Error { get; }

    /// <summary>What became of undoing each step, in the order in which it happened; empty when there was nothing to undo.</summary>
    public IReadOnlyList<CompensationReport> Compensations { get; }

    private static string Describe(string runId, RunStatus status, ErrorInfo error, IReadOnlyList<CompensationReport> compensations)
    {
        var outcome = status switch
        {
            RunStatus.Compensated => "was undone",
            RunStatus.CompensationFailed => "could not be undone completely",
            RunStatus.Cancelled => "was cancelled",
            RunStatus.Terminated => "was terminated",
            RunStatus.TimedOut => "took longer than allowed",
            RunStatus.Stuck => "is stuck",
            _ => "failed",
        };
        var failed = compensations.Where(report => !report.Succeeded).Select(report => report.StepId).ToList();
        var notUndone = failed.Count == 0 ? "" : $" Not undone: {string.Join(", ", failed)}.";
        return $"The run '{runId}' {outcome}: {(error.Message.Length == 0 ? error.Kind : error.Message)}{notUndone}";
    }

    // Said in the message, too.
    private static string? NextActionFor(RunStatus status) => status switch
    {
        RunStatus.CompensationFailed => "See Compensations for what has to be undone by hand.",
        RunStatus.Stuck => "Nothing is lost: mend what the reason names, then call DurableClient.RetryAsync.",
        _ => null,
    };

    private static string UsualActionFor(RunStatus status) => status switch
    {
        RunStatus.Failed => "See Error for the cause; once it is mended, DurableClient.RetryAsync goes on from what failed.",
        RunStatus.Compensated => "See Error for the cause. What was done is undone: start a new run, or retry this one from a step.",
        RunStatus.TimedOut => "Start a new run with a longer StartOptions.Timeout, or fork this one.",
        _ => "Start a new run, or fork this one at an operation.",
    };
}
