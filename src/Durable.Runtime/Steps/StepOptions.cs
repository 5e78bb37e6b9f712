namespace Durable;

/// <summary>How an inline step is retried and limited; the defaults are those of <see cref="StepAttribute"/>.</summary>
public sealed record StepOptions
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromTicks(1);

    /// <summary>Attempts before the step fails, the first one included; 0 means without limit. Default 3.</summary>
    public int MaxAttempts { get; init; } = StepPolicy.DefaultMaxAttempts;

    /// <summary>The delay before the second attempt; 0 to 3,650 days. Default one second.</summary>
    public TimeSpan RetryDelay { get; init; } = StepPolicy.Default.RetryDelay;

    /// <summary>How the delay grows. Default <see cref="Backoff.Exponential"/>.</summary>
    public Backoff Backoff { get; init; } = Backoff.Exponential;

    /// <summary>The longest delay between two attempts; 0 to 3,650 days. Default one minute.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = StepPolicy.Default.MaxRetryDelay;

    /// <summary>No new attempt starts later than this after the first one started; above zero, at most 3,650 days, or null (default) for no such limit.</summary>
    public TimeSpan? RetryFor { get; init; }

    /// <summary>Whether each delay is drawn uniformly from zero to the computed one. Default true.</summary>
    public bool Jitter { get; init; } = true;

    /// <summary>The longest one attempt may take; above zero, at most 3,650 days, or null (default) for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The longest time between two heartbeats of an attempt, counted from its start; above zero, at most 3,650 days, or null (default) for no limit.</summary>
    public TimeSpan? HeartbeatTimeout { get; init; }

    /// <summary>The most attempts of inline steps of this id at a time in one process, over all runs of the workflow, 1 or more; null (default) for no such limit.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>Exception types (and types derived from them) that end the step without another attempt.</summary>
    public IReadOnlyList<Type> NonRetryable { get; init; } = [];

    /// <exception cref="DurableException">A value is out of its range (<see cref="DurableErrorCodes.OptionInvalid"/>).</exception>
    internal StepPolicy ToPolicy()
    {
        Check(nameof(MaxAttempts), MaxAttempts, 0, int.MaxValue);
        Check(nameof(RetryDelay), RetryDelay, TimeSpan.Zero, InputCheck.LongestWait);
        Check(nameof(MaxRetryDelay), MaxRetryDelay, TimeSpan.Zero, InputCheck.LongestWait);
        Check(nameof(RetryFor), RetryFor ?? s_shortest, s_shortest, InputCheck.LongestWait);
        Check(nameof(Timeout), Timeout ?? s_shortest, s_shortest, InputCheck.LongestWait);
        Check(nameof(HeartbeatTimeout), HeartbeatTimeout ?? s_shortest, s_shortest, InputCheck.LongestWait);
        Check(nameof(MaxConcurrency), MaxConcurrency ?? 1, 1, int.MaxValue);
        return new StepPolicy
        {
            MaxAttempts = MaxAttempts,
            RetryDelay = RetryDelay,
            Backoff = Backoff,
            MaxRetryDelay = MaxRetryDelay,
            RetryFor = RetryFor,
            Jitter = Jitter,
            Timeout = Timeout,
            HeartbeatTimeout = HeartbeatTimeout,
            MaxConcurrency = MaxConcurrency,
            NonRetryable = NonRetryable,
        };
    }

    private static void Check<T>(string member, T value, T smallest, T largest)
        where T : IComparable<T> => OptionRange.Check(nameof(StepOptions), member, value, smallest, largest);
}
