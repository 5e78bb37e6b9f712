using System.Globalization;

namespace Durable;

/// <summary>A failure as it is recorded: a kind beside the text, no type names, no stack.</summary>
/// <param name="Kind">
/// What sort of failure: one of <see cref="DurableErrorCodes"/> for the library's own, <see cref="Cancelled"/>,
/// the kind given to a <see cref="NonRetryableException"/>, or <see cref="Exception"/> for any other exception. Never empty.
/// </param>
/// <param name="Message">The exception's message; may be empty.</param>
public sealed record ErrorInfo(string Kind, string Message)
{
    /// <summary>The longest message that <see cref="From(System.Exception)"/> keeps: 8,192 characters. The rest of a longer one is dropped, and that is said.</summary>
    public const int LongestMessage = 8192;

    /// <summary>How deep <see cref="From(System.Exception)"/> follows causes: 10. A record nested without end could not be read back.</summary>
    public const int MostCauses = 10;

    /// <summary>The kind of an exception that names none itself.</summary>
    public const string Exception = "exception";

    /// <summary>The kind of an operation that ended because its token was cancelled.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The kind of a run that was undone because its body asked for it.</summary>
    public const string Compensated = "compensated";

    /// <summary>The kind of a run that took longer than its time-out allows.</summary>
    public const string TimedOut = "timedOut";

    /// <summary>The kind of a run that was terminated.</summary>
    public const string Terminated = "terminated";

    /// <exception cref="DurableException">It is empty (<see cref="DurableErrorCodes.NameInvalid"/>).</exception>
    internal static void CheckKind(string kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        if (kind.Length == 0)
        {
            throw new DurableException(DurableErrorCodes.NameInvalid, "The kind of a failure is empty.", "Use a short stable word, such as 'card-declined'.");
        }
    }

    /// <summary>The step that failed, for <see cref="DurableErrorCodes.StepFailed"/>; the stream, for <see cref="DurableErrorCodes.StreamFailed"/>.</summary>
    public string? StepId { get; init; }

    /// <summary>The attempts that were made, for <see cref="DurableErrorCodes.StepFailed"/>; otherwise 0.</summary>
    public int Attempts { get; init; }

    /// <summary>After which time another try makes sense, for <see cref="DurableErrorCodes.RateLimited"/>; otherwise null. Whole milliseconds.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the failure came from, where it is known.</summary>
    public ErrorInfo? Cause { get; init; }

    /// <summary>The failure as data.</summary>
    /// <param name="exception">What was thrown.</param>
    public static ErrorInfo From(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return From(exception, MostCauses);
    }

    private static ErrorInfo From(Exception exception, int causes) => exception switch
    {
        StepFailedException failed => new ErrorInfo(failed.Code, MessageOf(failed))
        {
            StepId = failed.StepId,
            Attempts = failed.Attempts,
            Cause = Cut(failed.Error, causes),
        },
        ChildFailedException child => new ErrorInfo(child.Code, MessageOf(child)) { StepId = child.StepId, Cause = Cut(child.Error, causes) },
        StreamFailedException stream => new ErrorInfo(stream.Code, MessageOf(stream)) { StepId = stream.StepId, Cause = Cut(stream.Error, causes) },
        NonRetryableException final => new ErrorInfo(final.Kind, MessageOf(final)) { Cause = CauseOf(final, causes) },
        DurableException own => new ErrorInfo(own.Code, MessageOf(own)),
        OperationCanceledException cancelled => new ErrorInfo(Cancelled, MessageOf(cancelled)),
        AggregateException { InnerExceptions: [var only] } when causes > 0 => From(only, causes - 1),
        _ => new ErrorInfo(Exception, MessageOf(exception)) { Cause = CauseOf(exception, causes) },
    };

    private static ErrorInfo? CauseOf(Exception exception, int causes) =>
        causes > 0 && exception.InnerException is { } inner ? From(inner, causes - 1) : null;

    private static ErrorInfo? Cut(ErrorInfo? error, int causes) =>
        causes == 0 || error is null ? null : error with { Cause = Cut(error.Cause, causes - 1) };

    private static string MessageOf(Exception exception)
    {
        string message;
        try
        {
            message = exception.Message ?? "";
        }
#pragma warning disable CA1031 // an author's exception may compute its message, and fail at it; the failure itself must still be recorded
        catch (Exception)
#pragma warning restore CA1031
        {
            return "The exception's own message could not be read.";
        }

        if (message.Length <= LongestMessage)
        {
            return message;
        }

        // Not through the middle of a character.
        var kept = char.IsHighSurrogate(message[LongestMessage - 1]) ? LongestMessage - 1 : LongestMessage;
        return string.Create(CultureInfo.InvariantCulture, $"{message.AsSpan(0, kept)}... ({message.Length - kept:N0} more characters)");
    }
}
