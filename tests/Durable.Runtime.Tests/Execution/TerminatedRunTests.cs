using System.Text;
using Durable.Storage;
using Durable.Tests.Harness;

namespace Durable.Tests.Execution;

/// <summary>Terminating is the way out of everything: it works whatever state a run is in.</summary>
[Proves("B-CTL-1")]
public sealed class TerminatedRunTests
{
    [Theory]
    [InlineData(StoreKind.Memory, InboxKinds.Update)]
    [InlineData(StoreKind.Files, InboxKinds.Update)]
    [InlineData(StoreKind.Files, "sentByANewerVersion")]
    internal async Task Terminate_RunWithAMessageItCannotTake_EndsItAndItCanBeDeleted(StoreKind store, string kind)
    {
        await using var engine = await Engine.StartAsync(Waiting(), kind: store);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await SendAsync(engine, kind);
        await engine.UntilStuckAsync();

        await engine.Client.TerminateAsync(Engine.RunId, "never mind");

        var ended = await engine.UntilEndedAsync();
        Assert.Equal((RunStatus.Terminated, "never mind"), (ended.Status, ended.Error!.Message));
        Assert.Equal(["start", "end"], await engine.JournalAsync());
        await engine.Client.DeleteAsync(Engine.RunId);
        Assert.Null(await engine.Client.GetAsync(Engine.RunId));
    }

    private static Script Waiting() => new() { Body = static (ctx, _, _) => ctx.WaitForSignalAsync(ScriptedWorkflow.Go) };

    private static async Task SendAsync(Engine engine, string kind) => await engine.Store.AppendInboxAsync(
        Engine.RunId, new InboxEntry(kind, "gone", Encoding.UTF8.GetBytes("""{"id":"u-1","input":null}"""), engine.Time.GetUtcNow()));
}
