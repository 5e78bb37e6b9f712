using System.Text.Json;
using Durable.Tests.Harness;

namespace Durable.Tests.Control;

/// <summary>A run that takes longer than its time-out is stopped and undone like a cancelled one, and says so.</summary>
[Proves("B-RUN-4")]
public sealed class TimeoutTests
{
    public static TheoryData<StoreKind> Stores => new(StoreKind.Memory, StoreKind.Files);

    [Theory, MemberData(nameof(Stores))]
    [Proves("B-COMP-5")]
    public async Task Timeout_RunThatWaits_IsUndoneAndEndsTimedOutAlsoAfterARestart(StoreKind store)
    {
        var script = Waiting();
        await using var engine = await Engine.StartAsync(script, kind: store);
        var started = engine.Time.GetUtcNow();
        await StartAsync(engine, new() { RunId = Engine.RunId, Timeout = TimeSpan.FromHours(2) });
        var asleep = await engine.UntilAsleepAsync();
        Assert.Equal((started.AddHours(2), started.AddHours(2)), (asleep.WakeAt, asleep.Deadline));
        await engine.RestartAsync(script);
        engine.Time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(RunStatus.Waiting, (await engine.Run.GetInfoAsync()).Status);

        engine.Time.Advance(TimeSpan.FromMilliseconds(1));

        var ended = await engine.UntilEndedAsync();
        Assert.Equal((RunStatus.TimedOut, ErrorInfo.TimedOut), (ended.Status, ended.Error!.Kind));
        Assert.Equal(["start", "step Do", "deadline", "error", "undo Do", "end"], await engine.JournalAsync());
        var failed = await Assert.ThrowsAsync<RunFailedException>(() => engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(RunStatus.TimedOut, failed.Status);
    }

    [Fact]
    public async Task Timeout_WhileAStepRuns_TheStepSeesItsToken()
    {
        var script = new Script
        {
            Body = static (_, w, input) => w.AlphaAsync(input),
            Step = static async (argument, step) =>
            {
                await Task.Delay(Timeout.Infinite, step.CancellationToken);
                return argument;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await StartAsync(engine, new() { RunId = Engine.RunId, Timeout = TimeSpan.FromMinutes(5) });
        await engine.UntilAsync(() => Task.FromResult(script.Calls.Count == 1));
        await engine.Time.WhenTimerSetAsync(engine.Time.GetUtcNow().AddMinutes(5)).WaitAsync(Pulse.Patience);

        engine.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(RunStatus.TimedOut, (await engine.UntilEndedAsync()).Status);
    }

    [Fact]
    public async Task Timeout_RunThatEndsInTime_IsNotTouched()
    {
        var script = Waiting();
        await using var engine = await Engine.StartAsync(script);
        await StartAsync(engine, new() { RunId = Engine.RunId, Timeout = TimeSpan.FromHours(2) });
        await engine.UntilAsleepAsync();
        engine.Time.Advance(TimeSpan.FromHours(1));
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "go");

        Assert.Equal("go", await engine.Run.ResultAsync(engine.Patience));
        engine.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(RunStatus.Completed, (await engine.Run.GetInfoAsync()).Status);
    }

    [Fact]
    public async Task Timeout_DelayedRun_CountsFromItsStart()
    {
        var script = Waiting();
        await using var engine = await Engine.StartAsync(script);
        await StartAsync(engine, new() { RunId = Engine.RunId, Delay = TimeSpan.FromHours(3), Timeout = TimeSpan.FromHours(2) });

        Assert.Equal(engine.Time.GetUtcNow().AddHours(5), (await engine.Run.GetInfoAsync()).Deadline);
        engine.Time.Advance(TimeSpan.FromHours(4));
        Assert.Equal(engine.Time.GetUtcNow().AddHours(1), (await engine.UntilAsleepAsync()).WakeAt);
    }

    [Fact]
    public async Task Timeout_StartThatHasPassed_CountsFromNow()
    {
        await using var engine = await Engine.StartAsync(Waiting());
        var now = engine.Time.GetUtcNow();

        await StartAsync(engine, new() { RunId = Engine.RunId, StartAt = now.AddHours(-3), Timeout = TimeSpan.FromHours(2) });

        Assert.Equal(now.AddHours(2), (await engine.Run.GetInfoAsync()).Deadline);
        await engine.UntilAsleepAsync();
    }

    [Fact]
    public async Task Timeout_NobodyRanItInTime_EndsWithoutRunningAStep()
    {
        var script = Waiting();
        await using var engine = await Engine.StartAsync(script);
        engine.Store.IsFrozen = true;
        await engine.Host.StopAsync();
        await engine.RestartAsync(script: null, durable => durable.AddWorkflow<Generations.TallyWorkflow>());
        var definition = ScriptedWorkflow.Definition;
        var start = new Durable.Journal.StartRecord
        {
            Workflow = definition.Name,
            Version = definition.Version,
            Fingerprint = definition.Fingerprint,
            Deadline = engine.Time.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds(),
            Input = JsonSerializer.SerializeToUtf8Bytes("in"),
        };
        start.Stamp(1, engine.Time.GetUtcNow().ToUnixTimeMilliseconds());
        await engine.Store.CreateAsync(new Durable.Storage.NewRun
        {
            RunId = Engine.RunId,
            Workflow = definition.Name,
            Version = definition.Version,
            Queue = definition.Queue,
            CreatedAt = engine.Time.GetUtcNow(),
            Start = Durable.Journal.RecordWriter.Write(start),
        });
        engine.Time.Advance(TimeSpan.FromHours(2));

        await engine.RestartAsync(script);

        Assert.Equal(RunStatus.TimedOut, (await engine.UntilEndedAsync()).Status);
        Assert.Empty(script.Calls);
    }

    [Fact]
    public async Task Timeout_PausedRun_StrikesAfterTheResume()
    {
        var script = Waiting();
        await using var engine = await Engine.StartAsync(script);
        await StartAsync(engine, new() { RunId = Engine.RunId, Timeout = TimeSpan.FromHours(2) });
        await engine.UntilAsleepAsync();
        await engine.Run.PauseAsync();
        await engine.UntilAsync(info => info is { Status: RunStatus.Paused, Worker: null });
        engine.Time.Advance(TimeSpan.FromHours(3));
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "late");
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("signal"));
        Assert.Equal(RunStatus.Paused, (await engine.UntilAsync(info => info.Worker is null)).Status);

        await engine.Run.ResumeAsync();

        await engine.UntilEndedAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(3651)]
    public async Task Timeout_OutOfRange_IsRefused(int days)
    {
        await using var engine = await Engine.StartAsync(Waiting());

        var refused = await Assert.ThrowsAsync<DurableException>(() => StartAsync(engine, new() { RunId = Engine.RunId, Timeout = TimeSpan.FromDays(days) }));

        Assert.Equal(DurableErrorCodes.OptionInvalid, refused.Code);
        Assert.Null(await engine.Client.GetAsync(Engine.RunId));
    }

    private static Script Waiting() => new()
    {
        Body = static async (ctx, w, input) =>
        {
            await w.DoAsync(input);
            return await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
        },
    };

    private static Task<string> StartAsync(Engine engine, StartOptions options) =>
        engine.Client.StartAsync("scripted", JsonSerializer.SerializeToElement("in"), options);
}
