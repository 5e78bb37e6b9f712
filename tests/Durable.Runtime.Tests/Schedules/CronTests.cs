using System.Globalization;
using Durable.Schedules;
using Durable.Tests.Harness;

namespace Durable.Tests.Schedules;

/// <summary>When a cron expression's times come.</summary>
[Proves("B-RUN-7")]
public sealed class CronTests
{
    [Theory]
    [InlineData("0 9 * * 1-5", "2025-03-07T09:00", "2025-03-10T09:00", "2025-03-11T09:00")]
    [InlineData("*/15 * * * *", "2025-03-07T09:00", "2025-03-07T09:15", "2025-03-07T09:30")]
    [InlineData("5/20 8-9 * * *", "2025-03-07T09:30", "2025-03-07T09:45", "2025-03-08T08:05")]
    [InlineData("0 0 1,15 * *", "2025-03-01T00:00", "2025-03-15T00:00", "2025-04-01T00:00")]
    [InlineData("0 0 13 * FRI", "2025-06-01T00:00", "2025-06-06T00:00", "2025-06-13T00:00")]
    [InlineData("0 0 */2 * 1", "2025-06-01T00:00", "2025-06-09T00:00", "2025-06-23T00:00")]
    [InlineData("0 0 29 2 *", "2025-01-01T00:00", "2028-02-29T00:00", "2032-02-29T00:00")]
    [InlineData("0 0 31 * *", "2025-03-31T00:00", "2025-05-31T00:00", "2025-07-31T00:00")]
    [InlineData("30 6 * JAN,jul mon-WED", "2025-01-29T06:30", "2025-07-01T06:30", "2025-07-02T06:30")]
    [InlineData("0 0 * * 7", "2025-03-01T00:00", "2025-03-02T00:00", "2025-03-09T00:00")]
    [InlineData("0 0 * * 5-7", "2025-03-01T12:00", "2025-03-02T00:00", "2025-03-07T00:00")]
    [InlineData("@weekly", "2025-03-01T00:00", "2025-03-02T00:00", "2025-03-09T00:00")]
    [InlineData("  0   12  *  *  * ", "2025-03-01T12:00", "2025-03-02T12:00", "2025-03-03T12:00")]
    public void Next_Expression_ComesWhenItShould(string expression, string after, string first, string second)
    {
        var spec = ScheduleSpec.Cron(expression);

        Assert.Equal([first, second], Times(spec, Utc(after), 2));
    }

