namespace Durable;

/// <summary>A failure as it is recorded: a kind beside the text, no type names, no stack.</summary>
/// <param name="Kind">
/// What sort of failure: one of <see cref="DurableErrorCodes"/> for the library's own, <see cref="Cancelled"/>,
/// the kind given to a <see cref="NonRetryableException"/>, or <see cref="Exception"/> for any other exception. Never empty.
/// </param>
/// <param name="Message">The exception's message; may be empty.</param>
public sealed record ErrorInfo(string Kind, string Message)
{
    /// <summary>The kind of an exception that names none itself.</summary>
    public const string Exception = "exception";

    /// <summary>The kind of an operation that ended because its token was cancelled.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The kind of a run that was undone because its body asked for it.</summary>
    public const string Compensated = "compensated";

    /// <summary>The kind of a run that was terminated.</summary>
    public const string Terminated = "terminated";

    /// <summary>The step that failed, for <see cref="DurableErrorCodes.StepFailed"/>.</summary>
    public string? StepId { get; init; }

    /// <summary>The attempts that were made, for <see cref="DurableErrorCodes.StepFailed"/>; otherwise 0.</summary>
    public int Attempts { get; init; }

    /// <summary>What the failure came from, where it is known.</summary>
    public ErrorInfo? Cause { get; init; }

    /// <summary>The failure as data.</summary>
    /// <param name="exception">What was thrown.</param>
    public static ErrorInfo From(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            StepFailedException failed => new ErrorInfo(failed.Code, failed.Message)
            {
                StepId = failed.StepId,
                Attempts = failed.Attempts,
                Cause = failed.Error,
            },
            ChildFailedException child => new ErrorInfo(child.Code, child.Message) { StepId = child.StepId, Cause = child.Error },
            NonRetryableException final => new ErrorInfo(final.Kind, final.Message) { Cause = CauseOf(final) },
            DurableException own => new ErrorInfo(own.Code, own.Message),
            OperationCanceledException cancelled => new ErrorInfo(Cancelled, cancelled.Message),
            AggregateException { InnerExceptions: [var only] } => From(only),
            _ => new ErrorInfo(Exception, exception.Message) { Cause = CauseOf(exception) },
        };
    }

    private static ErrorInfo? CauseOf(Exception exception) =>
        exception.InnerException is { } inner ? From(inner) : null;
}
