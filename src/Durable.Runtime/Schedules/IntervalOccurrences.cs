namespace Durable.Schedules;

/// <summary>An even rhythm.</summary>
/// <param name="interval">In milliseconds, above zero.</param>
internal sealed class IntervalOccurrences(long interval) : IOccurrences
{
    public long? Next(long after, long anchor) => after < anchor ? anchor + interval : anchor + ((((after - anchor) / interval) + 1) * interval);

    public List<long> Between(long after, long upTo, long anchor, int max)
    {
        var times = new List<long>();
        var first = Next(after, anchor)!.Value;
        if (first > upTo)
        {
            return times;
        }

        var count = ((upTo - first) / interval) + 1;
        for (var i = Math.Max(0, count - max); i < count; i++)
        {
            times.Add(first + (i * interval));
        }

        return times;
    }
}
