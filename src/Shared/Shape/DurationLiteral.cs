using System.Globalization;

namespace Durable.Shared.Shape;

/// <summary>Reads duration literals: a whole number and a unit, <c>"250ms" "30s" "5m" "2h" "1d"</c>.</summary>
internal static class DurationLiteral
{
    /// <summary>The longest duration anything in the library takes.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromDays(3650);

#pragma warning disable CA1846 // also compiled for compilers whose framework parses no spans
    public static bool TryParse(string? text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (text is null)
        {
            return false;
        }

        var digits = CountDigits(text);
        if (digits == 0 || !TryReadUnit(text.Substring(digits), out var unit))
        {
            return false;
        }

        // Fifteen digits fit a long with room to spare; anything longer is far beyond the longest duration.
        if (digits > 15
            || !long.TryParse(text.Substring(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count > Max.Ticks / unit)
        {
            return false;
        }

        value = TimeSpan.FromTicks(count * unit);
        return true;
    }
#pragma warning restore CA1846

    private static int CountDigits(string text)
    {
        var count = 0;
        while (count < text.Length && text[count] is >= '0' and <= '9')
        {
            count++;
        }

        return count;
    }

    private static bool TryReadUnit(string text, out long ticks)
    {
        ticks = text switch
        {
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            "d" => TimeSpan.TicksPerDay,
            _ => 0,
        };
        return ticks != 0;
    }
}
