using Durable.Tests.Harness;

namespace Durable.Tests.Signals;

public sealed class SignalTests
{
    private static readonly Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> s_three = static async (ctx, w, input) =>
    {
        await w.AlphaAsync(input);
        var text = "";
        for (var i = 0; i < 3; i++)
        {
            text += await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
        }

        return text + await ctx.WaitForSignalAsync(ScriptedWorkflow.Count);
    };

    private static readonly Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> s_timed = static async (ctx, _, _) =>
        $"{await ctx.WaitForSignalAsync(ScriptedWorkflow.Go, TimeSpan.FromHours(1))}";

    [Fact, Proves("B-WAIT-2")]
    public async Task Signal_SentBeforeAnybodyWaits_IsKeptInOrderPerName()
    {
        var hold = new TaskCompletionSource<string>();
        var script = new Script { Body = s_three, Step = (_, _) => hold.Task };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();

        await run.SignalAsync(ScriptedWorkflow.Count, 7);
        foreach (var text in new[] { "a", "b", "c" })
        {
            await run.SignalAsync(ScriptedWorkflow.Go, text);
        }

        hold.SetResult("");
        Assert.Equal("abc7", await run.ResultAsync(engine.Patience));
    }

    [Fact, Proves("B-WAIT-2")]
    public async Task Signal_ToARunThatIsNotInMemory_WakesIt()
    {
        var script = new Script { Body = s_three };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        foreach (var text in new[] { "a", "b", "c" })
        {
            var lives = script.Traces.Count;
            await engine.UntilAsleepAsync();
            await run.SignalAsync(ScriptedWorkflow.Go, text);
            await engine.UntilAsync(() => Task.FromResult(script.Traces.Count > lives));
        }

        await run.SignalAsync(ScriptedWorkflow.Count, 0);
        Assert.Equal("abc0", await run.ResultAsync(engine.Patience));
        Assert.Equal(["Alpha(in) 1"], script.Calls);
    }

    [Fact, Proves("B-WAIT-2")]
    public async Task Signal_SentWhileNoProcessRuns_IsNotLost()
    {
        var script = new Script { Body = s_three };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        foreach (var text in new[] { "a", "b", "c" })
        {
            await run.SignalAsync(ScriptedWorkflow.Go, text);
            await engine.CrashAsync(script);
            run = engine.Run;
        }

        await run.SignalAsync(ScriptedWorkflow.Count, 1);
        Assert.Equal("abc1", await run.ResultAsync(engine.Patience));
    }

    [Fact, Proves("B-WAIT-2")]
    public async Task Signal_SameIdempotencyKey_IsTakenOnce()
    {
        var script = new Script { Body = s_three };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();

        foreach (var (text, key) in new[] { ("a", "1"), ("again", "1"), ("b", "2"), ("c", null!) })
        {
            await run.SignalAsync(ScriptedWorkflow.Go, text, key);
            await engine.UntilAsleepAsync();
        }

        await run.SignalAsync(ScriptedWorkflow.Count, 1);
        Assert.Equal("abc1", await run.ResultAsync(engine.Patience));
    }

    [Fact, Proves("B-WAIT-2")]
    public async Task TimedWait_SignalFirst_ReceivesItAlsoOnReplay()
    {
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                var text = await s_timed(ctx, w, input);
                await ctx.SleepAsync(TimeSpan.FromHours(5));
                return text;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsync(info => info is { Worker: null, WakeAt: not null });
        await run.SignalAsync(ScriptedWorkflow.Go, "a");
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("sleep sleep"));
        await engine.WakeAsync();

