using Durable.Schedules;
using Durable.Tests.Harness;

namespace Durable.Tests.Schedules;

/// <summary>What a schedule decides, where that takes too long to live through.</summary>
[Proves("B-RUN-7")]
public sealed class ScheduleStateTests
{
    private const long Second = 1000;
    private const long Year = 365L * 24 * 60 * 60 * Second;

    [Theory]
    [InlineData("* * * * *")]
    [InlineData(null)]
    public void Collect_AYearMissed_KeepsTheLatestThousand(string? cron)
    {
        var spec = cron is null ? ScheduleSpec.Every("1m") : ScheduleSpec.Cron(cron);
        var state = New(spec, ScheduleOverlap.Parallel, ScheduleCatchUp.All).Collect(Year).Decide(Year);

        Assert.Equal(ScheduleState.MostKept, state.Due.Count);
        Assert.Equal(Year, state.Due[^1]);
        Assert.Equal(60 * Second, state.Due[1] - state.Due[0]);
        Assert.Equal(Year + (60 * Second), state.Next);
        Assert.Empty(state.Queued);
    }

    [Fact]
    public void Collect_MoreThanAThousandQueued_LeavesOutTheOldest()
    {
        var state = New(ScheduleSpec.Every("1s"), ScheduleOverlap.Queue, ScheduleCatchUp.None)
            .Collect(900 * Second, openUntil: 900 * Second)
            .Collect(1500 * Second, openUntil: 1500 * Second);

        Assert.Equal((1000, 500), (state.Queued.Count, state.Skipped));
        Assert.Equal(501 * Second, state.Queued[0]);
    }

    [Fact]
    public void Collect_EndedBetweenTwoTimes_OverlapsTheFirstOnly()
    {
        var state = New(ScheduleSpec.Every("1h"), ScheduleOverlap.Skip, ScheduleCatchUp.Last).Collect(2 * 3600 * Second, openUntil: 5000 * Second).Decide(2 * 3600 * Second);

        Assert.Equal(1, state.Skipped);
        Assert.Equal([2 * 3600 * Second], state.Due);
    }

    [Fact]
    public void Obey_CommandFromAClockThatIsAhead_CountsFromNow()
    {
        var state = New(ScheduleSpec.Every("1h"), ScheduleOverlap.Skip, ScheduleCatchUp.Last)
            .Obey(new ScheduleCommand(ScheduleCommandKind.Pause, At: Year), now: 10 * Second);

        Assert.Equal((true, 10 * Second), (state.IsPaused, state.Cursor));
    }

    [Theory]
    [InlineData(31, 1, 0)]
    [InlineData(4 * 3600, 0, 1)]
    public void Obey_CommandReadLate_JudgesWhatWasMissedByWhenItIsRead(int readAfter, int kept, int skipped)
    {
        const long Time = 3600 * Second;
        var state = New(ScheduleSpec.Every("1h"), ScheduleOverlap.Skip, ScheduleCatchUp.None)
            .Obey(new ScheduleCommand(ScheduleCommandKind.Pause, At: Time + (30 * Second)), now: Time + (readAfter * Second));

        Assert.Equal((kept, skipped, Time + (30 * Second), true), (state.Queued.Count, state.Skipped, state.Cursor, state.IsPaused));
    }

    private static ScheduleState New(ScheduleSpec spec, ScheduleOverlap overlap, ScheduleCatchUp catchUp) => ScheduleState.New(
        "id", new ScheduleDefinition { Workflow = "w", Queue = "default", Overlap = overlap, CatchUp = catchUp }.With(spec), isPaused: false, now: 0);
}
