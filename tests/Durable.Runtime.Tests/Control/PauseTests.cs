using Durable.Tests.Harness;

namespace Durable.Tests.Control;

/// <summary>A paused run starts nothing new, on every store, and goes on where it was.</summary>
[Proves("B-CTL-1")]
public sealed class PauseTests
{
    public static TheoryData<StoreKind> Stores => new(StoreKind.Memory, StoreKind.Files);

    [Theory, MemberData(nameof(Stores))]
    public async Task Pause_WhileAStepRuns_StepIsRecordedAndTheNextOneWaits(StoreKind store)
    {
        var going = new TaskCompletionSource();
        var script = new Script
        {
            Body = static async (_, w, input) => await w.BetaAsync(await w.AlphaAsync(input)),
            Step = async (argument, step) =>
            {
                if (step.StepId == "Alpha")
                {
                    await going.Task;
                }

                return argument + step.StepId;
            },
        };
        await using var engine = await Engine.StartAsync(script, kind: store);
        var run = await engine.StartRunAsync();
        await engine.UntilAsync(() => Task.FromResult(script.Calls.Count == 1));
        await run.PauseAsync("lunch");
        await engine.UntilAsync(info => info.Status == RunStatus.Paused);

        going.SetResult();
        var paused = await engine.UntilAsync(info => info is { Status: RunStatus.Paused, Worker: null });
        Assert.Equal("lunch", paused.Reason);
        Assert.Equal(["start", "pause", "step Alpha"], await engine.JournalAsync());
        await engine.RestartAsync(script);
        Assert.Equal(RunStatus.Paused, (await engine.Run.GetInfoAsync()).Status);
        await engine.Run.ResumeAsync();

        Assert.Equal("inAlphaBeta", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["start", "pause", "step Alpha", "unpause", "step Beta", "end"], await engine.JournalAsync());
        Assert.Equal(["Alpha(in) 1", "Beta(inAlpha) 1"], script.Calls);
    }

    [Fact]
    public async Task Pause_RunThatWaits_TakesSignalsAndBeginsWhatTheyBringOnlyAfterwards()
    {
        var script = new Script { Body = static async (ctx, w, _) => await w.AlphaAsync(await ctx.WaitForSignalAsync(ScriptedWorkflow.Go)) };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await run.PauseAsync();
        await engine.UntilAsync(info => info is { Status: RunStatus.Paused, Worker: null });

        await run.SignalAsync(ScriptedWorkflow.Go, "go");
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("signal"));
        await engine.UntilAsync(info => info is { Status: RunStatus.Paused, Worker: null });
        Assert.Empty(script.Calls);
        await run.ResumeAsync();

