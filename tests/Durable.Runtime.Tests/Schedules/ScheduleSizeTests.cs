using System.Text.Json;
using Durable.Tests.Harness;

namespace Durable.Tests.Schedules;

/// <summary>Schedules near the cap of payloads. Each test begins on 1 March 2025, a Saturday, at 12:00 UTC.</summary>
[Proves("B-RUN-7")]
public sealed class ScheduleSizeTests
{
    private const string Id = "tick";
    private const int Cap = 64 * 1024;

    [Fact]
    public async Task InputThatFitsAlone_ButNotInTheSchedule_IsRefused()
    {
        await using var engine = await Engine.StartAsync(Waiting(), Capped);

        // Each sign takes two bytes as JSON, and four in the schedule, which holds that JSON as a text.
        var large = new string('\\', 20_000);
        await RefusedAsync(() => CreateAsync(engine, large));
        var nothing = await engine.Client.Schedules.GetAsync(Id);
        await CreateAsync(engine, "in");
        await RefusedAsync(() => engine.Client.Schedules.UpdateAsync(Id, input: JsonSerializer.SerializeToElement(large)));
        await RefusedAsync(() => engine.Client.Schedules.PauseAsync(Id, new string('x', Cap)));

        Assert.Null(nothing);
        var info = (await engine.Client.Schedules.GetAsync(Id))!;
        Assert.Equal(("in", false), (info.Input!.Value.GetString(), info.IsPaused));
    }

    [Fact]
    public async Task ManyTimesQueued_InputNearTheCap_GoesOn()
    {
        await using var engine = await Engine.StartAsync(Waiting(), Capped);
        await CreateAsync(engine, new string('x', Cap - 1024));

        await engine.KillAsync();
        engine.Time.Advance(TimeSpan.FromMinutes(900));
        await engine.LiveAsync(Waiting());

        await UntilAsync(engine, info => info is { Started: 1, Queued: 899 });
        await engine.UntilAsleepAsync("tick/2025-03-01T12:01:00Z");
        await engine.Client.SignalAsync("tick/2025-03-01T12:01:00Z", ScriptedWorkflow.Go, "go");
        await UntilAsync(engine, info => info is { Started: 2, Queued: 898, Problem: null });
    }

    [Fact]
    public async Task CapLoweredSince_TimeComes_GoesOnAndCanBePaused()
    {
        var script = Waiting();
        await using var engine = await Engine.StartAsync(script);
        await CreateAsync(engine, new string('x', 2 * Cap));

        await engine.RestartAsync(script, Capped);
        engine.Time.Advance(TimeSpan.FromMinutes(1));
        await UntilAsync(engine, info => info is { Started: 1, Problem: null });
        await engine.Client.Schedules.PauseAsync(Id, "too large");
        await engine.UntilAsleepAsync("tick/2025-03-01T12:01:00Z");

        Assert.Equal("too large", (await engine.Client.Schedules.GetAsync(Id))!.PauseReason);
    }

    private static Script Waiting() => new() { Body = static (ctx, _, _) => ctx.WaitForSignalAsync(ScriptedWorkflow.Go) };

    private static void Capped(DurableBuilder durable) => durable.ConfigurePayloads(payloads => payloads.MaxBytes = Cap);

    private static Task CreateAsync(Engine engine, string input) => engine.Client.Schedules.CreateAsync(
        Id,
        ScheduleSpec.Every("1m"),
        "scripted",
        JsonSerializer.SerializeToElement(input),
        new() { Overlap = ScheduleOverlap.Queue, CatchUp = ScheduleCatchUp.All });

    private static async Task UntilAsync(Engine engine, Func<ScheduleInfo, bool> condition)
    {
        ScheduleInfo? info = null;
        await engine.UntilAsync(
            async () => (info = await engine.Client.Schedules.GetAsync(Id)) is not null && condition(info),
            () => Task.FromResult($"{info}, started {info?.Started}, queued {info?.Queued}, problem {info?.Problem}"));
    }

    private static async Task RefusedAsync(Func<Task> call) =>
        Assert.Equal(DurableErrorCodes.PayloadTooLarge, (await Assert.ThrowsAsync<DurableException>(call)).Code);
}