    [Theory]
    [InlineData("", 1, "minute", "it is empty")]
    [InlineData("0 9 * *", 8, "day of the week", "missing")]
    [InlineData("0 9 * * * *", 11, "day of the week", "more after the fifth field")]
    [InlineData("60 9 * * *", 1, "minute", "60 is out of range; it goes from 0 to 59")]
    [InlineData("0 24 * * *", 3, "hour", "24 is out of range")]
    [InlineData("0 9 0 * *", 5, "day of the month", "0 is out of range")]
    [InlineData("0 9 * FOO *", 7, "month", "'FOO' is no value; it goes from 1 to 12 or JAN to DEC")]
    [InlineData("0 9 * * 8", 9, "day of the week", "8 is out of range")]
    [InlineData("0 9 * * FRI-MON", 9, "day of the week", "the range ends before it begins")]
    [InlineData("0 9 * * 1-", 11, "day of the week", "a value is missing")]
    [InlineData("*/0 9 * * *", 3, "minute", "a step of 0 is not possible")]
    [InlineData("0,,5 9 * * *", 3, "minute", "',' is not expected here")]
    [InlineData("0 9 L * *", 5, "day of the month", "'L' is no value")]
    [InlineData("0 9-17x * * *", 7, "hour", "'x' is not expected here")]
    [InlineData("99999999999 9 * * *", 1, "minute", "out of range")]
    [InlineData("0 0 30 2 *", 1, "day of the week", "would never come")]
    public void Cron_BadText_SaysWhereAndWhy(string expression, int position, string field, string why)
    {
        var refused = Assert.Throws<DurableException>(() => ScheduleSpec.Cron(expression));

        Assert.Equal(DurableErrorCodes.CronInvalid, refused.Code);
        Assert.Contains($"at character {position}, in the field '{field}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cron_UnknownTimeZone_IsRefused() => Assert.Equal(
        DurableErrorCodes.TimeZoneUnknown, Assert.Throws<DurableException>(() => ScheduleSpec.Cron("0 9 * * *", "Europe/Atlantis")).Code);

    // 30 March 2025: Berlin's clocks go from 02:00 to 03:00, which is 01:00 UTC.
    [Theory]
    [InlineData("30 2 * * *", "2025-03-29T01:30", "2025-03-30T01:00", "2025-03-31T00:30")]
    [InlineData("*/20 2 * * *", "2025-03-29T01:40", "2025-03-30T01:00", "2025-03-31T00:00")]
    [InlineData("*/30 * * * *", "2025-03-30T00:30", "2025-03-30T01:00", "2025-03-30T01:30")]
    [InlineData("0 3 * * *", "2025-03-29T02:00", "2025-03-30T01:00", "2025-03-31T01:00")]
    public void Next_SkippedTimes_ComeOnceRightAfterTheGap(string expression, string after, string first, string second) =>
        Assert.Equal([first, second], Times(ScheduleSpec.Cron(expression, "Europe/Berlin"), Utc(after), 2));

    // 26 October 2025: Berlin's clocks go from 03:00 back to 02:00, which is 01:00 UTC.
    [Theory]
    [InlineData("30 2 * * *", "2025-10-25T00:30", "2025-10-26T00:30", "2025-10-27T01:30")]
    [InlineData("*/30 * * * *", "2025-10-26T00:00", "2025-10-26T00:30", "2025-10-26T02:00")]
    [InlineData("30 2 * * *", "2025-10-26T01:15", "2025-10-27T01:30", "2025-10-28T01:30")]
    public void Next_RepeatedTimes_ComeOnceTheFirstTime(string expression, string after, string first, string second) =>
        Assert.Equal([first, second], Times(ScheduleSpec.Cron(expression, "Europe/Berlin"), Utc(after), 2));

    // Samoa had no 30 December 2011 at all.
    [Fact]
    public void Next_AWholeDaySkipped_ComesOnceRightAfterIt() =>
        Assert.Equal(["2011-12-29T22:00", "2011-12-30T10:00", "2011-12-30T22:00"], Times(ScheduleSpec.Cron("0 12 * * *", "Pacific/Apia"), Utc("2011-12-29T00:00"), 3));

    /// <summary>Against the definition itself: minute after minute of the clock, each looked at by its fields.</summary>
    [Fact]
    public void Next_RandomExpressions_AgreeWithALookAtEveryMinute()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("DURABLE_TEST_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        var random = new Random(seed);
        string[] zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"];
        for (var round = 0; round < 60; round++)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(zones[random.Next(zones.Length)]);
            var fields = Enumerable.Range(0, 5).Select(field => RandomField(random, field)).ToArray();
            var expression = string.Join(' ', fields.Select(field => field.Text));
            var from = new DateTimeOffset(2025, random.Next(2) == 0 ? 3 : 10, 24, 0, 0, 0, TimeSpan.Zero);
            var expected = EveryMinute(fields, zone, from, days: 14).Take(200).ToList();

            ScheduleSpec spec;
            try
            {
                spec = ScheduleSpec.Cron(expression, zone.Id);
            }
            catch (DurableException impossible) when (impossible.Message.Contains("would never come", StringComparison.Ordinal))
            {
                Assert.Empty(expected);
                continue;
            }

            var actual = new List<DateTimeOffset>();
            for (var next = spec.Next(from.ToUnixTimeMilliseconds(), 0); next is { } time && actual.Count < expected.Count; next = spec.Next(time, 0))
            {
                actual.Add(DateTimeOffset.FromUnixTimeMilliseconds(time));
            }

            Assert.True(expected.SequenceEqual(actual), $"seed {seed}, '{expression}' in {zone.Id}: {string.Join(", ", expected.Except(actual).Concat(actual.Except(expected)).Take(5).Select(time => time.ToString("u", CultureInfo.InvariantCulture)))}");
            var upTo = from.AddDays(14).ToUnixTimeMilliseconds();
            var latest = spec.Between(from.ToUnixTimeMilliseconds(), upTo, 0, 7).Select(DateTimeOffset.FromUnixTimeMilliseconds);
            Assert.Equal(EveryMinute(fields, zone, from, days: 15).Where(time => time.ToUnixTimeMilliseconds() <= upTo).TakeLast(7), latest);
        }
    }

