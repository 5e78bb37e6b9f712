namespace Durable;

/// <summary>What a look at the worker found.</summary>
/// <param name="IsHealthy">Whether runs are worked on.</param>
/// <param name="Description">Why, or why not, in one sentence.</param>
public sealed record DurableHealthReport(bool IsHealthy, string Description)
{
    /// <summary>What the store failed with; null unless it did.</summary>
    public Exception? Failure { get; init; }

    /// <summary>How many runs are in memory.</summary>
    public int ActiveRuns { get; init; }

    /// <summary>The worker's id, as in <see cref="RunInfo.Worker"/>; null before the start and after the stop.</summary>
    public string? WorkerId { get; init; }
}
