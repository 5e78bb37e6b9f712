using Durable.Tests.Harness;

namespace Durable.Tests.Execution;

[Proves("B-WORK-4")]
public sealed class StoppingTests
{
    [Fact]
    public async Task Stop_StepRunning_GetsTimeToFinishAndTheLeaseIsGivenBack()
    {
        var running = new TaskCompletionSource();
        var finish = new TaskCompletionSource<string>();
        Script Code() => new()
        {
            Body = static async (_, w, input) => await w.BetaAsync(await w.AlphaAsync(input)),
            Step = (a, step) =>
            {
                running.TrySetResult();
                return step.StepId == "Alpha" ? finish.Task : Task.FromResult(a + "!");
            },
        };
        var first = Code();
        await using var engine = await Engine.StartAsync(first);
        await engine.StartRunAsync("x");
        await running.Task.WaitAsync(Pulse.Patience);

        // The limit on stopping is set after every run was told to stop.
        var stopped = engine.Host.StopAsync();
        await engine.Time.WhenTimerSetAsync(engine.Time.GetUtcNow() + WorkerOptions.DefaultStopTimeout).WaitAsync(Pulse.Patience);
        Assert.False(stopped.IsCompleted);
        finish.SetResult("done");
        await stopped.WaitAsync(Pulse.Patience);

        // Alpha's outcome was recorded, Beta was not started any more, and nothing waits for a lease to run out.
        Assert.Equal(["Alpha(x) 1"], first.Calls);
        var second = Code();
        await engine.LiveAsync(second);
        Assert.Equal("done!", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["Beta(done) 1"], second.Calls);
    }

    [Fact]
    public async Task Stop_StepOutlastsTheTimeOut_SeesItsTokenAndRunsAgainLater()
    {
        var running = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        var finish = new TaskCompletionSource<string>();
        await using var engine = await Engine.StartAsync(
            new Script
            {
                Body = static (_, w, input) => w.AlphaAsync(input),
                Step = (_, step) =>
                {
                    step.CancellationToken.Register(cancelled.SetResult);
                    running.SetResult();
                    return finish.Task;
                },
            },
            static durable => durable.ConfigureWorker(o => o.StopTimeout = TimeSpan.FromSeconds(20)));
        await engine.StartRunAsync("x");
        await running.Task.WaitAsync(Pulse.Patience);

        var stopped = engine.Host.StopAsync();
        await engine.Time.WhenTimerSetAsync(engine.Time.GetUtcNow().AddSeconds(20)).WaitAsync(Pulse.Patience);
        engine.Time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(stopped.IsCompleted);
        Assert.False(cancelled.Task.IsCompleted);
        engine.Time.Advance(TimeSpan.FromSeconds(1));
        await stopped.WaitAsync(Pulse.Patience);
        await cancelled.Task.WaitAsync(Pulse.Patience);
        finish.SetResult("too late");
        await engine.LiveAsync(new Script { Body = static (_, w, input) => w.AlphaAsync(input) });

        Assert.Equal("x", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["start", "step Alpha", "end"], await engine.JournalAsync());
    }

    [Fact]
    public async Task Stop_AttemptsWaitingForAPlace_AreNotStarted()
    {
        var running = new TaskCompletionSource();
        var finish = new TaskCompletionSource<string>();
        var script = new Script
        {
            Body = static async (_, w, _) => string.Join("", await Task.WhenAll(w.AlphaAsync("a"), w.AlphaAsync("b"), w.AlphaAsync("c"))),
            Step = (a, _) =>
            {
                running.TrySetResult();
                return finish.Task;
            },
        };
        await using var engine = await Engine.StartAsync(script, static durable => durable.ConfigureWorker(o => (o.MaxConcurrentSteps, o.StopTimeout) = (1, TimeSpan.Zero)));
        await engine.StartRunAsync();
        await running.Task.WaitAsync(Pulse.Patience);

        await engine.Host.StopAsync().WaitAsync(Pulse.Patience);
        finish.SetResult("x");
        await engine.LiveAsync(new Script { Body = script.Body });

        Assert.Equal("abc", await engine.Run.ResultAsync(engine.Patience));
        Assert.Single(script.Calls);
    }

