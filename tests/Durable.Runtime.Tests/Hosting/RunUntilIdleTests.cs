using Durable.Tests.Harness;

namespace Durable.Tests.Hosting;

public sealed class RunUntilIdleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunUntilIdle_NothingStarted_ReturnsAtOnce()
    {
        await using var engine = await Engine.StartAsync(new Script { Body = static (_, _, input) => Task.FromResult(input) });

        await engine.Host.RunUntilIdleAsync(Token);
    }

    [Fact]
    public async Task RunUntilIdle_RunsWithSteps_AllHaveEnded()
    {
        var script = new Script
        {
            Body = static async (_, workflow, input) => await workflow.AlphaAsync(input) + await workflow.AlphaAsync(input),
            Step = static async (argument, _) =>
            {
                await Task.Yield();
                return argument;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        for (var i = 0; i < 100; i++)
        {
            await engine.StartRunAsync(runId: $"run-{i}");
        }

        await engine.Host.RunUntilIdleAsync(Token);

        await foreach (var run in engine.Client.ListAsync(cancellationToken: Token))
        {
            Assert.Equal(RunStatus.Completed, run.Status);
        }
    }

    [Fact]
    public async Task RunUntilIdle_RunWaitsForASignal_IsNotWaitedFor()
    {
        await using var engine = await Engine.StartAsync(new Script { Body = static (ctx, _, _) => ctx.WaitForSignalAsync(ScriptedWorkflow.Go) });
        await engine.StartRunAsync();

        await engine.Host.RunUntilIdleAsync(Token);
        Assert.Equal(RunStatus.Waiting, (await engine.Client.GetAsync(Engine.RunId, Token))!.Status);

        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "on", cancellationToken: Token);
        await engine.Host.RunUntilIdleAsync(Token);
        Assert.Equal(RunStatus.Completed, (await engine.Client.GetAsync(Engine.RunId, Token))!.Status);
    }

    [Fact]
    public async Task RunUntilIdle_SleepLaterThanTheEviction_IsNotWaitedFor()
    {
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = static async (ctx, _, input) =>
            {
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return input;
            },
        });
        await engine.StartRunAsync();

        await engine.Host.RunUntilIdleAsync(Token);

        Assert.Equal(RunStatus.Waiting, (await engine.Client.GetAsync(Engine.RunId, Token))!.Status);
    }

    [Fact]
    public async Task RunUntilIdle_RetryWithinTheEviction_IsWaitedFor()
    {
        var script = new Script
        {
            Body = static (_, workflow, input) => workflow.TimedAsync(input),
            Step = static (argument, step) => step.Attempt == 1 ? throw new TimeoutException() : Task.FromResult(argument),
        };
        await using var engine = await Engine.StartAsync(
            script, durable => durable.ConfigureWorker(worker => worker.IdleEviction = TimeSpan.FromMinutes(1)));
        await engine.StartRunAsync();

        var idle = engine.Host.RunUntilIdleAsync(Token);
        await engine.Time.WhenTimerSetAsync(engine.Time.GetUtcNow().AddSeconds(10));
        Assert.False(idle.IsCompleted);
        engine.Time.Advance(TimeSpan.FromSeconds(10));
        await idle;

        Assert.Equal(RunStatus.Completed, (await engine.Client.GetAsync(Engine.RunId, Token))!.Status);
    }

    [Fact]
    public async Task RunUntilIdle_ParentAndChildren_AllHaveEnded()
    {
        var script = new Script
        {
            Body = static async (ctx, _, input) => string.Concat(await Task.WhenAll(
                Enumerable.Range(0, 20).Select(i => ChildWorkflow.RunChildAsync(ctx, input)))),
        };
        await using var engine = await Engine.StartAsync(script, durable =>
        {
            durable.Services.Add(new(typeof(ChildScript), new ChildScript(static (_, child, input) => child.DoAsync(input))));
            durable.AddWorkflow<ChildWorkflow>();
        });
        await engine.StartRunAsync("x");

        await engine.Host.RunUntilIdleAsync(Token);

        Assert.Equal(new string('x', 20), await engine.Run.ResultAsync(Token));
        await foreach (var run in engine.Client.ListAsync(cancellationToken: Token))
        {
            Assert.Equal(RunStatus.Completed, run.Status);
        }
    }

    [Fact]
    public async Task RunUntilIdle_GivenUp_ThrowsWithTheCallersToken()
    {
        var hold = new TaskCompletionSource<string>();
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = static (_, workflow, input) => workflow.AlphaAsync(input),
            Step = (_, _) => hold.Task,
        });
        await engine.StartRunAsync();
        using var giveUp = new CancellationTokenSource();

        var idle = engine.Host.RunUntilIdleAsync(giveUp.Token);
        await giveUp.CancelAsync();

        Assert.Equal(giveUp.Token, (await Assert.ThrowsAsync<OperationCanceledException>(() => idle)).CancellationToken);
        hold.SetResult("");
    }

    [Fact]
    public async Task RunUntilIdle_HostStops_SaysSo()
    {
        var hold = new TaskCompletionSource<string>();
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = static (_, workflow, input) => workflow.AlphaAsync(input),
            Step = (_, _) => hold.Task,
        });
        await engine.StartRunAsync();

        var idle = engine.Host.RunUntilIdleAsync(Token);
        await engine.Host.StopAsync(new CancellationToken(canceled: true));

        Assert.Equal(DurableErrorCodes.HostStopped, (await Assert.ThrowsAsync<DurableException>(() => idle)).Code);
        Assert.Equal(DurableErrorCodes.HostStopped, (await Assert.ThrowsAsync<DurableException>(() => engine.Host.RunUntilIdleAsync(Token))).Code);
        hold.SetResult("");
    }
}
