namespace Durable.Schedules;

/// <summary>The times that a cron expression names on the clock of a time zone.</summary>
/// <remarks>
/// Every minute that the clock shows is some instant: one that it shows twice, the first of the two; one that it skips, the end of the gap. So the order
/// of minutes is the order of instants, and the next time is that of the first minute whose instant lies after.
/// </remarks>
internal sealed class CronOccurrences(CronExpression expression, TimeZoneInfo zone) : IOccurrences
{
    private const long MillisecondsPerMinute = 60_000;

    public long? Next(long after, long anchor)
    {
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(after), zone).DateTime;
        var minute = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0);
        while (expression.FirstFrom(minute) is { } candidate)
        {
            var instant = InstantOf(candidate);
            if (instant > after)
            {
                return instant;
            }

            minute = candidate.AddMinutes(1);
        }

        return null;
    }

    public List<long> Between(long after, long upTo, long anchor, int max)
    {
        // Backwards in windows that double: years may have passed, and only the latest times are wanted.
        for (var window = max * MillisecondsPerMinute; ; window *= 2)
        {
            var from = Math.Max(after, upTo - window);
            var times = new List<long>();
            for (var next = Next(from, anchor); next <= upTo; next = Next(next.Value, anchor))
            {
                times.Add(next.Value);
            }

            if (times.Count >= max || from == after)
            {
                times.RemoveRange(0, Math.Max(0, times.Count - max));
                return times;
            }
        }
    }

    private long InstantOf(DateTime local)
    {
        while (true)
        {
            // The greater offset comes first.
            var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
            var instant = new DateTimeOffset(local, offset);

            // Asked this way round because TimeZoneInfo.IsInvalidTime knows nothing of days that a zone left out when it changed sides.
            if (TimeZoneInfo.ConvertTime(instant, zone).DateTime == local)
            {
                return instant.ToUnixTimeMilliseconds();
            }

            local = local.AddMinutes(1);
        }
    }
}
