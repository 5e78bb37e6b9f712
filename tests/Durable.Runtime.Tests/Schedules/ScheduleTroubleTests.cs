using System.Text.Json;
using Durable.Journal;
using Durable.Schedules;
using Durable.Storage;
using Durable.Store.Contract;
using Durable.Tests.Harness;

namespace Durable.Tests.Schedules;

/// <summary>Schedules that cannot go on, and what brings them back. Each test begins on 1 March 2025, a Saturday, at 12:00 UTC.</summary>
[Proves("B-RUN-7")]
public sealed class ScheduleTroubleTests
{
    private const string Id = "tick";
    private const string Key = "\u001Fschedule\u001F" + Id;
    private const string NoZone = "Nowhere/Atlantis";

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task ZoneUnknownHere_TimesCome_WaitsForAnotherDefinition(StoreKind kind)
    {
        var script = Ending();
        await using var engine = await Engine.StartAsync(script, kind: kind);
        await SeedAsync(engine, NoZone);
        await UntilAsync(engine, info => info.Problem is not null);

        for (var minute = 0; minute < 3; minute++)
        {
            await UntilAsleepAsync(engine);
            engine.Time.Advance(TimeSpan.FromMinutes(61));
        }

        await UntilAsleepAsync(engine);
        await engine.RestartAsync(script);
        var troubled = await GetAsync(engine);
        await engine.Client.Schedules.UpdateAsync(Id, ScheduleSpec.Cron("0 * * * *"));
        await UntilAsync(engine, info => info is { Problem: null, NextAt: not null, Started: 0 });
        await UntilAsleepAsync(engine);
        engine.Time.Advance(TimeSpan.FromHours(1));

        Assert.Contains(NoZone, troubled.Problem, StringComparison.Ordinal);
        Assert.Equal((NoZone, null), (troubled.Spec.TimeZone, troubled.NextAt));
        await UntilAsync(engine, info => info.Started == 1);
        await engine.UntilEndedAsync("tick/2025-03-01T16:00:00Z");
    }

    [Fact]
    public async Task ZoneUnknownHere_GetAndList_SayWhy()
    {
        await using var engine = await Engine.StartAsync(Ending(), static durable => durable.ConfigureWorker(worker => worker.Queues = ["nobody"]));
        await engine.Client.Schedules.CreateAsync("other", ScheduleSpec.Every("1h"), "scripted", JsonSerializer.SerializeToElement("in"));
        await SeedAsync(engine, NoZone);
        await engine.Client.Schedules.PauseAsync(Id, "later");
        await engine.Client.Schedules.ResumeAsync(Id);

        var all = await engine.Client.Schedules.ListAsync().ToListAsync();

        Assert.Equal(2, all.Count);
        var info = Assert.Single(all, info => info.Id == Id);
        Assert.Equal(("0 * * * *", NoZone, null, false), (info.Spec.CronExpression, info.Spec.TimeZone, info.NextAt, info.IsPaused));
        Assert.Contains(NoZone, info.Problem, StringComparison.Ordinal);
        Assert.Equal($"0 * * * * ({NoZone})", info.Spec.ToString());
        await RefusedAsync(DurableErrorCodes.TimeZoneUnknown, () => engine.Client.Schedules.UpdateAsync(Id, info.Spec));
    }

    [Fact]
    public async Task ZoneUnknownHere_Delete_Deletes()
    {
        await using var engine = await Engine.StartAsync(Ending());
        await SeedAsync(engine, NoZone);
        await UntilAsync(engine, info => info.Problem is not null);

        await engine.Client.Schedules.DeleteAsync(Id);

        Assert.Null(await engine.Client.Schedules.GetAsync(Id));
        await engine.UntilAsync(async () => await engine.Store.FindAsync(Key) is null);
    }

