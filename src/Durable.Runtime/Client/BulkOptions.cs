namespace Durable;

/// <summary>How something is done to many runs.</summary>
public sealed record BulkOptions
{
    /// <summary>16 runs.</summary>
    public const int DefaultMaxConcurrency = 16;

    internal const int LargestConcurrency = 1_000;

    /// <summary>Only says what would be done; nothing is changed. Default false.</summary>
    public bool DryRun { get; init; }

    /// <summary>At most so many runs, newest first; 1 or more, null (the default) for all that match.</summary>
    public int? Limit { get; init; }

    /// <summary>How many runs are dealt with at a time, 1 to 1,000. Default <see cref="DefaultMaxConcurrency"/>.</summary>
    public int MaxConcurrency { get; init; } = DefaultMaxConcurrency;

    /// <summary>For cancelling: recorded, and shown as each run's error text. Null for none.</summary>
    public string? Reason { get; init; }
}
