namespace Durable;

/// <summary>A run whose result was asked for ended otherwise than by completing, or is stuck.</summary>
public sealed class RunFailedException : DurableException
{
    internal RunFailedException(string runId, RunStatus status, ErrorInfo error, IReadOnlyList<CompensationReport> compensations)
        : base(DurableErrorCodes.RunFailed, Describe(runId, status, error, compensations), NextActionFor(status), runId, error.StepId)
    {
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

    private static string? NextActionFor(RunStatus status) => status switch
    {
        RunStatus.CompensationFailed => "See Compensations for what has to be undone by hand.",
        RunStatus.Stuck => "Nothing is lost: mend what the reason names, then call DurableClient.RetryAsync.",
        _ => null,
    };
}
