namespace Durable;

/// <summary>What became of undoing one step.</summary>
/// <param name="StepId">The operation that was undone, such as <c>charge</c> or <c>charge#2</c>.</param>
/// <param name="Attempts">The attempts that were made, from 1.</param>
/// <param name="Error">Why undoing failed for good, or null when it succeeded.</param>
public sealed record CompensationReport(string StepId, int Attempts, ErrorInfo? Error)
{
    /// <summary>Whether the step was undone.</summary>
    public bool Succeeded => Error is null;
}
