namespace Durable;

/// <summary>Thrown by a step that knows when trying again makes sense; the delay replaces the policy's, jitter included.</summary>
public class RetryAfterException : Exception
{
    /// <summary>Asks for the next attempt after a delay.</summary>
    /// <param name="delay">How long to wait; 0 to 3,650 days.</param>
    /// <param name="message">What was wrong.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    /// <exception cref="DurableException"><paramref name="delay"/> is negative or above 3,650 days (<see cref="DurableErrorCodes.DurationOutOfRange"/>).</exception>
    public RetryAfterException(TimeSpan delay, string message = "The callee asked to try again later.", Exception? innerException = null)
        : base(message, innerException)
    {
        InputCheck.Duration(delay, nameof(delay));
        Delay = delay;
    }

    /// <summary>How long to wait before the next attempt.</summary>
    public TimeSpan Delay { get; }
}
