namespace Durable;

/// <summary>Thrown by a step that must not be tried again: the call itself is wrong, so another attempt would fail the same way.</summary>
public class NonRetryableException : Exception
{
    /// <summary>Ends the step with the given text.</summary>
    /// <param name="message">What was wrong.</param>
    public NonRetryableException(string message)
        : this(message, ErrorInfo.Exception)
    {
    }

    /// <summary>Ends the step with the given text and cause.</summary>
    /// <param name="message">What was wrong.</param>
    /// <param name="innerException">The cause.</param>
    public NonRetryableException(string message, Exception? innerException)
        : this(message, ErrorInfo.Exception, innerException)
    {
    }

    /// <summary>Ends the step with a kind that the body can tell apart by <see cref="ErrorInfo.Kind"/>.</summary>
    /// <param name="message">What was wrong.</param>
    /// <param name="kind">A short stable word such as <c>card-declined</c>.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    /// <exception cref="DurableException"><paramref name="kind"/> is empty (<see cref="DurableErrorCodes.NameInvalid"/>).</exception>
    public NonRetryableException(string message, string kind, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorInfo.CheckKind(kind);
        Kind = kind;
    }

    /// <summary>The kind recorded with the failure.</summary>
    public string Kind { get; }
}
