using Durable.Testing;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Durable.Tests.Journal;

/// <summary>A keyed step that was moved behind others may be asked for later than it was recorded, but not with another input: whoever replays the run says so.</summary>
[Proves("B-JRN-6")]
public sealed class MovedStepTests : IDisposable
{
    private readonly PaidWorkflow.Code _code = new();
    private readonly LogLines _log = new();

    [Fact]
    public async Task Run_InputChanged_IsStuck()
    {
        await using var engine = await ChangeAsync();

        await engine.Client.SignalAsync(Engine.RunId, PaidWorkflow.Go, "!");

        Assert.Contains("the code passes another input", (await engine.UntilStuckAsync()).Reason, StringComparison.Ordinal);
        Assert.Contains(_log.Entries, static line => line.Id == 1);
    }

    [Fact, Proves("B-SHOW-4")]
    public async Task Verify_InputChanged_IsADifference()
    {
        await using var engine = await ChangeAsync();
        var history = await engine.Client.ExportHistoryAsync(Engine.RunId);

        var difference = await Assert.ThrowsAsync<ReplayMismatchException>(() => Replay.VerifyAsync(history, Configure));

        Assert.Equal((2, "Pay[o-42]"), (difference.Position, difference.StepId));
        Assert.DoesNotContain(_log.Entries, static line => line.Id == 1);
    }

    [Fact, Proves("B-WAIT-7")]
    public async Task Query_InputChanged_IsRefused()
    {
        await using var engine = await ChangeAsync();
        var run = engine.Host.Services.GetRequiredService<PaidWorkflow.Client>().Get(Engine.RunId);

        await Assert.ThrowsAsync<ReplayMismatchException>(() => run.PaidAsync(engine.Patience));

        // The run itself is only asked.
        Assert.Equal(RunStatus.Waiting, (await run.GetInfoAsync()).Status);
        Assert.DoesNotContain(_log.Entries, static line => line.Id == 1);
    }

    public void Dispose() => _log.Dispose();

    /// <summary>A run that has paid and slept, under code that pays after the sleep.</summary>
    private async Task<Engine> ChangeAsync()
    {
        var engine = await Engine.StartAsync(Configure);
        await engine.Host.Services.GetRequiredService<PaidWorkflow.Client>().StartAsync(new() { RunId = Engine.RunId });
        await engine.WakeAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Count == 4);
        await engine.UntilAsleepAsync();
        Assert.Equal(["start", "step Pay[o-42]", "sleep sleep", "wake sleep"], await engine.JournalAsync());
        _code.IsChanged = true;
        return engine;
    }

    private void Configure(DurableBuilder durable)
    {
        durable.AddWorkflow<PaidWorkflow>();
        durable.Services.AddSingleton(_code).AddLogging(logging => logging.AddProvider(_log));
    }
}
