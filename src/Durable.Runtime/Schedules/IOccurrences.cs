namespace Durable.Schedules;

/// <summary>The times of a schedule: UTC, in milliseconds since 1970.</summary>
internal interface IOccurrences
{
    /// <inheritdoc cref="ScheduleSpec.Next"/>
    long? Next(long after, long anchor);

    /// <inheritdoc cref="ScheduleSpec.Between"/>
    List<long> Between(long after, long upTo, long anchor, int max);
}
