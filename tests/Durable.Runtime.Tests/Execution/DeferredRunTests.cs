using Durable.Tests.Handlers;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Execution;

/// <summary>A run whose class cannot be created just now: it keeps what it is sent, whatever that is, and is tried again.</summary>
public sealed class DeferredRunTests
{
    private readonly TaskCompletionSource _begun = new();
    private readonly TaskCompletionSource<string> _elsewhere = new();
    private volatile bool _isBroken;

    [Fact, Proves("B-CHILD-2")]
    public async Task Constructor_ThrowsWhenAChildHasEnded_RunGetsTheEndLater()
    {
        await using var engine = await StartAsync(static (ctx, _, _) => ChildWorkflow.RunChildAsync(ctx, "c"));

        await BreakAsync(engine, () => engine.Client.SignalAsync("run-1/1/child", ChildWorkflow.Go, "done"), "childEnd child");

        Assert.Equal("done", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact, Proves("B-STEP-10")]
    public async Task Constructor_ThrowsWhenAStepElsewhereIsDone_RunGetsItsOutcomeLater()
    {
        await using var engine = await StartAsync(static (_, w, _) => w.RemoteAsync("r"));
        await _begun.Task.WaitAsync(Pulse.Patience);

        await BreakAsync(
            engine,
            () =>
            {
                _elsewhere.SetResult("done");
                return Task.CompletedTask;
            },
            "step Remote");

        Assert.Equal("done", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact, Proves("B-WAIT-7")]
    public async Task Constructor_ThrowsWhenHandlersAreDue_TheyRunLater()
    {
        await using var engine = await Engine.StartAsync(durable => durable.AddWorkflow<CartWorkflow>().Services.AddTransient(_ => Unless(new CartProbe())));
        var carts = engine.Host.Services.GetRequiredService<CartWorkflow.Client>();
        await carts.StartAsync(9, new() { RunId = Engine.RunId });
        await engine.UntilAsleepAsync();

        Task? clearing = null;
        await BreakAsync(
            engine,
            async () =>
            {
                await carts.Get(Engine.RunId).SignalAsync(CartWorkflow.Note, "noted");
                clearing = carts.Get(Engine.RunId).ClearAsync(cancellationToken: engine.Patience);
            },
            "update");

        await clearing!;
        await engine.WakeAsync();
        await carts.Get(Engine.RunId).SignalAsync(CartWorkflow.Close, "closed");
        Assert.Equal("closed:  + 0 [limit 9,noted]", await carts.Get(Engine.RunId).ResultAsync(engine.Patience));
    }

    [Fact, Proves("B-CTL-1")]
    public async Task Terminate_WhileTheRunIsPutOff_EndsIt()
    {
        var puttingOff = new TaskCompletionSource();
        var terminated = new TaskCompletionSource();
        await using var engine = await StartAsync(static (ctx, _, _) => ctx.WaitForSignalAsync(ScriptedWorkflow.Go));
        _isBroken = true;
        engine.Store.BeforeCommit = _ =>
        {
            puttingOff.TrySetResult();
            return terminated.Task;
        };

        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "too late");
        await puttingOff.Task.WaitAsync(Pulse.Patience);
        await engine.Client.TerminateAsync(Engine.RunId);
        await engine.UntilAsync(() => Task.FromResult(engine.Store.InboxReads > 0));
        terminated.SetResult();

        Assert.Equal(RunStatus.Terminated, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["start", "signal", "end"], await engine.JournalAsync());
    }

    /// <summary>A run that is asleep, waiting for what the body asked for.</summary>
    private async Task<Engine> StartAsync(Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> body)
    {
        var script = new Script
        {
            Body = body,
            Step = (_, _) =>
            {
                _begun.SetResult();
                return _elsewhere.Task;
            },
        };
        var engine = await Engine.StartAsync(durable =>
        {
            durable.ConfigureWorker(static worker => worker.Queues = ["default", "gpu"]);
            durable.AddWorkflow<ScriptedWorkflow>().AddWorkflow<ChildWorkflow>();
            durable.Services.AddTransient(_ => Unless(script)).AddSingleton(new ChildScript(static (ctx, _, _) => ctx.WaitForSignalAsync(ChildWorkflow.Go)));
        });
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        return engine;
    }

    /// <summary>Does something that wakes the run while its class cannot be created, until that is recorded; then it can be created again.</summary>
    private async Task BreakAsync(Engine engine, Func<Task> wake, string recorded)
    {
        _isBroken = true;
        await wake();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Exists(line => line.StartsWith(recorded, StringComparison.Ordinal)), async () => string.Join(", ", await engine.JournalAsync()));
        var deferred = await engine.UntilAsync(static info => info.Worker is null);
        Assert.Equal((RunStatus.Waiting, "not today"), (deferred.Status, deferred.Reason));
        _isBroken = false;
        engine.Time.Advance(deferred.WakeAt!.Value - engine.Time.GetUtcNow());
    }

    private T Unless<T>(T service) => _isBroken ? throw new InvalidOperationException("not today") : service;
}