        Assert.Equal("go", await run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Pause_TimerComesDue_FiresAfterTheResume()
    {
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return await w.AlphaAsync(input);
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await run.PauseAsync();
        await engine.UntilAsync(info => info is { Status: RunStatus.Paused, Worker: null, WakeAt: null });

        engine.Time.Advance(TimeSpan.FromHours(2));
        await engine.RestartAsync(script);
        Assert.Equal(["start", "sleep sleep", "pause"], await engine.JournalAsync());
        await engine.Run.ResumeAsync();

        Assert.Equal("in", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["start", "sleep sleep", "pause", "unpause", "wake sleep", "step Alpha", "end"], await engine.JournalAsync());
    }

    [Fact]
    [Proves("B-STEP-1")]
    public async Task Pause_FailedAttempt_IsNotFollowedByAnotherUntilTheResume()
    {
        var script = new Script
        {
            Body = static (_, w, input) => w.DoAsync(input),
            Step = static (argument, step) => step.Attempt == 1 ? throw new IOException("no") : Task.FromResult(argument),
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await run.PauseAsync();
        await engine.UntilAsync(info => info is { Status: RunStatus.Paused, Worker: null });

        engine.Time.Advance(TimeSpan.FromMinutes(1));
        await run.SignalAsync(ScriptedWorkflow.Go, "look at it");
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("signal"));
        await engine.UntilAsync(info => info is { Status: RunStatus.Paused, Worker: null });
        Assert.Single(script.Calls);
        await run.ResumeAsync();

        Assert.Equal("in", await run.ResultAsync(engine.Patience));
        Assert.Equal(["Do(in) 1", "Do(in) 2"], script.Calls);
    }

    [Fact]
    public async Task Pause_AttemptsThatWaitForAPlace_DoNotStart()
    {
        var going = new TaskCompletionSource();
        var script = new Script
        {
            Body = static async (_, w, _) => string.Join(",", await Task.WhenAll(w.AlphaAsync("1"), w.AlphaAsync("2"), w.AlphaAsync("3"))),
            Step = async (argument, _) =>
            {
                await going.Task;
                return argument;
            },
        };
        await using var engine = await Engine.StartAsync(script, static durable => durable.ConfigureWorker(o => o.MaxConcurrentSteps = 1));
        var run = await engine.StartRunAsync();
        await engine.UntilAsync(() => Task.FromResult(script.Calls.Count == 1));
        await run.PauseAsync();
        await engine.UntilAsync(info => info.Status == RunStatus.Paused);

        going.SetResult();
        await engine.UntilAsync(info => info is { Status: RunStatus.Paused, Worker: null });
        Assert.Single(script.Calls);
        await run.ResumeAsync();

        Assert.Equal("1,2,3", await run.ResultAsync(engine.Patience));
        Assert.Equal(3, script.Calls.Count);
    }

    [Fact]
    public async Task Pause_BodyEndsMeanwhile_RunEndsAfterTheResume()
    {
        var going = new TaskCompletionSource();
        var script = new Script
        {
            Body = static (_, w, input) => w.AlphaAsync(input),
            Step = async (argument, _) =>
            {
                await going.Task;
                return argument;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsync(() => Task.FromResult(script.Calls.Count == 1));
        await run.PauseAsync();
        await engine.UntilAsync(info => info.Status == RunStatus.Paused);
        going.SetResult();

        await engine.UntilAsync(info => info is { Status: RunStatus.Paused, Worker: null });
        Assert.Equal(["start", "pause", "step Alpha"], await engine.JournalAsync());
        await run.ResumeAsync();

        Assert.Equal("in", await run.ResultAsync(engine.Patience));
    }

    [Fact]
    [Proves("B-COMP-5")]
    public async Task Cancel_PausedRun_EndsThePauseAndUndoes()
    {
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                await w.DoAsync(input);
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return "late";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await run.PauseAsync();
        await engine.UntilAsync(info => info is { Status: RunStatus.Paused, Worker: null });

        await run.CancelAsync("enough");

        var ended = await engine.UntilEndedAsync();
        Assert.Equal((RunStatus.Cancelled, "enough"), (ended.Status, ended.Error!.Message));
        Assert.Equal(["Do(in) 1", "Do#undo(in) 1"], script.Calls);
    }

    [Fact]
    public async Task Cancel_RunPausedBeforeItsStepBegan_NeverRunsTheStep()
    {
        var script = new Script { Body = static async (ctx, w, _) => await w.AlphaAsync(await ctx.WaitForSignalAsync(ScriptedWorkflow.Go)) };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await run.PauseAsync();
        await run.SignalAsync(ScriptedWorkflow.Go, "go");
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("signal"));

        await run.CancelAsync();

        Assert.Equal(RunStatus.Cancelled, (await engine.UntilEndedAsync()).Status);
        Assert.Empty(script.Calls);
    }

    [Fact]
    public async Task Terminate_PausedRun_EndsIt()
    {
        var script = new Script { Body = static (ctx, _, _) => ctx.WaitForSignalAsync(ScriptedWorkflow.Go) };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await run.PauseAsync();
        await engine.UntilAsync(info => info is { Status: RunStatus.Paused, Worker: null });

        await engine.Client.TerminateAsync(run.RunId);

        Assert.Equal(RunStatus.Terminated, (await engine.UntilEndedAsync()).Status);
    }

    [Fact]
    [Proves("B-COMP-1")]
    public async Task Pause_WhileTheRunIsUndone_TheNextCompensatorWaits()
    {
        var undoing = new TaskCompletionSource();
        var script = new Script
        {
            Body = static async (_, w, input) =>
            {
                await w.DoAsync("1");
                await w.DoAsync("2");
                throw new InvalidOperationException(input);
            },
            Undo = async (argument, _, _) =>
            {
                if (argument == "2")
                {
                    await undoing.Task;
                }
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsync(() => Task.FromResult(script.Calls.Count == 3));
        await run.PauseAsync();
        await engine.UntilAsync(info => info.Status == RunStatus.Paused);

        undoing.SetResult();
        await engine.UntilAsync(info => info is { Status: RunStatus.Paused, Worker: null });
        Assert.Equal(3, script.Calls.Count);
        await engine.RestartAsync(script);
        await engine.Run.ResumeAsync();

        Assert.Equal(RunStatus.Compensated, (await engine.UntilEndedAsync()).Status);
        Assert.Equal("Do#undo(1) 1", script.Calls[^1]);
        Assert.Equal(4, script.Calls.Count);
    }

    [Fact]
    public async Task Pause_Twice_IsOnePauseAndAKeyCountsOnce()
    {
        var script = new Script { Body = static (ctx, _, _) => ctx.WaitForSignalAsync(ScriptedWorkflow.Go) };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await run.PauseAsync(idempotencyKey: "a");
        await run.PauseAsync();
        await engine.UntilAsync(info => info is { Status: RunStatus.Paused, Worker: null });
        await run.ResumeAsync(idempotencyKey: "a");
        await run.ResumeAsync();
        await run.PauseAsync(idempotencyKey: "a");

        await run.SignalAsync(ScriptedWorkflow.Go, "go");

        Assert.Equal("go", await run.ResultAsync(engine.Patience));
        Assert.Equal(["start", "pause", "unpause", "signal", "end"], await engine.JournalAsync());
    }

    [Fact]
    [Proves("B-RUN-4")]
    public async Task Pause_DelayedRun_ResumedEarly_StillStartsInItsTime()
    {
        var script = new Script { Body = static (ctx, w, _) => w.AlphaAsync($"{ctx.Now():HH:mm}") };
        await using var engine = await Engine.StartAsync(script);
        var startAt = engine.Time.GetUtcNow().AddHours(3);
        await engine.Client.StartAsync("scripted", System.Text.Json.JsonSerializer.SerializeToElement("in"), new() { RunId = Engine.RunId, StartAt = startAt });
        await engine.Client.PauseAsync(Engine.RunId);
        await engine.UntilAsync(info => info is { Status: RunStatus.Paused, Worker: null });
        await engine.Client.ResumeAsync(Engine.RunId);
        await engine.UntilAsync(info => info is { Status: RunStatus.Pending, Worker: null } && info.WakeAt == startAt);
        await engine.Client.PauseAsync(Engine.RunId);
        await engine.UntilAsync(info => info is { Status: RunStatus.Paused, Worker: null });
        Assert.Empty(script.Traces);

        engine.Time.Advance(TimeSpan.FromHours(4));
        await engine.UntilAsync(info => info is { Status: RunStatus.Paused, Worker: null, WakeAt: null });
        Assert.Empty(script.Calls);
        await engine.Client.ResumeAsync(Engine.RunId);

        await engine.UntilEndedAsync();
        Assert.Single(script.Calls);
    }

    [Fact]
    public async Task Pause_UnknownOrFinishedRun_IsRefused()
    {
        var script = new Script { Body = static (_, _, input) => Task.FromResult(input) };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await run.ResultAsync(engine.Patience);

        Assert.Equal(DurableErrorCodes.RunFinished, (await Assert.ThrowsAsync<DurableException>(() => run.PauseAsync())).Code);
        Assert.Equal(DurableErrorCodes.RunFinished, (await Assert.ThrowsAsync<DurableException>(() => run.ResumeAsync())).Code);
        Assert.Equal(DurableErrorCodes.RunNotFound, (await Assert.ThrowsAsync<DurableException>(() => engine.Client.PauseAsync("nobody"))).Code);
        Assert.Equal(DurableErrorCodes.RunNotFound, (await Assert.ThrowsAsync<DurableException>(() => engine.Client.ResumeAsync("nobody"))).Code);
    }

    [Theory, MemberData(nameof(Stores))]
    [Proves("B-JRN-2")]
    public async Task Pause_ProcessDiesAtEachCommit_SameResult(StoreKind store)
    {
        for (var crashAt = 1; crashAt <= 7; crashAt++)
        {
            foreach (var isApplied in new[] { false, true })
            {
                var script = new Script
                {
                    Body = static async (ctx, w, input) =>
                    {
                        var first = await w.AlphaAsync(input);
                        return await w.BetaAsync(first + await ctx.WaitForSignalAsync(ScriptedWorkflow.Go));
                    },
                };
                await using var engine = await Engine.StartAsync(script, kind: store);
                var commits = 0;
                var died = new TaskCompletionSource();
                var at = crashAt;
                Task Die(Durable.Storage.RunCommit commit)
                {
                    if (Interlocked.Increment(ref commits) == at)
                    {
                        engine.Vanish();
                        died.TrySetResult();
                    }

                    return Task.CompletedTask;
                }

                engine.Store.BeforeCommit = isApplied ? null : Die;
                engine.Store.AfterCommit = isApplied ? Die : null;
                await engine.StartRunAsync();
                if (await ControlAsync(engine, died.Task))
                {
                    await engine.KillAsync();
                    await engine.LiveAsync(script);
                    Assert.False(await ControlAsync(engine, new TaskCompletionSource().Task));
                }

                Assert.Equal("ingo", await engine.Run.ResultAsync(engine.Patience));
                Assert.Single((await engine.JournalAsync()).FindAll(line => line == "step Beta"));
            }
        }
    }

    /// <summary>Pauses, signals and resumes, as a caller that begins again after a failure would; true when the process died.</summary>
    private static async Task<bool> ControlAsync(Engine engine, Task died)
    {
        try
        {
            await engine.Run.PauseAsync(idempotencyKey: "pause");
            await engine.Run.SignalAsync(ScriptedWorkflow.Go, "go", idempotencyKey: "go");
            await engine.Run.ResumeAsync(idempotencyKey: "resume");
        }
        catch (StoreFailedException)
        {
            return true;
        }
        catch (DurableException finished) when (finished.Code == DurableErrorCodes.RunFinished)
        {
            return false;
        }

        await Task.WhenAny(died, engine.Run.ResultAsync(engine.Patience));
        return died.IsCompleted;
    }
}
