using Durable.Tests.Harness;

namespace Durable.Tests.Execution;

public sealed class EvictionTests
{
    [Fact, Proves("B-WAIT-6")]
    public async Task Parking_CatchAndFinallyOfTheBody_DoNotRun()
    {
        Script? script = null;
        script = new Script
        {
            Body = async (ctx, w, input) =>
            {
                try
                {
                    script!.Trace("in");
                    await ctx.SleepAsync(TimeSpan.FromHours(1));
                    await w.AlphaAsync(input);
                    return await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                }
                catch (Exception exception)
                {
                    script!.Trace($"caught {exception.Message}");
                    throw;
                }
                finally
                {
                    script!.Trace("finally");
                }
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.WakeAsync();
        await engine.UntilAsync(info => info is { Status: RunStatus.Waiting, Worker: null, WakeAt: null });
        await engine.RestartAsync(script);
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "go");
        await engine.Run.ResultAsync(engine.Patience);

        Assert.Equal(3, script.Traces.Count);
        Assert.All(script.Traces.SkipLast(1), trace => Assert.Equal(["in"], trace));
        Assert.Equal(["in", "finally"], script.LastTrace);
    }

    [Fact, Proves("B-WAIT-6")]
    public async Task Idle_ForLessThanTheEvictionTime_StaysInMemory()
    {
        var script = new Script { Body = static (ctx, _, _) => ctx.WaitForSignalAsync(ScriptedWorkflow.Go) };
        await using var engine = await Engine.StartAsync(script, static durable => durable.ConfigureWorker(o => o.IdleEviction = TimeSpan.FromSeconds(2)));
        var run = await engine.StartRunAsync();
        await engine.Time.WhenTimerSetAsync(engine.Time.GetUtcNow().AddSeconds(2)).WaitAsync(Pulse.Patience);

        engine.Time.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromMilliseconds(1));
        Assert.NotNull((await run.GetInfoAsync()).Worker);
        engine.Time.Advance(TimeSpan.FromMilliseconds(1));
        await engine.UntilAsleepAsync();
        await run.SignalAsync(ScriptedWorkflow.Go, "back");

        Assert.Equal("back", await run.ResultAsync(engine.Patience));
        Assert.Equal(2, script.Traces.Count);
    }

    [Fact]
    public async Task Busy_Run_NeverReplays()
    {
        var script = new Script
        {
            Body = static async (_, w, input) =>
            {
                for (var i = 0; i < 50; i++)
                {
                    input = await w.AlphaAsync(input);
                }

                return input;
            },
        };
        await using var engine = await Engine.StartAsync(script);

        Assert.Equal("in", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
        Assert.Single(script.Traces);
        Assert.Equal(50, script.Calls.Count);
    }

    [Fact]
    [Proves("B-WORK-5")]
    public async Task MaxConcurrentRuns_ManyRuns_IsNeverExceededAndAllFinish()
    {
        var inMemory = 0;
        var most = 0;
        var script = new Script
        {
            Body = async (ctx, w, input) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inMemory));
                await w.AlphaAsync(input);
                Interlocked.Decrement(ref inMemory);
                return input;
            },
            Step = static async (a, _) =>
            {
                await Task.Yield();
                return a;
            },
        };
        await using var engine = await Engine.StartAsync(script, static durable => durable.ConfigureWorker(o => o.MaxConcurrentRuns = 3));
        for (var i = 0; i < 40; i++)
        {
            await engine.StartRunAsync(runId: $"run-{i}");
        }

        for (var i = 0; i < 40; i++)
        {
            await engine.UntilEndedAsync($"run-{i}");
        }

        Assert.InRange(most, 1, 3);
    }

    [Fact]
    [Proves("B-WORK-5")]
    public async Task MaxConcurrentSteps_ManySteps_IsNeverExceededAndAllRun()
    {
        var running = 0;
        var most = 0;
        var gate = new Lock();
        var script = new Script
        {
            Body = static async (_, w, _) => $"{(await Task.WhenAll(Enumerable.Range(0, 60).Select(i => w.AlphaAsync($"{i}")))).Length}",
            Step = async (a, _) =>
            {
                var now = Interlocked.Increment(ref running);
                lock (gate)
                {
                    most = Math.Max(most, now);
                }

                await Task.Yield();
                Interlocked.Decrement(ref running);
                return a;
            },
        };
        await using var engine = await Engine.StartAsync(script, static durable => durable.ConfigureWorker(o => o.MaxConcurrentSteps = 4));

        Assert.Equal("60", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
        Assert.InRange(most, 1, 4);
    }
}
