using Durable.Tests.Harness;
using Durable.Tests.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Execution;

public sealed class WorkerTests
{
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(30);

    [Fact, Proves("B-WORK-2"), Proves("B-WORK-1"), Proves("B-WORK-3")]
    public async Task Lease_LostWhileAStepRuns_AnotherTakesOverAndTheOldOneChangesNothing()
    {
        var frozen = new TaskCompletionSource<string>();
        var running = new TaskCompletionSource();
        await using var engine = await Engine.StartAsync(
            new Script
            {
                Body = static (_, w, input) => w.AlphaAsync(input),
                Step = (_, _) =>
                {
                    running.SetResult();
                    return frozen.Task;
                },
            },
            Lease);
        await engine.StartRunAsync("x");
        await running.Task.WaitAsync(Pulse.Patience);
        var old = engine.Store;

        // It wakes up and writes as if nothing had happened.
        old.IsFrozen = true;
        engine.Time.Advance(s_lease);
        var next = new Script { Body = static (_, w, input) => w.AlphaAsync(input), Step = static (a, _) => Task.FromResult(a + " by the other") };
        await engine.LiveBesideAsync(next);
        var result = await engine.Run.ResultAsync(engine.Patience);
        var lines = await engine.LinesAsync();
        frozen.SetResult("by the frozen one");
        await engine.UntilAsync(() => Task.FromResult(old.Fenced == 1));

        Assert.Equal("x by the other", result);
        Assert.Equal(lines, await engine.LinesAsync());
    }

    [Fact, Proves("B-WORK-2")]
    public async Task Lease_LostToOneself_RunningStepSeesItsToken()
    {
        var cancelled = new TaskCompletionSource();
        var running = new TaskCompletionSource();
        var frozen = new TaskCompletionSource<string>();
        await using var engine = await Engine.StartAsync(
            new Script
            {
                Body = static (_, w, input) => w.AlphaAsync(input),
                Step = (a, step) =>
                {
                    if (running.TrySetResult())
                    {
                        step.CancellationToken.Register(cancelled.SetResult);
                        return frozen.Task;
                    }

                    return Task.FromResult(a);
                },
            },
            Lease);
        await engine.StartRunAsync("x");
        await running.Task.WaitAsync(Pulse.Patience);

        // The store does not answer renewals; the worker itself takes the run over once the lease has run out.
        engine.Store.RenewsNothing = true;
        engine.Time.Advance(s_lease);
        await cancelled.Task.WaitAsync(Pulse.Patience);

        Assert.Equal("x", await engine.Run.ResultAsync(engine.Patience));
        frozen.SetResult("late");
    }

    [Fact, Proves("B-WORK-2")]
    public async Task Lease_OfALongStep_IsRenewedInTime()
    {
        var running = new TaskCompletionSource();
        var finish = new TaskCompletionSource<string>();
        var script = new Script
        {
            Body = static (_, w, input) => w.AlphaAsync(input),
            Step = (_, _) =>
            {
                running.SetResult();
                return finish.Task;
            },
        };
        await using var engine = await Engine.StartAsync(script, Lease);
        var run = await engine.StartRunAsync("x");
        await running.Task.WaitAsync(Pulse.Patience);
        for (var i = 1; i <= 12; i++)
        {
            engine.Time.Advance(s_lease / 3);
            await engine.UntilAsync(() => Task.FromResult(engine.Store.Renewals >= i));
        }

        finish.SetResult("done");
        Assert.Equal("done", await run.ResultAsync(engine.Patience));
        Assert.Single(script.Calls);
    }

    [Fact, Proves("B-RUN-6")]
    public async Task Run_OfAWorkflowThisProcessLacks_IsLeftForOthersAndVisible()
    {
        Script Code() => new() { Body = static async (ctx, w, input) => await w.AlphaAsync(await ctx.WaitForSignalAsync(ScriptedWorkflow.Go)) };
        await using var engine = await Engine.StartAsync(Code());
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "x");

        await engine.RestartAsync(null, static durable => durable.AddWorkflow<OrderWorkflow>());
        var info = (await engine.Client.GetAsync(Engine.RunId))!;
        Assert.Equal(("scripted", null), (info.Workflow, info.Worker));
        await engine.RestartAsync(Code());

        Assert.Equal("x", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Store_ThatFails_StopsTheWorkerAndTheRunGoesOnAfterARestart()
    {
        Script Code() => new() { Body = static async (_, w, input) => await w.BetaAsync(await w.AlphaAsync(input)) };
        await using var engine = await Engine.StartAsync(Code());
        engine.Store.BeforeCommit = static commit => commit.ExpectedLength == 2 ? throw new InvalidOperationException("a store of one's own") : Task.CompletedTask;
        await engine.StartRunAsync("x");
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Count == 2);

        await engine.Host.StopAsync().WaitAsync(Pulse.Patience);
        await engine.KillAsync();
        await engine.LiveAsync(Code());

        Assert.Equal("x", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["start", "step Alpha", "step Beta", "end"], await engine.JournalAsync());
    }

    [Fact]
    public async Task Step_AndBody_DoNotShareAmbientContext()
    {
        var ambient = new AsyncLocal<string?>();
        var seen = new List<string>();
        var script = new Script
        {
            Body = async (_, w, input) =>
            {
                ambient.Value = "body";
                await w.AlphaAsync(input);
                seen.Add($"body sees {ambient.Value}");
                return await w.BetaAsync(input);
            },
            Step = async (a, _) =>
            {
                seen.Add($"step sees {ambient.Value ?? "nothing"} {SynchronizationContext.Current?.GetType().Name ?? "nothing"}");
                ambient.Value = "step";
                await Task.Yield();
                return a;
            },
        };
        await using var engine = await Engine.StartAsync(script);

        await (await engine.StartRunAsync()).ResultAsync(engine.Patience);

        Assert.Equal(["step sees nothing nothing", "body sees body", "step sees nothing nothing"], seen);
    }

    private static void Lease(DurableBuilder durable) => durable.ConfigureWorker(o => o.LeaseDuration = s_lease);
}
