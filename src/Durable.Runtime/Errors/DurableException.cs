namespace Durable;

/// <summary>The base of every exception this library throws: a stable code, what was wrong, and what to do next.</summary>
public class DurableException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="code">One of <see cref="DurableErrorCodes"/>.</param>
    /// <param name="message">What was wrong.</param>
    /// <param name="nextAction">What to do next; appended to the message.</param>
    /// <param name="runId">The run concerned, if one is.</param>
    /// <param name="stepId">The step or other operation concerned, if one is.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public DurableException(
        string code,
        string message,
        string? nextAction = null,
        string? runId = null,
        string? stepId = null,
        Exception? innerException = null)
        : base(nextAction is null ? message : $"{message} {nextAction}", innerException)
    {
        Code = code;
        NextAction = nextAction;
        RunId = runId;
        StepId = stepId;
    }

    /// <summary>One of <see cref="DurableErrorCodes"/>; never changes meaning.</summary>
    public string Code { get; }

    /// <summary>What to do next. Part of the message, except where the message is recorded as a run's or a step's failure. Null only where whoever threw the exception said nothing.</summary>
    public string? NextAction { get; internal init; }

    /// <summary>The run concerned, if one is.</summary>
    public string? RunId { get; }

    /// <summary>The step or other operation concerned, if one is.</summary>
    public string? StepId { get; }
}
