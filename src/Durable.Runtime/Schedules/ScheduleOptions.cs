namespace Durable;

/// <summary>How a schedule behaves, and how its runs are started. Every member is optional.</summary>
public sealed record ScheduleOptions
{
    /// <summary>What happens when a time comes while the run before is still going on. Default <see cref="ScheduleOverlap.Skip"/>.</summary>
    public ScheduleOverlap Overlap { get; init; } = ScheduleOverlap.Skip;

    /// <summary>What happens to times that passed while no worker was there. Default <see cref="ScheduleCatchUp.Last"/>.</summary>
    public ScheduleCatchUp CatchUp { get; init; } = ScheduleCatchUp.Last;

    /// <summary>Creates the schedule paused: nothing starts before it is resumed. Default false. Only for creating.</summary>
    public bool Paused { get; init; }

    /// <summary>Names and values to find the runs by: at most 100, names of 1 to 100 characters, values of at most 1,000.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The runs' priority. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>
    /// The queue the runs wait in; default: the workflow's own. The schedule itself waits there too, for as long as it lives: an update cannot name another one, and null leaves it then.
    /// </summary>
    public string? Queue { get; init; }

    /// <summary>How long each run may take, as <see cref="StartOptions.Timeout"/>, from when it is started: more than 0, at most 3,650 days; null (the default) for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>On whose behalf the runs work, as <see cref="StartOptions.Principal"/>; each may spend its whole limit. Default null: nobody.</summary>
    public Principal? Principal { get; init; }
}
