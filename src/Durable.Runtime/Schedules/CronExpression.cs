namespace Durable.Schedules;

/// <summary>A parsed cron expression: which minutes of which days it names, on a clock without zone.</summary>
/// <param name="Minutes">A bit for each minute of an hour.</param>
/// <param name="Hours">A bit for each hour of a day.</param>
/// <param name="Days">A bit for each day of a month, from bit 1.</param>
/// <param name="Months">A bit for each month, from bit 1.</param>
/// <param name="Weekdays">A bit for each day of the week, Sunday first.</param>
/// <param name="EitherDay">Both days are restricted: one that fits either is taken.</param>
internal sealed record CronExpression(ulong Minutes, ulong Hours, ulong Days, ulong Months, ulong Weekdays, bool EitherDay)
{
    // The longest wait for a day that does come: 29 February on one day of the week, over a century year without leap day.
    private const int LongestWaitYears = 40;

    /// <summary>The first minute it names, at or after a time; null when it names none.</summary>
    public DateTime? FirstFrom(DateTime time)
    {
        var lastYear = Math.Min(time.Year + LongestWaitYears, DateTime.MaxValue.Year - 1);
        var minuteOfDay = (time.Hour * 60) + time.Minute;
        for (var day = time.Date; day.Year <= lastYear;)
        {
            if (!Has(Months, day.Month))
            {
                day = new DateTime(day.Year, day.Month, 1).AddMonths(1);
            }
            else if (FitsDay(day) && FirstMinute(minuteOfDay) is { } minute)
            {
                return day.AddMinutes(minute);
            }
            else
            {
                day = day.AddDays(1);
            }

            minuteOfDay = 0;
        }

        return null;
    }

    private bool FitsDay(DateTime day)
    {
        var (fitsDay, fitsWeekday) = (Has(Days, day.Day), Has(Weekdays, (int)day.DayOfWeek));
        return EitherDay ? fitsDay || fitsWeekday : fitsDay && fitsWeekday;
    }

    private int? FirstMinute(int from)
    {
        var minute = from % 60;
        for (var hour = from / 60; hour < 24; hour++)
        {
            if (Has(Hours, hour) && (Minutes >> minute) is not 0 and var rest)
            {
                return (hour * 60) + minute + System.Numerics.BitOperations.TrailingZeroCount(rest);
            }

            minute = 0;
        }

        return null;
    }

    private static bool Has(ulong bits, int value) => (bits >> value & 1) != 0;
}