        Assert.Equal("SignalResult { Received = True, Value = a }", await run.ResultAsync(engine.Patience));
        Assert.DoesNotContain("timeout go", await engine.JournalAsync());
    }

    [Fact, Proves("B-WAIT-2")]
    public async Task TimedWait_TimeOutFirst_LaterSignalIsKeptForTheNextWait()
    {
        var script = new Script
        {
            Body = static async (ctx, w, input) => $"{await s_timed(ctx, w, input)} {await ctx.WaitForSignalAsync(ScriptedWorkflow.Go)}",
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.WakeAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("timeout go"));
        await run.SignalAsync(ScriptedWorkflow.Go, "late");

        Assert.Equal("SignalResult { Received = False, Value =  } late", await run.ResultAsync(engine.Patience));
    }

    [Fact, Proves("B-WAIT-2")]
    public async Task TimedWait_SignalSentInTimeWhileNoProcessRuns_WinsOverTheTimeOut()
    {
        var script = new Script { Body = s_timed };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsync(info => info is { Worker: null, WakeAt: not null });

        // The message is durable before the deadline; nobody looks until long after it.
        var store = engine.Store;
        store.AfterClaim = _ => store.Kill();
        await run.SignalAsync(ScriptedWorkflow.Go, "in time");
        await engine.KillAsync();
        engine.Time.Advance(TimeSpan.FromHours(2));
        await engine.LiveAsync(script);

        Assert.Equal("SignalResult { Received = True, Value = in time }", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact, Proves("B-WAIT-5")]
    public async Task Wait_Withdrawn_TakesNoSignalLiveAndOnReplay()
    {
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                using var source = new CancellationTokenSource();
                var withdrawn = ctx.WaitForSignalAsync(ScriptedWorkflow.Go, source.Token);
                var kept = ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                await w.AlphaAsync(input);
                source.Cancel();
                var value = await kept;
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return $"{withdrawn.Status} {value}";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await run.SignalAsync(ScriptedWorkflow.Go, "a");
        await engine.WakeAsync();

        Assert.Equal("Canceled a", await run.ResultAsync(engine.Patience));
        Assert.Equal(3, script.Traces.Count);
    }

    [Fact, Proves("B-WAIT-5")]
    public async Task Loser_SleepAndStepWithdrawn_AreCancelledTheSameOnReplay()
    {
        var stopped = new TaskCompletionSource();
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                using var loser = new CancellationTokenSource();
                var sleep = ctx.SleepAsync(TimeSpan.FromDays(1), loser.Token);
                var step = w.StoppableAsync(input, cancellationToken: loser.Token);
                var winner = await Task.WhenAny(sleep, step, ctx.WaitForSignalAsync(ScriptedWorkflow.Go));
                loser.Cancel();
                var outcome = await TaskOutcome.Of(Task.WhenAll(step, sleep));
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return $"{winner == sleep || winner == step} {sleep.Status} {step.Status} {outcome}";
            },
            Step = async (_, step) =>
            {
                var cancelled = new TaskCompletionSource<string>();
                step.CancellationToken.Register(() => cancelled.SetCanceled(step.CancellationToken));
                stopped.TrySetResult();
                return await cancelled.Task;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await stopped.Task.WaitAsync(Pulse.Patience);
        await run.SignalAsync(ScriptedWorkflow.Go, "a");
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("sleep sleep#2"));
        await engine.WakeAsync();

        Assert.Equal("False Canceled Canceled cancelled", await run.ResultAsync(engine.Patience));
        Assert.Equal(["Stoppable(in) 1"], script.Calls);
        Assert.Contains("stepError Stoppable", await engine.JournalAsync());
    }

    [Fact, Proves("B-WAIT-5")]
    public async Task Body_EndsWithOpenWaits_WithdrawsThem()
    {
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                _ = ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                _ = ctx.WaitForSignalAsync(ScriptedWorkflow.Count, TimeSpan.FromHours(1));
                _ = ctx.SleepAsync(TimeSpan.FromDays(1));
                return await w.AlphaAsync(input);
            },
        };
        await using var engine = await Engine.StartAsync(script);

        Assert.Equal("in", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
        Assert.Equal(["start", "sleep sleep", "step Alpha", "end"], await engine.JournalAsync());
    }

    [Fact, Proves("B-WAIT-5")]
    public async Task Body_EndsWithAStepStillRunning_CancelsItAndRecordsItsOutcomeFirst()
    {
        var running = new TaskCompletionSource();
        var script = new Script
        {
            Body = static async (_, w, _) =>
            {
                _ = w.BetaAsync("slow");
                return await w.AlphaAsync("fast");
            },
            Step = async (a, step) =>
            {
                if (a == "fast")
                {
                    await running.Task;
                    return a;
                }

                var cancelled = new TaskCompletionSource<string>();
                step.CancellationToken.Register(() => cancelled.SetCanceled(step.CancellationToken));
                running.SetResult();
                return await cancelled.Task;
            },
        };
        await using var engine = await Engine.StartAsync(script);

        Assert.Equal("fast", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
        Assert.Equal(["start", "step Alpha", "return", "stepError Beta", "end"], await engine.JournalAsync());
    }

    [Fact, Proves("B-WAIT-3")]
    public async Task Signal_ToAnUnknownOrFinishedRun_IsRefused()
    {
        await using var engine = await Engine.StartAsync(new Script { Body = static (_, _, input) => Task.FromResult(input) });
        var run = await engine.StartRunAsync();
        await run.ResultAsync(engine.Patience);

        var finished = await Assert.ThrowsAsync<DurableException>(() => run.SignalAsync(ScriptedWorkflow.Go, "x"));
        var unknown = await Assert.ThrowsAsync<DurableException>(() => engine.Client.SignalAsync("nobody", ScriptedWorkflow.Go, "x"));

        Assert.Equal((DurableErrorCodes.RunFinished, DurableErrorCodes.RunNotFound), (finished.Code, unknown.Code));
        Assert.Equal(["start", "end"], await engine.JournalAsync());
    }

    [Fact, Proves("B-WAIT-2")]
    public async Task Signal_OfAnotherTypeOrName_IsRefusedAtSend()
    {
        await using var engine = await Engine.StartAsync(new Script { Body = s_timed });
        var run = await engine.StartRunAsync();

        var type = await Assert.ThrowsAsync<DurableException>(() => run.SignalAsync(new Signal<int>("go"), 1));
        var name = await Assert.ThrowsAsync<DurableException>(() => run.SignalAsync(new Signal<int>("stop"), 1));

        Assert.Equal((DurableErrorCodes.SignalTypeMismatch, DurableErrorCodes.SignalUnknown), (type.Code, name.Code));
    }

    [Fact, Proves("B-WAIT-2")]
    public async Task Signal_StoredBetweenClaimAndActivation_IsSeen()
    {
        // The worker has the run, but does not know it yet, when the store tells it of the message.
        Engine? engine = null;
        var sent = Task.CompletedTask;
        var hold = new TaskCompletionSource<string>();
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                var step = w.AlphaAsync(input);
                return await ctx.WaitForSignalAsync(ScriptedWorkflow.Go) + await step;
            },
            Step = (_, _) => hold.Task,
        };
        await using var owned = engine = await Engine.StartAsync(script);
        engine.Store.AfterClaim = claimed =>
        {
            if (claimed.Count > 0)
            {
                engine.Store.AfterClaim = null;
                sent = engine.Run.SignalAsync(ScriptedWorkflow.Go, "now");
            }
        };

        var run = await engine.StartRunAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("signal"));
        await sent;
        hold.SetResult("!");

        Assert.Equal("now!", await run.ResultAsync(engine.Patience));
    }
}
