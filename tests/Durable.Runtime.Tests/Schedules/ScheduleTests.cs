using System.Text.Json;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Schedules;

/// <summary>Schedules, end to end. Each test begins on 1 March 2025, a Saturday, at 12:00 UTC.</summary>
[Proves("B-RUN-7")]
public sealed class ScheduleTests
{
    private const string Id = "tick";

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    [Proves("B-RUN-4")]
    public async Task Cron_TimesCome_StartOneRunEach(StoreKind kind)
    {
        await using var engine = await Engine.StartAsync(Ending(), kind: kind);
        var options = new ScheduleOptions { Tags = new Dictionary<string, string> { ["team"] = "ops" }, Priority = 7 };
        await ClientOf(engine).CreateScheduleAsync(Id, ScheduleSpec.Cron("*/5 * * * *"), "in", options);

        await AdvanceAsync(engine, minutes: 5, started: 1);
        await AdvanceAsync(engine, minutes: 5, started: 2);

        var run = await engine.UntilEndedAsync("tick/2025-03-01T12:10:00Z");
        Assert.Equal(("scripted", "schedule", Id, "ops", 7), (run.Workflow, run.Trigger, run.Schedule, run.Tags["team"], run.Priority));
        Assert.Equal("in done", run.Result!.Value.GetString());
        Assert.Equal(["tick/2025-03-01T12:10:00Z", "tick/2025-03-01T12:05:00Z"], await RunsAsync(engine));
        var info = (await engine.Client.Schedules.GetAsync(Id))!;
        Assert.Equal((2, 0, "tick/2025-03-01T12:10:00Z"), (info.Started, info.Skipped, info.LastRunId));
        Assert.Equal(engine.Time.GetUtcNow(), info.LastAt);
        Assert.Equal(engine.Time.GetUtcNow().AddMinutes(5), info.NextAt);
        Assert.Equal(ScheduleSpec.Cron("*/5 * * * *"), info.Spec);
        Assert.Equal("in", info.Input!.Value.GetString());
        Assert.Equal([Id], await IdsAsync(engine.Client));
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    [Proves("B-POL-1")]
    public async Task PrincipalAndTimeout_GivenWithTheSchedule_AreThoseOfEachRun(StoreKind kind)
    {
        var script = new Script
        {
            Body = static async (ctx, _, _) =>
            {
                await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                return $"{ctx.Principal!.Id} {string.Join('+', ctx.Principal.Scopes)} {ctx.Principal.EgressAllowed} {ctx.Principal.SpendLimit}";
            },
        };
        await using var engine = await Engine.StartAsync(script, kind: kind);
        var options = new ScheduleOptions
        {
            Timeout = TimeSpan.FromMinutes(90),
            Principal = new Principal("ada") { Scopes = ["mail", "pay"], EgressAllowed = false, SpendLimit = 12.50m },
        };
        await CreateAsync(engine, ScheduleSpec.Every("1h"), options with { Overlap = ScheduleOverlap.Parallel });
        await CreateAsync(engine, ScheduleSpec.Every("60m"), options with { Overlap = ScheduleOverlap.Parallel, Principal = options.Principal with { Scopes = ["mail", "pay"] } });
        await RefusedAsync(DurableErrorCodes.ScheduleExists, CreateAsync(engine, ScheduleSpec.Every("1h"), options with { Overlap = ScheduleOverlap.Parallel, Principal = options.Principal with { Scopes = ["mail"] } }));

        await AdvanceAsync(engine, minutes: 60, started: 1);
        await engine.RestartAsync(script);
        var byHand = await engine.Client.Schedules.TriggerAsync(Id);
        await engine.UntilAsleepAsync(byHand);
        await engine.UntilAsleepAsync("tick/2025-03-01T13:00:00Z");
        await engine.Client.SignalAsync(byHand, ScriptedWorkflow.Go, "");

        Assert.Equal("ada mail+pay False 12.50", (await engine.UntilEndedAsync(byHand)).Result!.Value.GetString());
        Assert.Equal(("ada", false, 12.50m), ((await engine.Client.Schedules.GetAsync(Id))!.Options.Principal is { } known ? (known.Id, known.EgressAllowed, known.SpendLimit) : default));
        engine.Time.Advance(TimeSpan.FromMinutes(90));
        Assert.Equal(RunStatus.TimedOut, (await engine.UntilEndedAsync("tick/2025-03-01T13:00:00Z")).Status);
    }

    [Fact]
    public async Task PrincipalOrTimeout_ThatMakesNoSense_IsRefused()
    {
        await using var engine = await Engine.StartAsync(Ending());

        await RefusedAsync(DurableErrorCodes.OptionInvalid, CreateAsync(engine, ScheduleSpec.Every("1h"), new() { Timeout = TimeSpan.Zero }));
        await RefusedAsync(DurableErrorCodes.OptionInvalid, CreateAsync(engine, ScheduleSpec.Every("1h"), new() { Timeout = TimeSpan.FromDays(3651) }));
        await RefusedAsync(DurableErrorCodes.OptionInvalid, CreateAsync(engine, ScheduleSpec.Every("1h"), new() { Principal = new Principal("a") { SpendLimit = -1 } }));
        Assert.Empty(await IdsAsync(engine.Client));
    }

    [Fact]
    public async Task Every_Restarts_KeepItsRhythm()
    {
        var script = Ending();
        await using var engine = await Engine.StartAsync(script, kind: StoreKind.Files);
        await CreateAsync(engine, ScheduleSpec.Every("1h"));

        await AdvanceAsync(engine, minutes: 60, started: 1);
        await engine.RestartAsync(script);
        await AdvanceAsync(engine, minutes: 60, started: 2);
        await engine.CrashAsync(script);
        await AdvanceAsync(engine, minutes: 60, started: 3);

        Assert.Equal(["tick/2025-03-01T15:00:00Z", "tick/2025-03-01T14:00:00Z", "tick/2025-03-01T13:00:00Z"], await RunsAsync(engine));
    }

    [Fact]
    public async Task Skip_RunStillGoesOn_LeavesTheTimesOut()
    {
        await using var engine = await Engine.StartAsync(Waiting());
        await CreateAsync(engine, ScheduleSpec.Every("1h"), new() { Overlap = ScheduleOverlap.Skip });
        await AdvanceAsync(engine, minutes: 60, started: 1);
        await engine.UntilAsleepAsync("tick/2025-03-01T13:00:00Z");

        engine.Time.Advance(TimeSpan.FromMinutes(150));
        await engine.Client.SignalAsync("tick/2025-03-01T13:00:00Z", ScriptedWorkflow.Go, "go");
        await UntilAsync(engine, info => info.Skipped == 2);
        await AdvanceAsync(engine, minutes: 30, started: 2);

        Assert.Equal(["tick/2025-03-01T16:00:00Z", "tick/2025-03-01T13:00:00Z"], await RunsAsync(engine));
    }

    [Fact]
    public async Task Queue_RunStillGoesOn_StartsTheOthersOneAfterTheOther()
    {
        var script = Waiting();
        await using var engine = await Engine.StartAsync(script, kind: StoreKind.Files);
        await CreateAsync(engine, ScheduleSpec.Every("1h"), new() { Overlap = ScheduleOverlap.Queue });
        await AdvanceAsync(engine, minutes: 60, started: 1);

        engine.Time.Advance(TimeSpan.FromMinutes(120));
        await engine.UntilAsleepAsync("tick/2025-03-01T13:00:00Z");
        Assert.Single(await RunsAsync(engine));
        await engine.Client.SignalAsync("tick/2025-03-01T13:00:00Z", ScriptedWorkflow.Go, "go");
        await UntilAsync(engine, info => info is { Started: 2, Queued: 1 });
        await engine.CrashAsync(script);
        await engine.UntilAsleepAsync("tick/2025-03-01T14:00:00Z");
        await engine.Client.SignalAsync("tick/2025-03-01T14:00:00Z", ScriptedWorkflow.Go, "go");
        await UntilAsync(engine, info => info is { Started: 3, Queued: 0, Skipped: 0 });
        await engine.UntilAsleepAsync("tick/2025-03-01T15:00:00Z");

        Assert.Equal(["tick/2025-03-01T13:00:00Z", "tick/2025-03-01T14:00:00Z", "tick/2025-03-01T15:00:00Z"], (await RunsAsync(engine)).Order());
    }

    [Fact]
    public async Task Parallel_RunStillGoesOn_StartsTheNextBesideIt()
    {
        await using var engine = await Engine.StartAsync(Waiting());
        await CreateAsync(engine, ScheduleSpec.Every("1h"), new() { Overlap = ScheduleOverlap.Parallel });

        for (var hour = 1; hour <= 3; hour++)
        {
            await AdvanceAsync(engine, minutes: 60, started: hour);
        }

        Assert.Equal(3, (await RunsAsync(engine)).Count);
        Assert.All(await RunsAsync(engine), run => Assert.False(engine.Client.GetAsync(run).GetAwaiter().GetResult()!.IsFinished));
    }

    [Theory]
    [InlineData(ScheduleCatchUp.None, ScheduleOverlap.Parallel, new string[0])]
    [InlineData(ScheduleCatchUp.Last, ScheduleOverlap.Parallel, new[] { "16:00" })]
    [InlineData(ScheduleCatchUp.All, ScheduleOverlap.Parallel, new[] { "13:00", "14:00", "15:00", "16:00" })]
    [InlineData(ScheduleCatchUp.None, ScheduleOverlap.Skip, new string[0])]
    [InlineData(ScheduleCatchUp.Last, ScheduleOverlap.Skip, new[] { "16:00" })]
    [InlineData(ScheduleCatchUp.All, ScheduleOverlap.Skip, new[] { "13:00", "14:00", "15:00", "16:00" })]
    [InlineData(ScheduleCatchUp.All, ScheduleOverlap.Queue, new[] { "13:00", "14:00", "15:00", "16:00" })]
    public async Task CatchUp_AfterDownTime_StartsWhatItSays(ScheduleCatchUp catchUp, ScheduleOverlap overlap, string[] expected)
    {
        var script = Ending();
        await using var engine = await Engine.StartAsync(script, kind: StoreKind.Files);
        await CreateAsync(engine, ScheduleSpec.Cron("0 * * * *"), new() { CatchUp = catchUp, Overlap = overlap });
        await engine.KillAsync();
        engine.Time.Advance(TimeSpan.FromMinutes(4.5 * 60));

        await engine.LiveAsync(script);
        await UntilAsync(engine, info => info.Started + info.Skipped == 4);
        foreach (var time in expected)
        {
            await engine.UntilEndedAsync($"tick/2025-03-01T{time}:00Z");
        }

        Assert.Equal(expected.Select(time => $"tick/2025-03-01T{time}:00Z"), (await RunsAsync(engine)).Order());
        await UntilAsleepAsync(engine);
        await AdvanceAsync(engine, minutes: 30, started: expected.Length + 1);
    }

    [Fact]
    public async Task Pause_TimesCome_StartNothingUntilResumed()
    {
        await using var engine = await Engine.StartAsync(Ending());
        await CreateAsync(engine, ScheduleSpec.Every("1h"));

        await engine.Client.Schedules.PauseAsync(Id, "holidays");
        var paused = (await engine.Client.Schedules.GetAsync(Id))!;
        await UntilAsleepAsync(engine);
        engine.Time.Advance(TimeSpan.FromHours(3.5));
        await engine.Client.Schedules.ResumeAsync(Id);
        var resumed = (await engine.Client.Schedules.GetAsync(Id))!;
        await AdvanceAsync(engine, minutes: 30, started: 1);

        Assert.Equal((true, "holidays", null), (paused.IsPaused, paused.PauseReason, paused.NextAt));
        Assert.Equal((false, null, engine.Time.GetUtcNow()), (resumed.IsPaused, resumed.PauseReason, resumed.NextAt));
        Assert.Equal(["tick/2025-03-01T16:00:00Z"], await RunsAsync(engine));
        Assert.Equal(0, (await engine.Client.Schedules.GetAsync(Id))!.Skipped);
    }

    [Fact]
    public async Task Pause_WhileARunGoesOn_CountsFromThen()
    {
        await using var engine = await Engine.StartAsync(Waiting());
        await CreateAsync(engine, ScheduleSpec.Every("1h"), new() { Overlap = ScheduleOverlap.Queue });
        await AdvanceAsync(engine, minutes: 60, started: 1);
        engine.Time.Advance(TimeSpan.FromMinutes(70));
        await engine.Client.Schedules.PauseAsync(Id);
        await UntilAsleepAsync(engine);
        engine.Time.Advance(TimeSpan.FromMinutes(120));

        await engine.Client.SignalAsync("tick/2025-03-01T13:00:00Z", ScriptedWorkflow.Go, "go");
        await engine.UntilEndedAsync("tick/2025-03-01T13:00:00Z");
        await engine.Client.Schedules.ResumeAsync(Id);
        await SettleAsync(engine, started: 2);

        Assert.Equal(["tick/2025-03-01T13:00:00Z", "tick/2025-03-01T14:00:00Z"], (await RunsAsync(engine)).Order());
    }

    [Fact]
    public async Task Trigger_AnyTime_StartsARunBesideTheOthers()
    {
        await using var engine = await Engine.StartAsync(Waiting());
        await CreateAsync(engine, ScheduleSpec.Cron("0 0 1 1 *"), new() { Paused = true });

        var first = await engine.Client.Schedules.TriggerAsync(Id);
        var second = await engine.Client.Schedules.TriggerAsync(Id, "click-1");
        var again = await engine.Client.Schedules.TriggerAsync(Id, "click-1");

        Assert.Equal(second, again);
        Assert.NotEqual(first, second);
        var run = await engine.UntilAsleepAsync(first);
        Assert.Equal(("schedule", Id), (run.Trigger, run.Schedule));
        Assert.Equal(2, (await RunsAsync(engine)).Count);
        Assert.Equal(0, (await engine.Client.Schedules.GetAsync(Id))!.Started);
    }

    [Fact]
    public async Task Update_AnotherTimeAndInput_CountFromThen()
    {
        await using var engine = await Engine.StartAsync(Ending());
        await CreateAsync(engine, ScheduleSpec.Every("1h"));
        engine.Time.Advance(TimeSpan.FromMinutes(10));

        await engine.Client.Schedules.UpdateAsync(Id, ScheduleSpec.Every("20m"), JsonSerializer.SerializeToElement("other"));
        var info = (await engine.Client.Schedules.GetAsync(Id))!;
        await UntilAsleepAsync(engine);
        await AdvanceAsync(engine, minutes: 20, started: 1);

        Assert.Equal((ScheduleSpec.Every("20m"), "other"), (info.Spec, info.Input!.Value.GetString()));
        Assert.Equal("other done", (await engine.UntilEndedAsync("tick/2025-03-01T12:30:00Z")).Result!.Value.GetString());
    }

    [Fact]
    public async Task Update_AnotherQueue_IsRefusedAndNoneGivenLeavesIt()
    {
        await using var engine = await Engine.StartAsync(Ending(), static durable => durable.ConfigureWorker(worker => worker.Queues = ["old", "new"]));
        var schedules = engine.Client.Schedules;
        await CreateAsync(engine, ScheduleSpec.Every("1h"), new() { Queue = "old" });

        await RefusedAsync(DurableErrorCodes.OptionInvalid, () => schedules.UpdateAsync(Id, ScheduleSpec.Every("2h"), options: new() { Queue = "new" }));
        await schedules.UpdateAsync(Id, options: new() { Queue = "old", Priority = 1 });
        await schedules.UpdateAsync(Id, options: new() { Priority = 2 });

        var info = (await schedules.GetAsync(Id))!;
        Assert.Equal(("old", 2, ScheduleSpec.Every("1h")), (info.Options.Queue, info.Options.Priority, info.Spec));
        await UntilAsleepAsync(engine);
        await AdvanceAsync(engine, minutes: 60, started: 1);
        Assert.Equal("old", (await engine.Client.GetAsync("tick/2025-03-01T13:00:00Z"))!.Queue);
    }

    [Fact]
    public async Task Create_AnewInAnotherQueue_IsRefusedUntilTheDeletedOneIsGone()
    {
        await using var engine = await Engine.StartAsync(Ending(), static durable => durable.ConfigureWorker(worker => worker.Queues = ["nobody"]));
        await CreateAsync(engine, ScheduleSpec.Every("1h"), new() { Queue = "old" });
        await engine.Client.Schedules.DeleteAsync(Id);

        await RefusedAsync(DurableErrorCodes.ScheduleExists, CreateAsync(engine, ScheduleSpec.Every("1h"), new() { Queue = "new" }));
        await engine.RestartAsync(Ending(), static durable => durable.ConfigureWorker(worker => worker.Queues = ["old"]));
        await engine.UntilAsync(async () => (await KeysAsync(engine)).Count == 0);
        await CreateAsync(engine, ScheduleSpec.Every("1h"), new() { Queue = "new" });

        Assert.Equal("new", (await engine.Store.FindAsync("\u001Fschedule\u001Ftick"))!.Queue);
    }

    [Fact]
    public async Task Delete_Schedule_IsGoneAndItsIdIsFree()
    {
        await using var engine = await Engine.StartAsync(Waiting());
        var schedules = engine.Client.Schedules;
        await CreateAsync(engine, ScheduleSpec.Every("1h"));
        await AdvanceAsync(engine, minutes: 60, started: 1);

        await schedules.DeleteAsync(Id);

        Assert.Null(await schedules.GetAsync(Id));
        Assert.Empty(await IdsAsync(engine.Client));
        await RefusedAsync(DurableErrorCodes.ScheduleNotFound, schedules.PauseAsync(Id));
        await engine.UntilAsync(async () => (await KeysAsync(engine)).Count == 1);
        engine.Time.Advance(TimeSpan.FromHours(5));
        Assert.Single(await RunsAsync(engine));

        await CreateAsync(engine, ScheduleSpec.Every("2h"));
        await AdvanceAsync(engine, minutes: 120, started: 1);
        Assert.Equal(["tick/2025-03-01T20:00:00Z", "tick/2025-03-01T13:00:00Z"], await RunsAsync(engine));
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task Delete_Schedule_LeavesNoRow(StoreKind kind)
    {
        var script = Waiting();
        await using var engine = await Engine.StartAsync(script, kind: kind);
        await CreateAsync(engine, ScheduleSpec.Every("1h"));
        await AdvanceAsync(engine, minutes: 60, started: 1);

        await engine.Client.Schedules.DeleteAsync(Id);

        await engine.UntilAsync(async () => await KeysAsync(engine) is ["tick/2025-03-01T13:00:00Z"]);
        await engine.RestartAsync(script);
        Assert.Equal(["tick/2025-03-01T13:00:00Z"], await KeysAsync(engine));
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task Delete_AndCreateAtOnce_AgainAndAgain_TheLastOneStands(StoreKind kind)
    {
        var script = Ending();
        await using var engine = await Engine.StartAsync(script, kind: kind);
        for (var round = 1; round <= 30; round++)
        {
            await CreateAsync(engine, ScheduleSpec.Every($"{round}h"));
            await engine.Client.Schedules.DeleteAsync(Id);
        }

        await CreateAsync(engine, ScheduleSpec.Every("2h"));
        await engine.UntilAsync(async () => (await KeysAsync(engine)).Count == 1 && await engine.Client.Schedules.GetAsync(Id) is not null);
        await AdvanceAsync(engine, minutes: 120, started: 1);

        Assert.Equal(["tick/2025-03-01T14:00:00Z"], await RunsAsync(engine));
    }

    [Fact]
    public async Task Delete_WhileNoWorkerRuns_AndCreateAnew_TheNewOneStands()
    {
        await using var engine = await Engine.StartAsync(Ending(), static durable => durable.ConfigureWorker(worker => worker.Queues = ["nobody"]));
        await CreateAsync(engine, ScheduleSpec.Every("1h"));
        await engine.Client.Schedules.DeleteAsync(Id);
        Assert.Null(await engine.Client.Schedules.GetAsync(Id));

        await CreateAsync(engine, ScheduleSpec.Every("2h"));
        await engine.RestartAsync(Ending(), static durable => durable.ConfigureWorker(worker => worker.Queues = ["default"]));
        await UntilAsync(engine, info => info.Spec == ScheduleSpec.Every("2h"));
        await AdvanceAsync(engine, minutes: 120, started: 1);

        Assert.Equal(["tick/2025-03-01T14:00:00Z"], await RunsAsync(engine));
    }

    [Fact]
    public async Task Create_Again_ChangesNothingOrIsRefused()
    {
        await using var engine = await Engine.StartAsync(Ending());
        var options = new ScheduleOptions { Tags = new Dictionary<string, string> { ["a"] = "b" } };
        await CreateAsync(engine, ScheduleSpec.Every("1h"), options);
        await AdvanceAsync(engine, minutes: 60, started: 1);

        await CreateAsync(engine, ScheduleSpec.Every("60m"), options with { Tags = new Dictionary<string, string> { ["a"] = "b" } });
        Assert.Equal(1, (await engine.Client.Schedules.GetAsync(Id))!.Started);
        await RefusedAsync(DurableErrorCodes.ScheduleExists, CreateAsync(engine, ScheduleSpec.Every("61m"), options));
        await RefusedAsync(DurableErrorCodes.ScheduleExists, CreateAsync(engine, ScheduleSpec.Every("1h")));
    }

    [Fact]
    public async Task Create_BadInput_IsRefusedAndStoresNothing()
    {
        await using var engine = await Engine.StartAsync(Ending());
        var schedules = engine.Client.Schedules;
        var spec = ScheduleSpec.Every("1h");
        var input = JsonSerializer.SerializeToElement("in");

        await RefusedAsync(DurableErrorCodes.ScheduleIdInvalid, () => schedules.CreateAsync("", spec, "scripted", input));
        await RefusedAsync(DurableErrorCodes.ScheduleIdInvalid, () => schedules.CreateAsync(new string('x', 151), spec, "scripted", input));
        await RefusedAsync(DurableErrorCodes.ScheduleIdInvalid, () => schedules.CreateAsync("a\u001Fb", spec, "scripted", input));
        await RefusedAsync(DurableErrorCodes.WorkflowUnknown, () => schedules.CreateAsync(Id, spec, "unknown", input));
        await RefusedAsync(DurableErrorCodes.PayloadInvalid, () => schedules.CreateAsync(Id, spec, "scripted", JsonSerializer.SerializeToElement(5)));
        await RefusedAsync(DurableErrorCodes.OptionInvalid, () => schedules.CreateAsync(Id, spec, "scripted", input, new() { Queue = "a b" }));
        await RefusedAsync(DurableErrorCodes.OptionInvalid, () => schedules.CreateAsync(Id, spec, "scripted", input, new() { CatchUp = (ScheduleCatchUp)9 }));
        foreach (var call in new Func<Task>[] { () => schedules.TriggerAsync(Id), () => schedules.DeleteAsync(Id), () => schedules.UpdateAsync(Id), () => schedules.ResumeAsync("a\u001Fb") })
        {
            await RefusedAsync(DurableErrorCodes.ScheduleNotFound, call);
        }

        Assert.Empty(await IdsAsync(engine.Client));
    }

    [Fact]
    [Proves("B-POL-2")]
    public async Task Tenant_Schedule_StartsTheTenantsRuns()
    {
        await using var engine = await Engine.StartAsync(new Script { Body = static (ctx, _, _) => Task.FromResult($"{ctx.Tenant}") });
        var acme = engine.Client.ForTenant("acme");
        await ClientOf(engine).ForTenant("acme").CreateScheduleAsync(Id, ScheduleSpec.Every("1h"), "in");
        await ClientOf(engine).ForTenant("globex").CreateScheduleAsync(Id, ScheduleSpec.Every("2h"), "in");

        engine.Time.Advance(TimeSpan.FromHours(1));
        await engine.UntilAsync(async () => await acme.GetAsync("tick/2025-03-01T13:00:00Z") is { IsFinished: true });
        engine.Time.Advance(TimeSpan.FromHours(1));
        await engine.UntilAsync(async () => (await acme.Schedules.GetAsync(Id))!.Started == 2);

        Assert.Equal("acme", (await acme.GetAsync("tick/2025-03-01T13:00:00Z"))!.Result!.Value.GetString());
        Assert.Null(await engine.Client.Schedules.GetAsync(Id));
        Assert.Empty(await RunsAsync(engine));
        Assert.Null(await engine.Client.GetAsync("acme\u001F\u001Fschedule\u001Ftick"));
    }

    [Fact]
    public async Task TwoWorkers_EachTime_IsStartedOnce()
    {
        var script = Ending();
        await using var engine = await Engine.StartAsync(script);
        for (var i = 0; i < 20; i++)
        {
            await ClientOf(engine).CreateScheduleAsync($"tick-{i}", ScheduleSpec.Every("1m"), "in");
        }

        await engine.LiveBesideAsync(script);
        for (var minute = 1; minute <= 5; minute++)
        {
            engine.Time.Advance(TimeSpan.FromMinutes(1));
            for (var i = 0; i < 20; i++)
            {
                await engine.UntilEndedAsync($"tick-{i}/2025-03-01T12:0{minute}:00Z");
            }
        }

        Assert.Equal(100, (await RunsAsync(engine)).Count);
        Assert.Equal(100, script.Traces.Count);
    }

    [Fact]
    public async Task InMemory_ManyTimes_KeepsNoEarlierLivesOfTheSchedule()
    {
        const string Key = "\u001Fschedule\u001Ftick";
        await using var engine = await Engine.StartAsync(Ending());
        await CreateAsync(engine, ScheduleSpec.Every("1h"));
        for (var hour = 1; hour <= 3; hour++)
        {
            await AdvanceAsync(engine, minutes: 60, started: hour);
        }

        var generation = (await engine.Store.FindAsync(Key))!.Generation;
        Assert.InRange(generation, 4, 10);
        Assert.Empty(await engine.Store.ReadJournalAsync(Key, generation - 1).ToListAsync());
        Assert.NotEmpty(await engine.Store.ReadJournalAsync(Key, generation).ToListAsync());
    }

    /// <summary>The process dies before, and after, each write that a schedule makes in four of its times.</summary>
    [Theory]
    [InlineData(StoreKind.Memory, ScheduleOverlap.Skip)]
    [InlineData(StoreKind.Memory, ScheduleOverlap.Parallel)]
    [InlineData(StoreKind.Files, ScheduleOverlap.Queue)]
    [Proves("B-JRN-2")]
    public async Task CrashAtEachWrite_EachTime_IsStartedOnce(StoreKind kind, ScheduleOverlap overlap)
    {
        var writes = int.MaxValue;
        for (var write = 0; write < writes; write++)
        {
            foreach (var isAfter in new[] { false, true })
            {
                var script = Ending();
                await using var engine = await Engine.StartAsync(script, kind: kind);
                await CreateAsync(engine, ScheduleSpec.Every("1h"), new() { Overlap = overlap, CatchUp = ScheduleCatchUp.All });
                var seen = 0;
                var reached = new TaskCompletionSource();
                Task Count(Durable.Storage.RunCommit commit)
                {
                    if (commit.Lease.RunId == "\u001Fschedule\u001Ftick" && seen++ == write)
                    {
                        engine.Store.Kill();
                        reached.TrySetResult();
                    }

                    return Task.CompletedTask;
                }

                engine.Store.BeforeCommit = isAfter ? null : Count;
                engine.Store.AfterCommit = isAfter ? Count : null;
                for (var hour = 1; hour <= 4; hour++)
                {
                    engine.Time.Advance(TimeSpan.FromHours(1));
                    var settled = SettleAsync(engine, hour);
                    if (await Task.WhenAny(settled, reached.Task) == reached.Task)
                    {
                        reached = new TaskCompletionSource();
                        await engine.KillAsync();
                        await engine.LiveAsync(script);
                    }

                    await settled;
                }

                if (seen <= write)
                {
                    writes = write;
                }

                await engine.UntilEndedAsync("tick/2025-03-01T16:00:00Z");
                Assert.Equal(["13:00", "14:00", "15:00", "16:00"], (await RunsAsync(engine)).Order().Select(id => id[16..21]));
            }
        }

        Assert.InRange(writes, 8, 40);
    }

    private static Script Ending() => new() { Body = static (_, _, input) => Task.FromResult(input + " done") };

    private static Script Waiting() => new() { Body = static (ctx, _, _) => ctx.WaitForSignalAsync(ScriptedWorkflow.Go) };

    private static ScriptedWorkflow.Client ClientOf(Engine engine) => engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>();

    private static Task CreateAsync(Engine engine, ScheduleSpec spec, ScheduleOptions? options = null) =>
        engine.Client.Schedules.CreateAsync(Id, spec, "scripted", JsonSerializer.SerializeToElement("in"), options);

    private static async Task AdvanceAsync(Engine engine, int minutes, long started)
    {
        engine.Time.Advance(TimeSpan.FromMinutes(minutes));
        await SettleAsync(engine, started);
    }

    /// <summary>Waits until so many runs were started, and the last of them and the schedule rest.</summary>
    private static async Task SettleAsync(Engine engine, long started)
    {
        var info = await UntilAsync(engine, info => info.Started == started);
        await engine.UntilAsync(
            async () => await AliveAsync(() => engine.Client.GetAsync(info.LastRunId!)) is { IsFinished: true } or { Status: RunStatus.Waiting, Worker: null });
        await UntilAsleepAsync(engine);
    }

    private static async Task<ScheduleInfo> UntilAsync(Engine engine, Func<ScheduleInfo, bool> condition)
    {
        ScheduleInfo? info = null;
        await engine.UntilAsync(
            async () => (info = await AliveAsync(() => engine.Client.Schedules.GetAsync(Id))) is not null && condition(info),
            async () => $"{info} started {info?.Started} skipped {info?.Skipped} queued {info?.Queued} problem {info?.Problem}; runs {string.Join(", ", await RunsAsync(engine))}");
        return info!;
    }

    /// <summary>What the living say; null from a process that a test has killed.</summary>
    private static async Task<T?> AliveAsync<T>(Func<Task<T?>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (StoreFailedException)
        {
            return null;
        }
    }

    /// <summary>Waits until the schedule has taken in all it was told, and rests.</summary>
    private static Task UntilAsleepAsync(Engine engine) => engine.UntilAsync(async () =>
        await AliveAsync(() => engine.Store.FindAsync("\u001Fschedule\u001F" + Id).AsTask()) is { Owner: null, State.Status: RunStatus.Waiting }
        && await AliveAsync<IReadOnlyList<Durable.Storage.InboxMessage>>(async () => await engine.Store.ReadInboxAsync("\u001Fschedule\u001F" + Id, 0)) is { Count: 0 });

    private static async Task<List<string>> RunsAsync(Engine engine)
    {
        var ids = new List<string>();
        await foreach (var run in engine.Client.ListAsync())
        {
            ids.Add(run.RunId);
        }

        return ids;
    }

    private static async Task<List<string>> IdsAsync(DurableClient client)
    {
        var ids = new List<string>();
        await foreach (var schedule in client.Schedules.ListAsync())
        {
            ids.Add(schedule.Id);
        }

        return ids;
    }

    private static Task RefusedAsync(string code, Task call) => RefusedAsync(code, () => call);

    /// <summary>Every key in the store, schedules' own included.</summary>
    private static async Task<List<string>> KeysAsync(Engine engine)
    {
        var keys = new List<string>();
        await foreach (var row in engine.Store.QueryAsync(new RunQuery()))
        {
            keys.Add(row.RunId);
        }

        return keys;
    }

    private static async Task RefusedAsync(string code, Func<Task> call) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<DurableException>(call)).Code);
}
