using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Durable.Tests.Execution;

/// <summary>What the author hung on <c>ctx.CancellationToken</c>, and throws.</summary>
[Proves("B-CTL-1")]
public sealed class CancelCallbackTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancel_CallbackThrows_RunIsCancelledAndUndoneAllTheSame(bool dies)
    {
        var log = new LogLines();
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                await w.DoAsync("a");
                ctx.CancellationToken.Register(static () => throw new ObjectDisposedException("source"));
                return await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
            },
        };
        await using var engine = await Engine.StartAsync(script, durable => durable.Services.AddLogging(logging => logging.AddProvider(log)));
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        if (dies)
        {
            // Once the cancel is recorded: it is found in the journal.
            engine.Store.AfterCommit = _ => throw new StoreFailedException("killed");
        }

        await engine.Client.CancelAsync(Engine.RunId);
        if (dies)
        {
            await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("cancel"));
            await engine.CrashAsync(script);
        }

        Assert.Equal(RunStatus.Cancelled, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["Do(a) 1", "Do#undo(a) 1"], script.Calls);
        if (!dies)
        {
            Assert.Equal(LogLevel.Warning, (await log.FirstAsync(15)).Level);
        }
    }
}
