using System.Text;
using Durable.Storage;
using Durable.Tests.Harness;

namespace Durable.Tests.Journal;

/// <summary>What is sent to a run that is just being parked brings it back, although it is stored before the run is stuck.</summary>
[Proves("B-JRN-6")]
[Proves("B-CTL-1")]
public sealed class StuckMessagesTests
{
    private static readonly Script s_waiting = new() { Body = static async (ctx, w, _) => await w.AlphaAsync("a") + await ctx.WaitForSignalAsync(ScriptedWorkflow.Go) };

    private readonly TaskCompletionSource _writing = new();
    private readonly TaskCompletionSource _written = new();

    [Theory]
    [InlineData(StoreKind.Memory, false)]
    [InlineData(StoreKind.Files, false)]
    [InlineData(StoreKind.Memory, true)]
    [InlineData(StoreKind.Files, true)]
    internal async Task Terminate_WhileTheRunIsBeingParked_EndsIt(StoreKind kind, bool dies)
    {
        await using var engine = await Engine.StartAsync(s_waiting, kind: kind);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        var other = new Script { Body = static (_, w, _) => w.AlphaAsync("something else") };
        await engine.RestartAsync(other);
        engine.Store.BeforeCommit = HoldAsync;
        if (dies)
        {
            // Stored, but the process learns nothing more.
            engine.Store.AfterCommit = static _ => new TaskCompletionSource().Task;
        }

        await engine.Client.SignalAsync(Engine.RunId, ScriptedWorkflow.Go, "wakes it");
        await _writing.Task.WaitAsync(Pulse.Patience);
        await engine.Client.TerminateAsync(Engine.RunId, "enough");
        _written.SetResult();
        if (dies)
        {
            await engine.UntilAsync(() => Task.FromResult(engine.Store.Commits > 0));
            await engine.CrashAsync(other);
        }

        Assert.Equal("enough", (await engine.UntilEndedAsync()).Error!.Message);
    }

    [Fact]
    public async Task Terminate_RightAfterAMessageThatCannotBeTaken_EndsTheRun()
    {
        await using var engine = await Engine.StartAsync(s_waiting);
        engine.Store.BeforeCommit = HoldAsync;
        await engine.StartRunAsync();
        await _writing.Task.WaitAsync(Pulse.Patience);

        await engine.Store.AppendInboxAsync(
            Engine.RunId, new InboxEntry(InboxKinds.Update, "gone", Encoding.UTF8.GetBytes("""{"id":"u-1","input":null}"""), engine.Time.GetUtcNow()));
        await engine.UntilAsync(() => Task.FromResult(engine.Store.InboxReads > 0));
        await engine.Client.TerminateAsync(Engine.RunId, "enough");
        await engine.UntilAsync(() => Task.FromResult(engine.Store.InboxReads > 1));
        _written.SetResult();

        Assert.Equal("enough", (await engine.UntilEndedAsync()).Error!.Message);
    }

    [Fact]
    public async Task Terminate_TakenJustBeforeTheBodyIsFoundOut_EndsTheRun()
    {
        var foreign = new TaskCompletionSource();
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = async (_, w, _) =>
            {
                await Task.WhenAny(foreign.Task, w.AlphaAsync("a"));
                return await foreign.Task.ContinueWith(static _ => "never", TaskScheduler.Default);
            },
        });
        engine.Store.BeforeCommit = HoldAsync;
        await engine.StartRunAsync();
        await _writing.Task.WaitAsync(Pulse.Patience);

        await engine.Client.TerminateAsync(Engine.RunId, "enough");
        await engine.UntilAsync(() => Task.FromResult(engine.Store.InboxReads > 0));
        foreign.SetResult();
        _written.SetResult();

        Assert.Equal("enough", (await engine.UntilEndedAsync()).Error!.Message);
    }

    private Task HoldAsync(RunCommit commit)
    {
        _writing.TrySetResult();
        return _written.Task;
    }
}
