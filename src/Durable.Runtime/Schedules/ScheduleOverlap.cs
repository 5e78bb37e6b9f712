namespace Durable;

/// <summary>What happens when a schedule's time comes while the run it started before is still going on.</summary>
public enum ScheduleOverlap
{
    /// <summary>That time is left out.</summary>
    Skip,

    /// <summary>Its run is started when the one before has ended; at most 1,000 times are kept, the oldest are left out first.</summary>
    Queue,

    /// <summary>Its run is started beside the others.</summary>
    Parallel,
}
