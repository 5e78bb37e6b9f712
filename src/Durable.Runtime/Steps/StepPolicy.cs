namespace Durable;

/// <summary>When a step is tried again and for how long one attempt may run: the values of its <see cref="StepAttribute"/>, parsed.</summary>
public sealed record StepPolicy
{
    internal const int DefaultMaxAttempts = 3;

    /// <summary>The policy of a plain <c>[Step]</c>.</summary>
    public static StepPolicy Default { get; } = new();

    /// <summary>Attempts before the step fails, the first one included; 0 means without limit. Default 3.</summary>
    public int MaxAttempts { get; init; } = DefaultMaxAttempts;

    /// <summary>The delay before the second attempt. Default one second.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How the delay grows. Default <see cref="Backoff.Exponential"/>.</summary>
    public Backoff Backoff { get; init; } = Backoff.Exponential;

    /// <summary>The longest delay between two attempts. Default one minute.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>No new attempt starts later than this after the first one started; null for no such limit.</summary>
    public TimeSpan? RetryFor { get; init; }

    /// <summary>Whether each delay is drawn uniformly from zero to the computed one. Default true.</summary>
    public bool Jitter { get; init; } = true;

    /// <summary>The longest one attempt may take; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The longest time between two heartbeats of an attempt; null for no limit.</summary>
    public TimeSpan? HeartbeatTimeout { get; init; }

    /// <summary>The most attempts at a time in one process, over all runs; of a step with a key, for each key. Null for no such limit.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>Exception types that end the step without another attempt.</summary>
    public IReadOnlyList<Type> NonRetryable { get; init; } = [];
}
