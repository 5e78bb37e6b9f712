namespace Durable.Schedules;

/// <summary>What may stand in one field of a cron expression.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Min">The smallest value.</param>
/// <param name="Max">The largest value.</param>
/// <param name="Names">Names of values, the first one of <paramref name="Min"/>; empty for none.</param>
internal sealed record CronField(string Name, int Min, int Max, string[] Names)
{
    public static readonly CronField[] All =
    [
        new("minute", 0, 59, []),
        new("hour", 0, 23, []),
        new("day of the month", 1, 31, []),
        new("month", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
        new("day of the week", 0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]),
    ];

    /// <summary>The last value that <c>*</c> stands for; Sunday is not meant twice.</summary>
    public int Last => Names.Length == 0 ? Max : Min + Names.Length - 1;

    /// <summary>The range in words.</summary>
    public string Range => Names.Length == 0 ? $"{Min} to {Max}" : $"{Min} to {Max} or {Names[0]} to {Names[^1]}";
}
