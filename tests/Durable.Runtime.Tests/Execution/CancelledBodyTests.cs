using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Execution;

/// <summary>What a body can still do once its run is cancelled: nothing, except in <c>DetachedAsync</c>.</summary>
[Proves("B-CTL-1")]
public sealed class CancelledBodyTests
{
    [Fact]
    public async Task EveryOperation_AfterTheCancel_Throws()
    {
        var script = Code(static async (ctx, w, trace) =>
        {
            foreach (var (name, operation) in Operations(ctx, w))
            {
                trace($"{name} {await OutcomeAsync(operation)}");
            }
        });
        await using var engine = await StartAsync(script);

        await CancelAsync(engine);

        Assert.Equal(
            ["sleep", "sleepUntil", "signal", "timed", "until", "timedUntil", "ask", "checkpoint", "step", "inline", "stream", "forEach", "scope", "lock", "send", "child", "start"],
            script.LastTrace.Select(line => line.Split(' ')[0]));
        Assert.All(script.LastTrace, line => Assert.EndsWith(" cancelled", line, StringComparison.Ordinal));
        Assert.Empty(script.Calls);
        Assert.Equal(["start", "cancel", "end"], (await engine.JournalAsync()).Where(line => line is "start" or "cancel" or "end" || line.Contains("late", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task EveryOperation_DetachedAfterTheCancel_GoesOn()
    {
        var script = Code(static (ctx, w, trace) => ctx.DetachedAsync(async () =>
        {
            foreach (var (name, operation) in Operations(ctx, w))
            {
                if (name is not ("signal" or "until" or "ask"))
                {
                    trace($"{name} {await OutcomeAsync(operation)}");
                }
            }
        }));
        await using var engine = await StartAsync(script);

        await CancelAsync(engine);

        Assert.Equal(14, script.LastTrace.Count);
        Assert.All(script.LastTrace, line => Assert.EndsWith(" completed", line, StringComparison.Ordinal));
        Assert.Equal(["Alpha(late) 1", "forEach[a]/Alpha(late) 1", "scope/Alpha(late) 1"], script.Calls);
    }

    [Fact]
    [Proves("B-COMP-5")]
    public async Task Cancel_BodyThatSwallowsIt_IsUndoneAllTheSame()
    {
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                await w.DoAsync(input);
                try
                {
                    await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                }
                catch (OperationCanceledException)
                {
                    return "never mind";
                }

                return "";
            },
        };
        await using var engine = await StartAsync(script);

        await CancelAsync(engine);

        Assert.Equal(["Do(in) 1", "Do#undo(in) 1"], script.Calls.Where(call => call.Contains("(in)", StringComparison.Ordinal)));
    }

    private static IEnumerable<(string Name, Func<Task> Operation)> Operations(WorkflowContext ctx, ScriptedWorkflow w) =>
    [
        ("sleep", () => ctx.SleepAsync(TimeSpan.FromMilliseconds(1))),
        ("sleepUntil", () => ctx.SleepUntilAsync(ctx.Now())),
        ("signal", () => ctx.WaitForSignalAsync(ScriptedWorkflow.Count)),
        ("timed", () => ctx.WaitForSignalAsync(ScriptedWorkflow.Count, TimeSpan.Zero)),
        ("until", () => ctx.WaitUntilAsync(static () => false)),
        ("timedUntil", () => ctx.WaitUntilAsync(static () => false, TimeSpan.Zero)),
        ("ask", () => ctx.AskAsync(new Ask<string>("why"), AskPrompt.Text("Why?"))),
        ("checkpoint", () => ctx.CheckpointAsync("late")),
        ("step", () => w.AlphaAsync("late")),
        ("inline", () => ctx.StepAsync("late", static _ => Task.FromResult("late"))),
        ("stream", () => ctx.StreamAsync("late", Words())),
        ("forEach", () => ctx.ForEachAsync(["a"], static key => key, _ => w.AlphaAsync("late"))),
        ("scope", () => ctx.ScopeAsync("scope", () => w.AlphaAsync("late"))),
        ("lock", async () =>
        {
            await using (await ctx.LockAsync("late"))
            {
            }
        }),
        ("send", () => ctx.SignalAsync("other", ScriptedWorkflow.Go, "late")),
        ("child", () => ChildWorkflow.RunChildAsync(ctx, "late")),
        ("start", () => ChildWorkflow.StartChildAsync(ctx, "late", new() { ParentClosePolicy = ParentClosePolicy.Abandon })),
    ];

    private static async IAsyncEnumerable<string> Words()
    {
        await Task.CompletedTask;
        yield return "late";
    }

    private static async Task<string> OutcomeAsync(Func<Task> operation)
    {
        try
        {
            await operation();
            return "completed";
        }
        catch (OperationCanceledException)
        {
            return "cancelled";
        }
        catch (Exception exception)
        {
            return exception.Message;
        }
    }

    private static Script Code(Func<WorkflowContext, ScriptedWorkflow, Action<string>, Task> afterTheCancel)
    {
        Script? script = null;
        return script = new Script
        {
            Body = async (ctx, w, input) =>
            {
                if (input == "other")
                {
                    return await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                }

                try
                {
                    return await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                }
                finally
                {
                    await afterTheCancel(ctx, w, script!.Trace);
                }
            },
        };
    }

    private static Task<Engine> StartAsync(Script script) => Engine.StartAsync(script, static durable =>
    {
        // In memory, so that the body is called once.
        durable.ConfigureWorker(static worker => worker.IdleEviction = TimeSpan.FromHours(1));
        durable.AddWorkflow<ChildWorkflow>().Services.AddSingleton(new ChildScript(static (_, _, input) => Task.FromResult(input)));
    });

    private static async Task CancelAsync(Engine engine)
    {
        await engine.StartRunAsync("other", "other");
        await engine.StartRunAsync();
        await engine.UntilAsync(info => info.Status == RunStatus.Waiting, "other");
        await engine.UntilAsync(info => info.Status == RunStatus.Waiting);

        await engine.Client.CancelAsync(Engine.RunId);

        while ((await engine.Client.GetAsync(Engine.RunId))!.IsFinished == false)
        {
            var info = await engine.UntilAsync(info => info.IsFinished || info.WakeAt is not null);
            if (info.WakeAt is { } due && due > engine.Time.GetUtcNow())
            {
                engine.Time.Advance(due - engine.Time.GetUtcNow());
            }
        }

        Assert.Equal(RunStatus.Cancelled, (await engine.Client.GetAsync(Engine.RunId))!.Status);
    }
}
