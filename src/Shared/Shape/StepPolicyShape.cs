using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>The retry and time-out values of a <c>[Step]</c>, parsed, with the defaults of the attribute.</summary>
internal sealed record StepPolicyShape(
    int MaxAttempts,
    TimeSpan RetryDelay,
    BackoffKind Backoff,
    TimeSpan MaxRetryDelay,
    TimeSpan? RetryFor,
    bool Jitter,
    TimeSpan? Timeout,
    ImmutableArray<ITypeSymbol> NonRetryable,
    TimeSpan? HeartbeatTimeout,
    int MaxConcurrency)
{
    /// <summary>A plain <c>[Step]</c>; a test holds it against the runtime's <c>StepPolicy.Default</c>.</summary>
    public static StepPolicyShape Default { get; } = new(
        MaxAttempts: 3,
        RetryDelay: TimeSpan.FromSeconds(1),
        Backoff: BackoffKind.Exponential,
        MaxRetryDelay: TimeSpan.FromMinutes(1),
        RetryFor: null,
        Jitter: true,
        Timeout: null,
        NonRetryable: ImmutableArray<ITypeSymbol>.Empty,
        HeartbeatTimeout: null,
        MaxConcurrency: 0);
}
