using System.Globalization;

namespace Durable.Schedules;

/// <summary>Reads a rhythm: a whole number and a unit.</summary>
internal static class IntervalText
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(3650);

    public static TimeSpan Parse(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        var unit = digits <= 0 ? 0 : text[digits..] switch
        {
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            "d" => TimeSpan.TicksPerDay,
            _ => 0,
        };
        return unit != 0
            && long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count <= s_longest.Ticks / unit
                ? TimeSpan.FromTicks(count * unit)
                : throw Invalid($"'{text}' is no interval.");
    }

    /// <exception cref="DurableException">It is out of range (<see cref="DurableErrorCodes.IntervalInvalid"/>).</exception>
    public static void Check(TimeSpan interval)
    {
        if (interval < s_shortest || interval > s_longest || interval.Ticks % TimeSpan.TicksPerMillisecond != 0)
        {
            throw Invalid($"An interval of {interval} is not possible.");
        }
    }

    private static DurableException Invalid(string message) => new(
        DurableErrorCodes.IntervalInvalid,
        message,
        "Use a whole number and one of the units ms, s, m, h and d, such as \"5m\"; 10 milliseconds to 3,650 days.");
}