    /// <summary>A process that knew the zone died between taking the command and what follows from it.</summary>
    [Theory]
    [InlineData("UTC")]
    [InlineData(NoZone)]
    public async Task JournalFromBefore_CommandTakenAndNothingElse_IsObeyed(string zone)
    {
        await using var engine = await Engine.StartAsync(Ending(), Idle);
        await SeedAsync(engine, zone);
        var pause = JsonSerializer.SerializeToUtf8Bytes(
            new ScheduleCommand(ScheduleCommandKind.Pause, engine.Time.GetUtcNow().ToUnixTimeMilliseconds(), "holidays"), ScheduleJson.Default.ScheduleCommand);
        await AppendAsync(engine, new SignalRecord("command") { Payload = pause }, RunStatus.Running);

        await engine.RestartAsync(Ending(), static durable => durable.ConfigureWorker(worker => worker.Queues = ["default"]));
        await engine.UntilAsync(async () => await engine.Store.FindAsync(Key) is { Generation: 2, State: { Status: RunStatus.Waiting, WakeAt: null } });

        Assert.Equal("holidays", (await GetAsync(engine)).PauseReason);
        await engine.Client.Schedules.ResumeAsync(Id);
        await UntilAsleepAsync(engine);
        Assert.Equal(zone == NoZone, (await GetAsync(engine)).Problem is not null);
    }