    [Fact, Proves("B-JRN-6")]
    public async Task Stop_BodyThenWaitsForNothingDurable_IsFoundAndSaid()
    {
        var running = new TaskCompletionSource();
        var finish = new TaskCompletionSource<string>();
        var script = new Script
        {
            Body = static async (_, w, _) => await w.AlphaAsync("a") + await new TaskCompletionSource<string>().Task,
            Step = (_, _) =>
            {
                running.TrySetResult();
                return finish.Task;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();
        await running.Task.WaitAsync(Pulse.Patience);

        var stopped = engine.Host.StopAsync();
        await engine.Time.WhenTimerSetAsync(engine.Time.GetUtcNow() + WorkerOptions.DefaultStopTimeout).WaitAsync(Pulse.Patience);
        finish.SetResult("done");
        await stopped.WaitAsync(Pulse.Patience);
        await engine.LiveAsync(script);

        // Nothing could wake it, so it must not be left asleep.
        Assert.StartsWith(DurableErrorCodes.NotDurableWait, (await engine.UntilStuckAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_AttemptsThatGetAPlaceMeanwhile_AreNotStarted()
    {
        var running = new TaskCompletionSource();
        var finish = new TaskCompletionSource<string>();
        var script = new Script
        {
            Body = static async (_, w, _) => string.Join("", await Task.WhenAll(w.AlphaAsync("a"), w.AlphaAsync("b"), w.AlphaAsync("c"))),
            Step = (a, _) =>
            {
                running.TrySetResult();
                return finish.Task;
            },
        };
        await using var engine = await Engine.StartAsync(script, static durable => durable.ConfigureWorker(o => o.MaxConcurrentSteps = 1));
        await engine.StartRunAsync();
        await running.Task.WaitAsync(Pulse.Patience);

        var stopped = engine.Host.StopAsync();
        await engine.Time.WhenTimerSetAsync(engine.Time.GetUtcNow() + WorkerOptions.DefaultStopTimeout).WaitAsync(Pulse.Patience);
        finish.SetResult("x");
        await stopped.WaitAsync(Pulse.Patience);

        Assert.Single(script.Calls);
        await engine.LiveAsync(new Script { Body = script.Body });
        Assert.Equal("xbc", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Stop_StepFinishesAfterSeveralLeaseTimes_IsRecordedAndIsNoDeath()
    {
        var running = new TaskCompletionSource();
        var finish = new TaskCompletionSource<string>();
        await using var engine = await Engine.StartAsync(
            new Script
            {
                Body = static (_, w, input) => w.AlphaAsync(input),
                Step = (_, _) =>
                {
                    running.SetResult();
                    return finish.Task;
                },
            },
            static durable => durable.ConfigureWorker(o => (o.LeaseDuration, o.StopTimeout) = (TimeSpan.FromSeconds(9), TimeSpan.FromMinutes(2))));
        await engine.StartRunAsync("x");
        await running.Task.WaitAsync(Pulse.Patience);

        var stopped = engine.Host.StopAsync();
        await engine.Time.WhenTimerSetAsync(engine.Time.GetUtcNow().AddMinutes(2)).WaitAsync(Pulse.Patience);
        for (var renewals = 1; renewals <= 12; renewals++)
        {
            var before = engine.Store.Renewals;
            engine.Time.Advance(TimeSpan.FromSeconds(3));
            await engine.UntilAsync(() => Task.FromResult(engine.Store.Renewals > before));
        }

        finish.SetResult("late");
        await stopped.WaitAsync(Pulse.Patience);
        var second = new Script { Body = static (_, w, input) => w.AlphaAsync(input) };
        await engine.LiveAsync(second);

        Assert.Equal("late", await engine.Run.ResultAsync(engine.Patience));
        Assert.Empty(second.Calls);
    }

    [Fact]
    public async Task Stop_AgainWhileItStops_WaitsForTheSameEnd()
    {
        var running = new TaskCompletionSource();
        var finish = new TaskCompletionSource<string>();
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = static (_, w, input) => w.AlphaAsync(input),
            Step = (_, _) =>
            {
                running.SetResult();
                return finish.Task;
            },
        });
        await engine.StartRunAsync("x");
        await running.Task.WaitAsync(Pulse.Patience);

        var first = engine.Host.StopAsync();
        await engine.Time.WhenTimerSetAsync(engine.Time.GetUtcNow() + WorkerOptions.DefaultStopTimeout).WaitAsync(Pulse.Patience);
        var second = engine.Host.DisposeAsync().AsTask();
        finish.SetResult("done");
        await first.WaitAsync(Pulse.Patience);
        await second.WaitAsync(Pulse.Patience);
        var next = new Script { Body = static (_, w, input) => w.AlphaAsync(input) };
        await engine.LiveAsync(next);

        Assert.Equal("done", await engine.Run.ResultAsync(engine.Patience));
        Assert.Empty(next.Calls);
    }

    [Fact]
    public async Task Stop_AgainInAHurry_CutsTheTimeOfTheFirstShort()
    {
        var running = new TaskCompletionSource();
        var finish = new TaskCompletionSource<string>();
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = static (_, w, input) => w.AlphaAsync(input),
            Step = (_, _) =>
            {
                running.SetResult();
                return finish.Task;
            },
        });
        await engine.StartRunAsync("x");
        await running.Task.WaitAsync(Pulse.Patience);

        var first = engine.Host.StopAsync();
        await engine.Host.StopAsync(new CancellationToken(canceled: true)).WaitAsync(Pulse.Patience);
        await first.WaitAsync(Pulse.Patience);
        finish.SetResult("too late");
        await engine.LiveAsync(new Script { Body = static (_, w, input) => w.AlphaAsync(input) });

        Assert.Equal("x", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Stop_RunThatWaitsInMemory_LeavesAtOnce()
    {
        var script = new Script { Body = static (ctx, _, _) => ctx.WaitForSignalAsync(ScriptedWorkflow.Go) };
        await using var engine = await Engine.StartAsync(script, static durable => durable.ConfigureWorker(o => o.IdleEviction = TimeSpan.FromHours(1)));
        await engine.StartRunAsync();
        await engine.UntilAsync(info => info.Worker is not null);

        await engine.Host.StopAsync().WaitAsync(Pulse.Patience);
        await engine.LiveAsync(script);
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "go");

        Assert.Equal("go", await engine.Run.ResultAsync(engine.Patience));
    }
}
