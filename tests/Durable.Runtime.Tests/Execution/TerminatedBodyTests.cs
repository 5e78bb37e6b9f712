using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Execution;

/// <summary>What a body that goes on for a moment after its run was terminated still brings about: nothing.</summary>
[Proves("B-CTL-1")]
public sealed class TerminatedBodyTests
{
    [Fact, Proves("B-CHILD-3")]
    public async Task Terminate_BodyThenStartsAChild_ThereIsNone()
    {
        await using var engine = await TerminateAsync(static (ctx, _, _) => ChildWorkflow.RunChildAsync(ctx, "never", new() { RunId = "child" }));

        Assert.Null(await engine.Client.GetAsync("child"));
    }

    [Fact]
    public async Task Terminate_BodyThenCallsAStepElsewhere_NoTaskIsMade()
    {
        await using var engine = await TerminateAsync(static (_, w, _) => w.RemoteAsync("never"));

        var runs = new List<string>();
        await foreach (var row in engine.Store.QueryAsync(new()))
        {
            runs.Add(row.RunId);
        }

        Assert.Equal(["other", Engine.RunId], runs.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Terminate_BodyThenSendsASignal_ItIsNotSent()
    {
        await using var engine = await TerminateAsync(static async (ctx, _, _) =>
        {
            await ctx.SignalAsync("other", ScriptedWorkflow.Go, "never");
            return "";
        });

        await engine.Client.CancelAsync("other");
        await engine.UntilEndedAsync("other");
        Assert.DoesNotContain("signal", await engine.JournalAsync("other"));
    }

    /// <summary>Terminates a run while its step's outcome is being written; <paramref name="next"/> is what the body does when it has the outcome.</summary>
    private static async Task<Engine> TerminateAsync(Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> next)
    {
        var writing = new TaskCompletionSource();
        var written = new TaskCompletionSource();
        var wentOn = new TaskCompletionSource();
        var script = new Script
        {
            Body = async (ctx, w, input) =>
            {
                if (input == "other")
                {
                    return await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                }

                await w.AlphaAsync("fast");
                wentOn.SetResult();
                return await next(ctx, w, input);
            },
        };
        var engine = await Engine.StartAsync(script, static durable =>
            durable.AddWorkflow<ChildWorkflow>().Services.AddSingleton(new ChildScript(static (_, _, input) => Task.FromResult(input))));
        await engine.StartRunAsync("other", "other");
        await engine.UntilAsleepAsync("other");
        engine.Store.BeforeCommit = _ =>
        {
            writing.TrySetResult();
            return written.Task;
        };
        await engine.StartRunAsync();
        await writing.Task.WaitAsync(Pulse.Patience);
        await engine.Client.TerminateAsync(Engine.RunId);
        await engine.UntilAsync(() => Task.FromResult(engine.Store.InboxReads > 0));

        written.SetResult();
        await wentOn.Task.WaitAsync(Pulse.Patience);
        Assert.Equal(RunStatus.Terminated, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["start", "step Alpha", "end"], await engine.JournalAsync());
        return engine;
    }
}