    [Fact]
    public void ZoneUnknownHere_AndKnownAgain_NoTimeIsLost()
    {
        const long Hour = 3_600_000;
        const long Start = 24 * Hour;
        var told = State(NoZone) with { Cursor = Start, Anchor = Start };
        told = told with { Definition = told.Definition with { CatchUp = ScheduleCatchUp.All, Overlap = ScheduleOverlap.Parallel } };

        var troubled = told.Collect(Start + (2 * Hour)).Decide(Start + (2 * Hour)).Collect(Start + (3 * Hour)).Decide(Start + (3 * Hour));
        var elsewhere = JsonSerializer.Deserialize(
            JsonSerializer.Serialize(troubled, ScheduleJson.Default.ScheduleState).Replace(NoZone, "UTC", StringComparison.Ordinal), ScheduleJson.Default.ScheduleState)!;
        var found = elsewhere.Collect(Start + (4 * Hour)).Decide(Start + (4 * Hour));

        Assert.Equal((Start, 0, Start + (3 * Hour) + 60_000), (troubled.Cursor, troubled.Due.Count, troubled.Next));
        Assert.NotNull(troubled.Problem);
        Assert.Equal([Start + Hour, Start + (2 * Hour), Start + (3 * Hour), Start + (4 * Hour)], found.Due);
        Assert.Equal((null, Start + (5 * Hour)), (found.Problem, found.Next));
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task RunFailed_CreateAgain_BeginsAnew(StoreKind kind)
    {
        await using var engine = await Engine.StartAsync(Ending(), Idle, kind);
        await SeedAsync(engine, "UTC");
        await FailAsync(engine);
        var failed = await GetAsync(engine);
        await RefusedAsync(DurableErrorCodes.ScheduleNotFound, () => engine.Client.Schedules.PauseAsync(Id));

        await engine.Client.Schedules.CreateAsync(Id, ScheduleSpec.Every("2h"), "scripted", JsonSerializer.SerializeToElement("in"));
        await engine.RestartAsync(Ending(), static durable => durable.ConfigureWorker(worker => worker.Queues = ["default"]));
        await UntilAsleepAsync(engine);
        engine.Time.Advance(TimeSpan.FromHours(2));
        await engine.UntilEndedAsync("tick/2025-03-01T14:00:00Z");

        Assert.Equal(("it broke", null), (failed.Problem, failed.NextAt));
        Assert.Null((await GetAsync(engine)).Problem);
    }

    [Fact]
    public async Task RunFailed_Delete_LeavesNothing()
    {
        await using var engine = await Engine.StartAsync(Ending(), Idle);
        await SeedAsync(engine, "UTC");
        await FailAsync(engine);

        await engine.Client.Schedules.DeleteAsync(Id);

        Assert.Null(await engine.Client.Schedules.GetAsync(Id));
        Assert.Null(await engine.Store.FindAsync(Key));
        await RefusedAsync(DurableErrorCodes.ScheduleNotFound, () => engine.Client.Schedules.DeleteAsync(Id));
    }

    private static Script Ending() => new() { Body = static (_, _, input) => Task.FromResult(input + " done") };

    private static void Idle(DurableBuilder durable) => durable.ConfigureWorker(worker => worker.Queues = ["nobody"]);

    private static ScheduleState State(string zone)
    {
        var now = new DateTimeOffset(2025, 3, 1, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return new ScheduleState
        {
            Id = Id,
            Definition = new ScheduleDefinition { Cron = "0 * * * *", Zone = zone, Workflow = "scripted", Queue = "default", Input = "\"in\"", CatchUp = ScheduleCatchUp.Last },
            CreatedAt = now,
            Anchor = now,
            Cursor = now,
            Next = now,
        };
    }

    /// <summary>A schedule as another machine, which may know another zone, has stored it.</summary>
    private static async Task SeedAsync(Engine engine, string zone)
    {
        var start = new StartRecord
        {
            Workflow = "schedule:scripted",
            Version = 1,
            Fingerprint = "schedule",
            Input = JsonSerializer.SerializeToUtf8Bytes(State(zone), ScheduleJson.Default.ScheduleState),
        };
        start.Stamp(position: 1, engine.Time.GetUtcNow().ToUnixTimeMilliseconds());
        await engine.Store.CreateAsync(new NewRun
        {
            RunId = Key,
            Workflow = start.Workflow,
            Version = start.Version,
            Queue = "default",
            CreatedAt = engine.Time.GetUtcNow(),
            Start = RecordWriter.Write(start),
        });
    }

    /// <summary>Ends the schedule's run as an exception out of its body did.</summary>
    private static Task FailAsync(Engine engine) =>
        AppendAsync(engine, new EndRecord { Status = RunStatus.Failed, Error = new ErrorInfo("Broken", "it broke") }, RunStatus.Failed);

    private static async Task AppendAsync(Engine engine, JournalRecord record, RunStatus status)
    {
        var claim = new ClaimRequest
        {
            Owner = new TestOwner("another process"),
            Queues = new HashSet<string> { "default" },
            Workflows = new HashSet<(string, int)> { ("schedule:scripted", 1) },
            Max = 1,
            LeaseDuration = TimeSpan.FromHours(1),
        };
        var lease = Assert.Single(await engine.Store.ClaimAsync(claim)).Lease;
        record.Stamp(position: 2, engine.Time.GetUtcNow().ToUnixTimeMilliseconds());
        await engine.Store.CommitAsync(new RunCommit
        {
            Lease = lease,
            ExpectedLength = 1,
            Records = [RecordWriter.Write(record)],
            State = new RunState(status),
            InboxTaken = 0,
        });
        await engine.Store.ReleaseAsync(lease);
    }

    private static async Task<ScheduleInfo> GetAsync(Engine engine) => (await engine.Client.Schedules.GetAsync(Id))!;

    private static async Task UntilAsync(Engine engine, Func<ScheduleInfo, bool> condition)
    {
        ScheduleInfo? info = null;
        await engine.UntilAsync(
            async () => (info = await engine.Client.Schedules.GetAsync(Id)) is not null && condition(info),
            () => Task.FromResult($"{info}, next {info?.NextAt:O}, started {info?.Started}, skipped {info?.Skipped}, problem {info?.Problem}"));
    }

    private static Task UntilAsleepAsync(Engine engine) => engine.UntilAsync(async () =>
        await engine.Store.FindAsync(Key) is { Owner: null, State.Status: RunStatus.Waiting, State.WakeAt: { } wake } && wake > engine.Time.GetUtcNow()
        && await engine.Store.ReadInboxAsync(Key, 0) is { Count: 0 });

    private static async Task RefusedAsync(string code, Func<Task> call) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<DurableException>(call)).Code);
}
