namespace Durable.Schedules;

/// <summary>The times of a stored schedule that this machine cannot tell, for want of the time zone. Nobody asks for them who has looked at <see cref="ScheduleSpec.Problem"/>.</summary>
/// <param name="why">What is missing.</param>
internal sealed class UnknownOccurrences(DurableException why) : IOccurrences
{
    public long? Next(long after, long anchor) => throw why;

    public List<long> Between(long after, long upTo, long anchor, int max) => throw why;
}
