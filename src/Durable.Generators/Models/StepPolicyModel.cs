namespace Durable.Generators.Models;

/// <summary>Retries and time-out of a step; null stands for the runtime's default.</summary>
/// <param name="NonRetryable">Types that end the step without another attempt.</param>
internal sealed record StepPolicyModel(
    int? MaxAttempts,
    TimeSpan? RetryDelay,
    string? Backoff,
    TimeSpan? MaxRetryDelay,
    TimeSpan? RetryFor,
    bool? Jitter,
    TimeSpan? Timeout,
    EquatableArray<string> NonRetryable,
    TimeSpan? HeartbeatTimeout,
    int? MaxConcurrency);
