namespace Durable;

/// <summary>How a run is started. Every member is optional.</summary>
public sealed record StartOptions
{
    /// <summary>
    /// The run's id: 1 to 200 printable characters, no control characters. Starting the same id again returns the existing run.
    /// Default: a new time-ordered id with 80 random bits.
    /// </summary>
    public string? RunId { get; init; }

    /// <summary>Names and values to find the run by: at most 100, names of 1 to 100 characters, values of at most 1,000.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Runs of a higher priority are claimed first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>The run is not claimed before this time, at most 3,650 days ahead; one that has passed means at once; exclusive with <see cref="Delay"/>.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>The run is not claimed before this much time has passed, 0 to 3,650 days; exclusive with <see cref="StartAt"/>.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>
    /// How long the run may take, from its start (or its <see cref="StartAt"/>) to the end of its body, over restarts and generations: more than 0, at most 3,650 days; null (the default) for
    /// no limit. A run that takes longer is stopped and undone like a cancelled one, and ends as <see cref="RunStatus.TimedOut"/>. While a run is paused its time-out does not strike.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The queue to wait in; default: the workflow's own.</summary>
    public string? Queue { get; init; }

    /// <summary>
    /// Whose run it is: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>; as if started through <see cref="DurableClient.ForTenant"/>. Default: the client's own.
    /// </summary>
    public string? Tenant { get; init; }

    /// <summary>On whose behalf the run works, and what it may do: recorded, and seen by the body, its steps and its children. Default null: nobody.</summary>
    public Principal? Principal { get; init; }

    /// <summary>What happens when the id is taken. Default <see cref="IdConflict.ReturnExisting"/>.</summary>
    public IdConflict IdConflict { get; init; } = IdConflict.ReturnExisting;
}
