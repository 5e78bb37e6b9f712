using Durable.Tests.Harness;

namespace Durable.Tests.Timers;

[Proves("B-WAIT-1")]
public sealed class SleepTests
{
    [Fact]
    public async Task Sleep_ProcessKilledMidway_WakesAtTheRecordedTime()
    {
        Script Code() => new()
        {
            Body = static async (ctx, w, input) =>
            {
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return await w.AlphaAsync(input);
            },
        };
        await using var engine = await Engine.StartAsync(Code());
        var start = engine.Time.GetUtcNow();
        await engine.StartRunAsync("x");
        await engine.UntilAsleepAsync();

        engine.Time.Advance(TimeSpan.FromMinutes(50));
        var next = Code();
        await engine.CrashAsync(next);
        Assert.Equal(start.AddHours(1), (await engine.UntilAsleepAsync()).WakeAt);
        engine.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(next.Calls);
        engine.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("x", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact, Proves("B-FLOW-3")]
    public async Task Sleep_WhileAStepRuns_EndsInTime()
    {
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                var step = w.StoppableAsync(input);
                var sleep = ctx.SleepAsync(TimeSpan.FromMinutes(1));
                return await Task.WhenAny(step, sleep) == sleep ? "the sleep was first" : "the step was first";
            },
            Step = static async (argument, step) =>
            {
                await Task.Delay(Timeout.Infinite, step.CancellationToken);
                return argument;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();
        await engine.UntilAsync(info => info.JournalLength == 2);

        engine.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("the sleep was first", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["start", "sleep sleep", "wake sleep", "return", "stepError Stoppable", "end"], await engine.JournalAsync());
    }

    [Fact]
    public async Task Sleep_DueWhileNoProcessRuns_WakesAtOnceAtTheNextStart()
    {
        var script = new Script
        {
            Body = static async (ctx, _, _) =>
            {
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return "woke";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await engine.KillAsync();
        engine.Time.Advance(TimeSpan.FromDays(1));
        await engine.LiveAsync(script);

        Assert.Equal("woke", await engine.Run.ResultAsync(engine.Patience));
    }

    [Theory]
    [InlineData(-3_600_000, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(86_400_000, 86_400_000)]
    public async Task SleepUntil_PastNowNearFar_FixesTheTime(long offset, long expected)
    {
        var script = new Script
        {
            Body = async (ctx, _, _) =>
            {
                await ctx.SleepUntilAsync(ctx.Now().AddMilliseconds(offset));
                return $"{(long)(ctx.Now() - ctx.StartedAt).TotalMilliseconds}";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();
        if (expected > 0)
        {
            await engine.WakeAsync();
        }

        Assert.Equal($"{expected}", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Sleep_TenYears_IsTaken()
    {
        var script = new Script
        {
            Body = static async (ctx, _, _) =>
            {
                await ctx.SleepAsync(TimeSpan.FromDays(3650));
                return "";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();

        Assert.Equal(engine.Time.GetUtcNow().AddDays(3650), (await engine.UntilAsleepAsync()).WakeAt);
    }

    [Fact]
    public async Task Sleep_FractionOfAMillisecond_IsRoundedUp()
    {
        var script = new Script
        {
            Body = static async (ctx, _, _) =>
            {
                await ctx.SleepAsync(TimeSpan.FromTicks(1));
                return $"{(ctx.Now() - ctx.StartedAt).TotalMilliseconds}";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();
        await engine.WakeAsync();

        Assert.Equal("1", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Sleep_OutOfRange_ThrowsInTheBodyAndRecordsNothing()
    {
        var script = new Script
        {
            Body = static async (ctx, _, _) =>
            {
                Assert.Equal(DurableErrorCodes.DurationOutOfRange, Assert.Throws<DurableException>(() => { _ = ctx.SleepAsync(TimeSpan.FromTicks(-1)); }).Code);
                Assert.Equal(DurableErrorCodes.DurationOutOfRange, Assert.Throws<DurableException>(() => { _ = ctx.SleepAsync(TimeSpan.FromDays(3650) + TimeSpan.FromTicks(1)); }).Code);
                Assert.Equal(DurableErrorCodes.DurationOutOfRange, Assert.Throws<DurableException>(() => { _ = ctx.SleepUntilAsync(ctx.Now().AddDays(3651)); }).Code);
                Assert.Equal(DurableErrorCodes.DurationOutOfRange, Assert.Throws<DurableException>(() => { _ = ctx.WaitForSignalAsync(ScriptedWorkflow.Go, TimeSpan.FromDays(3651)); }).Code);
                await Task.CompletedTask;
                return "ok";
            },
        };
        await using var engine = await Engine.StartAsync(script);

        Assert.Equal("ok", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
        Assert.Equal(["start", "end"], await engine.JournalAsync());
    }

    [Fact]
    public async Task Sleep_CodeComputesAnotherTimeLater_RecordedTimeCounts()
    {
        var delay = TimeSpan.FromHours(1);
        var script = new Script
        {
            Body = async (ctx, _, _) =>
            {
                await ctx.SleepAsync(delay);
                return $"{(ctx.Now() - ctx.StartedAt).TotalHours}";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        delay = TimeSpan.FromHours(9);
        engine.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("1", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Sleep_InMemory_WakesWithoutLeaving()
    {
        var script = new Script
        {
            Body = static async (ctx, _, _) =>
            {
                await ctx.SleepAsync(TimeSpan.FromMinutes(1));
                return "woke";
            },
        };
        await using var engine = await Engine.StartAsync(script, static durable => durable.ConfigureWorker(o => o.IdleEviction = TimeSpan.FromMinutes(30)));
        await engine.StartRunAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("sleep sleep"));
        await engine.Time.WhenTimerSetAsync(engine.Time.GetUtcNow().AddMinutes(1)).WaitAsync(Pulse.Patience);
        engine.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("woke", await engine.Run.ResultAsync(engine.Patience));
        Assert.Single(script.Traces);
    }
}
