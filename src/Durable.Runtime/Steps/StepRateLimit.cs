namespace Durable;

/// <summary>How often attempts of a step may start: the values of its <see cref="RateLimitAttribute"/>, parsed.</summary>
/// <param name="Limit">Permits that a full bucket holds, from 1.</param>
/// <param name="Per">The time in which an empty bucket is full again; above zero.</param>
/// <param name="OnLimit">What happens when there is no permit.</param>
public sealed record StepRateLimit(int Limit, TimeSpan Per, OnLimit OnLimit);
