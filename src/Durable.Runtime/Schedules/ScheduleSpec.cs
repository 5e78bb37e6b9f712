using System.Globalization;
using Durable.Schedules;

namespace Durable;

/// <summary>When a schedule starts runs: at times of a calendar (<see cref="Cron"/>), or in an even rhythm (<see cref="Every(string)"/>).</summary>
public sealed record ScheduleSpec
{
    private readonly IOccurrences _occurrences;

    private ScheduleSpec(IOccurrences occurrences) => _occurrences = occurrences;

    /// <summary>The cron expression as it was given, or null.</summary>
    public string? CronExpression { get; private init; }

    /// <summary>The time zone whose clock the cron expression speaks of, or null.</summary>
    public string? TimeZone { get; private init; }

    /// <summary>The time from one run to the next, or null for a cron expression.</summary>
    public TimeSpan? Interval { get; private init; }

    /// <summary>Why this machine cannot tell the times of a stored schedule; null where it can.</summary>
    internal DurableException? Problem { get; private init; }

    /// <summary>At the times that a cron expression names.</summary>
    /// <remarks>
    /// Five fields: minute (0-59), hour (0-23), day of the month (1-31), month (1-12 or JAN-DEC), day of the week (0-7 or SUN-SAT; 0 and 7 are Sunday). Each is <c>*</c>,
    /// a value, a range <c>a-b</c>, any of these with a step <c>/n</c>, or a list of them. Where both days are restricted (do not begin with <c>*</c>), a day that fits either
    /// is taken; otherwise both must fit. <c>@hourly @daily @weekly @monthly @yearly</c> are the usual abbreviations. Times that a change of clocks skips are taken together, once, right after the gap; times that it repeats
    /// are taken once, the first time.
    /// </remarks>
    /// <param name="expression">The expression: <c>"0 9 * * 1-5"</c> is nine o'clock from Monday to Friday.</param>
    /// <param name="timeZone">An IANA or Windows time zone id, such as <c>Europe/Berlin</c>. Default <c>UTC</c>.</param>
    /// <exception cref="DurableException">
    /// The expression does not parse, or names a day that never comes (<see cref="DurableErrorCodes.CronInvalid"/>; the message says where), or this machine knows
    /// no such time zone (<see cref="DurableErrorCodes.TimeZoneUnknown"/>).
    /// </exception>
    public static ScheduleSpec Cron(string expression, string timeZone = "UTC")
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(timeZone);
        return new ScheduleSpec(new CronOccurrences(CronExpressionParser.Parse(expression), TimeZones.Find(timeZone)))
        {
            CronExpression = expression,
            TimeZone = timeZone,
        };
    }

    /// <summary>A cron expression as it was stored, by a machine that may know more time zones than this one: then it has a <see cref="Problem"/>, and no times.</summary>
    internal static ScheduleSpec Stored(string expression, string timeZone)
    {
        try
        {
            return Cron(expression, timeZone);
        }
        catch (DurableException exception)
        {
            return new ScheduleSpec(new UnknownOccurrences(exception)) { CronExpression = expression, TimeZone = timeZone, Problem = exception };
        }
    }

    /// <summary>In an even rhythm, first one interval after the schedule is created (or given this rhythm).</summary>
    /// <param name="interval">A whole number and a unit: <c>"30s" "5m" "2h" "1d"</c>; 10 milliseconds to 3,650 days.</param>
    /// <exception cref="DurableException">It is no such text (<see cref="DurableErrorCodes.IntervalInvalid"/>).</exception>
    public static ScheduleSpec Every(string interval)
    {
        ArgumentNullException.ThrowIfNull(interval);
        return Every(IntervalText.Parse(interval));
    }

    /// <summary>In an even rhythm, first one interval after the schedule is created (or given this rhythm).</summary>
    /// <param name="interval">10 milliseconds to 3,650 days, in whole milliseconds.</param>
    /// <exception cref="DurableException">It is out of range (<see cref="DurableErrorCodes.IntervalInvalid"/>).</exception>
    public static ScheduleSpec Every(TimeSpan interval)
    {
        IntervalText.Check(interval);
        return new ScheduleSpec(new IntervalOccurrences((long)interval.TotalMilliseconds)) { Interval = interval };
    }

    /// <summary>The expression with its time zone, or the interval.</summary>
    public override string ToString() =>
        Interval is { } interval ? string.Create(CultureInfo.InvariantCulture, $"every {interval:c}") : $"{CronExpression} ({TimeZone})";

    /// <summary>Whether both name the same times in the same words.</summary>
    /// <param name="other">Another one.</param>
    public bool Equals(ScheduleSpec? other) =>
        other is not null && CronExpression == other.CronExpression && TimeZone == other.TimeZone && Interval == other.Interval;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(CronExpression, TimeZone, Interval);

    /// <summary>The first time after <paramref name="after"/>; null when none comes any more. All times here are UTC, in milliseconds since 1970.</summary>
    /// <param name="after">Where to look from.</param>
    /// <param name="anchor">What a rhythm counts from.</param>
    internal long? Next(long after, long anchor) => _occurrences.Next(after, anchor);

    /// <summary>The latest times, at most <paramref name="max"/>, after <paramref name="after"/> and up to and with <paramref name="upTo"/>, oldest first.</summary>
    internal List<long> Between(long after, long upTo, long anchor, int max) => _occurrences.Between(after, upTo, anchor, max);
}
