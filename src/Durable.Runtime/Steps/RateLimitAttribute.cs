namespace Durable;

/// <summary>Lets the attempts of a step start only so often: a bucket of <see cref="Limit"/> permits for each key, refilled evenly over <see cref="Per"/>.</summary>
/// <remarks>
/// Each attempt takes a permit, a repeated one too; compensators take none. Steps with the same key, limit and period share one bucket, whatever
/// workflow they belong to; a store that several processes share may share it between them, otherwise each process counts for itself and begins with full
/// buckets. What goes wrong around the limit fails the attempt, which is retried by the step's policy.
/// </remarks>
/// <param name="key">
/// Names the bucket, and may name parameters of the step: <c>"tenant:{tenantId}"</c>. Such a parameter is text, an integer, a <see cref="Guid"/>, an enum or of a type
/// that declares its key (<see cref="StepKeyAttribute"/>). Braces that are meant as such are doubled.
/// </param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RateLimitAttribute(string key) : Attribute
{
    /// <summary>Names the bucket.</summary>
    public string Key { get; } = key;

    /// <summary>The most attempts that start at once, and how many permits come back over <see cref="Per"/>; 1 to 1,000,000. Must be given.</summary>
    public int Limit { get; set; }

    /// <summary>The time in which a used-up bucket is full again. Default <c>"1s"</c>.</summary>
    public string Per { get; set; } = "1s";

    /// <summary>What happens when there is no permit. Default <see cref="OnLimit.Wait"/>.</summary>
    public OnLimit OnLimit { get; set; } = OnLimit.Wait;
}
