namespace Durable;

/// <summary>The journal and the code disagree. Never reaches the body: the run is parked as <see cref="RunStatus.Stuck"/> with this message.</summary>
public sealed class ReplayMismatchException : DurableException
{
    internal ReplayMismatchException(string code, string runId, string? operationId, string message, string nextAction)
        : base(code, message, nextAction, runId, operationId)
    {
    }

    /// <summary>The place in the journal of the record that does not fit, from 1.</summary>
    public int Position { get; internal init; }

    /// <summary>What is recorded there: <c>'step' of operation 'charge'</c>.</summary>
    public string Recorded { get; internal init; } = "";

    /// <summary>What the code does instead: <c>the code did not ask for it; it waits for step 'ship'</c>.</summary>
    public string Asked { get; internal init; } = "";
}