    [Theory]
    [InlineData("5m", 300)]
    [InlineData("90s", 90)]
    [InlineData("2h", 7200)]
    [InlineData("1d", 86400)]
    public void Every_Text_IsThatLong(string text, int seconds)
    {
        var spec = ScheduleSpec.Every(text);

        Assert.Equal(TimeSpan.FromSeconds(seconds), spec.Interval);
        Assert.Equal(1000 + (seconds * 1000L), spec.Next(1000, anchor: 1000));
        Assert.Equal(1000 + (seconds * 3000L), spec.Next(1000 + (seconds * 2000L), anchor: 1000));
        Assert.Equal([1000 + (seconds * 4000L), 1000 + (seconds * 5000L)], spec.Between(1000, 1000 + (seconds * 5500L), anchor: 1000, max: 2));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("5 m")]
    [InlineData("0s")]
    [InlineData("9ms")]
    [InlineData("3651d")]
    [InlineData("99999999999999999999d")]
    public void Every_BadText_IsRefused(string text) =>
        Assert.Equal(DurableErrorCodes.IntervalInvalid, Assert.Throws<DurableException>(() => ScheduleSpec.Every(text)).Code);

    [Fact]
    public void Spec_SameWords_AreEqual()
    {
        Assert.Equal(ScheduleSpec.Cron("0 9 * * *", "Europe/Berlin"), ScheduleSpec.Cron("0 9 * * *", "Europe/Berlin"));
        Assert.NotEqual(ScheduleSpec.Cron("0 9 * * *"), ScheduleSpec.Cron("0 9 * * *", "Europe/Berlin"));
        Assert.NotEqual(ScheduleSpec.Every("60s"), ScheduleSpec.Every("61s"));
        Assert.Equal(ScheduleSpec.Every("60s"), ScheduleSpec.Every("1m"));
    }

    private static DateTimeOffset Utc(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static List<string> Times(ScheduleSpec spec, DateTimeOffset after, int count)
    {
        var times = new List<string>();
        for (var time = after.ToUnixTimeMilliseconds(); times.Count < count;)
        {
            time = spec.Next(time, 0)!.Value;
            times.Add(DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        }

        return times;
    }

    private static (string Text, HashSet<int> Values, bool IsStar) RandomField(Random random, int index)
    {
        var field = CronField.All[index];
        if (random.Next(index < 2 ? 4 : 2) == 0)
        {
            return ("*", [.. Enumerable.Range(field.Min, field.Last - field.Min + 1)], true);
        }

        var items = new List<string>();
        var values = new HashSet<int>();
        for (var i = random.Next(3); i >= 0; i--)
        {
            var first = random.Next(field.Min, field.Last + 1);
            var last = random.Next(first, field.Last + 1);
            var step = random.Next(1, 4);
            items.Add(random.Next(2) == 0 ? $"{first}" : $"{first}-{last}/{step}");
            values.UnionWith(items[^1].Contains('-', StringComparison.Ordinal)
                ? Enumerable.Range(first, last - first + 1).Where(value => (value - first) % step == 0)
                : [first]);
        }

        return (string.Join(',', items), values, false);
    }

    private static IEnumerable<DateTimeOffset> EveryMinute((string Text, HashSet<int> Values, bool IsStar)[] fields, TimeZoneInfo zone, DateTimeOffset after, int days)
    {
        var taken = new HashSet<DateTimeOffset>();
        var local = TimeZoneInfo.ConvertTime(after, zone).DateTime;
        for (var minute = 0; minute < days * 24 * 60; minute++, local = local.AddMinutes(1))
        {
            var (day, weekday) = (fields[2].Values.Contains(local.Day), fields[4].Values.Contains((int)local.DayOfWeek));
            if (fields[0].Values.Contains(local.Minute)
                && fields[1].Values.Contains(local.Hour)
                && fields[3].Values.Contains(local.Month)
                && (fields[2].IsStar || fields[4].IsStar ? day && weekday : day || weekday))
            {
                var shown = local;
                while (zone.IsInvalidTime(shown))
                {
                    shown = shown.AddMinutes(1);
                }

                var offset = zone.IsAmbiguousTime(shown) ? zone.GetAmbiguousTimeOffsets(shown).Max() : zone.GetUtcOffset(shown);
                var instant = new DateTimeOffset(shown, offset).ToUniversalTime();
                if (instant > after && taken.Add(instant))
                {
                    yield return instant;
                }
            }
        }
    }
}
