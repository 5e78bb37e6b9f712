namespace Durable;

/// <summary>The journal and the code disagree. Never reaches the body: the run is parked as <see cref="RunStatus.Stuck"/> with this message.</summary>
public sealed class ReplayMismatchException : DurableException
{
    internal ReplayMismatchException(string code, string runId, string? operationId, string message, string nextAction)
        : base(code, message, nextAction, runId, operationId)
    {
    }
}
