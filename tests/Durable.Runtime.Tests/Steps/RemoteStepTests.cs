using System.Collections.Concurrent;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Steps;

[Proves("B-STEP-10")]
public sealed class RemoteStepTests
{
    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    internal async Task Step_WithAQueue_RunsOnTheWorkerThatServesItAsPartOfItsRun(StoreKind kind)
    {
        var here = Calling();
        var seen = new ConcurrentQueue<string>();
        var there = new Script
        {
            Body = here.Body,
            Step = (argument, step) =>
            {
                seen.Enqueue($"{step.RunId} {step.StepId} {step.IdempotencyKey}");
                return Task.FromResult(argument + "!");
            },
        };
        await using var engine = await Engine.StartAsync(here, kind: kind);
        await engine.LiveBesideAsync(there, Serving("gpu"));

        var run = await engine.StartRunAsync();

        Assert.Equal("in!", await run.ResultAsync(engine.Patience));
        Assert.Equal(["run-1 Remote run-1/1/Remote"], seen);
        Assert.Empty(here.Calls);
        Assert.Equal(["start", "task Remote", "step Remote", "end"], await engine.JournalAsync());
        Assert.Equal([Engine.RunId], await ListAsync(engine));
    }

    [Fact]
    public async Task Step_NoWorkerServesItsQueue_WaitsAndSaysForWhat()
    {
        var script = Calling();
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();

        var waiting = await engine.UntilAsync(info => info is { Status: RunStatus.Waiting, Worker: null, Reason: not null });
        engine.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal("Waits for queue 'gpu' to carry out step 'Remote'.", waiting.Reason);
        Assert.Equal(new PendingOperation("Remote", "step") { Queue = "gpu" }, Assert.Single(waiting.PendingOperations));
        Assert.Empty(script.Calls);
        await engine.LiveBesideAsync(script, Serving("gpu"));

        Assert.Equal("in", await engine.Run.ResultAsync(engine.Patience));
        Assert.Null((await engine.Client.GetAsync(Engine.RunId))!.Reason);
    }

    [Fact]
    [Proves("B-CTL-2")]
    public async Task Cleanup_RunWithAStepElsewhere_LeavesNothingOfIt()
    {
        await using var engine = await Engine.StartAsync(Calling(), Serving("default", "gpu"));
        await (await engine.StartRunAsync()).ResultAsync(engine.Patience);
        engine.Time.Advance(TimeSpan.FromDays(2));

        Assert.Equal(1, await engine.Client.CleanupAsync(TimeSpan.FromDays(1)));

        await foreach (var left in engine.Store.QueryAsync(new RunQuery()))
        {
            Assert.Fail(left.RunId);
        }
    }

    [Fact]
    public async Task Step_OwnWorkerServesItsQueue_RunsThere()
    {
        await using var engine = await Engine.StartAsync(Calling(), Serving("default", "gpu"));

        Assert.Equal("in", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Step_FailsThere_IsRetriedByItsPolicyAndTheAttemptsCount()
    {
        var script = new Script { Body = static (_, w, input) => w.RemoteAsync(input), Step = static (_, _) => throw new InvalidOperationException("broken") };
        await using var engine = await Engine.StartAsync(script);
        await engine.LiveBesideAsync(script, Serving("gpu"));
        var run = await engine.StartRunAsync();
        for (var attempt = 1; attempt < 3; attempt++)
        {
            await engine.UntilAsync(() => Task.FromResult(script.Calls.Count == attempt));
            await TimerSetAsync(engine, 10);
            engine.Time.Advance(TimeSpan.FromSeconds(10));
        }

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal((DurableErrorCodes.StepFailed, 3, "broken"), (failed.Error.Kind, failed.Error.Attempts, failed.Error.Cause!.Message));
        Assert.Equal(["Remote(in) 1", "Remote(in) 2", "Remote(in) 3"], script.Calls);
        Assert.Equal(["start", "task Remote", "stepError Remote", "end"], await engine.JournalAsync());
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    [Proves("B-WORK-2")]
    internal async Task Step_ProcessKilledAnywhere_IsTakenOverAndRecordedOnce(StoreKind kind)
    {
        var isKilled = true;
        for (var commit = 1; isKilled; commit++)
        {
            foreach (var isAfter in new[] { false, true })
            {
                isKilled = await KillAtAsync(kind, commit, isAfter);
            }
        }
    }

    [Fact]
    [Proves("B-WORK-2")]
    public async Task Step_ItsWorkerDies_AnotherTakesItOverWithTheSameKey()
    {
        var keys = new ConcurrentQueue<string>();
        var hanging = new TaskCompletionSource<string>();
        Script Serving1(Task<string> result) => new()
        {
            Body = static (_, w, input) => w.RemoteAsync(input),
            Step = (_, step) =>
            {
                keys.Enqueue(step.IdempotencyKey);
                return result;
            },
        };
        await using var engine = await Engine.StartAsync(Calling());
        await engine.LiveBesideAsync(Serving1(hanging.Task), Serving("gpu"));
        var run = await engine.StartRunAsync();
        await engine.UntilAsync(() => Task.FromResult(keys.Count == 1));

        // Only the worker of the queue dies; its leases end.
        var dead = engine.Store;
        engine.Vanish();
        await engine.LiveAsync(Serving1(Task.FromResult("second")), Serving("gpu"));
        await dead.EndLeasesAsync();

        Assert.Equal("second", await run.ResultAsync(engine.Patience));
        Assert.Single(keys.Distinct());
        hanging.SetResult("late");
    }

    [Fact]
    [Proves("B-CTL-1")]
    public async Task Cancel_StepRunning_SeesItsTokenAndIsRecordedFirst()
    {
        var started = new TaskCompletionSource();
        var script = new Script
        {
            Body = static (_, w, input) => w.FarAsync(input),
            Step = async (_, step) =>
            {
                started.SetResult();
                await Task.Delay(Timeout.Infinite, step.CancellationToken);
                return "";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.LiveBesideAsync(script, Serving("gpu"));
        var run = await engine.StartRunAsync();
        await started.Task.WaitAsync(engine.Patience);

        await run.CancelAsync();

        Assert.Equal(RunStatus.Cancelled, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["start", "task Far", "cancel", "stepError Far", "error", "undo Far", "end"], await engine.JournalAsync());
    }

    [Fact]
    [Proves("B-CTL-1")]
    public async Task Cancel_StepFinishesAllTheSame_ItsResultIsRecordedAndUndone()
    {
        var started = new TaskCompletionSource();
        var script = new Script
        {
            Body = static (_, w, input) => w.FarAsync(input),
            Step = async (_, step) =>
            {
                started.SetResult();
                await Task.Delay(Timeout.Infinite, step.CancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
                return "done";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.LiveBesideAsync(script, Serving("gpu"));
        var run = await engine.StartRunAsync();
        await started.Task.WaitAsync(engine.Patience);

        await run.CancelAsync();

        Assert.Equal(RunStatus.Cancelled, (await engine.UntilEndedAsync()).Status);
        Assert.Contains("step Far", await engine.JournalAsync());
        Assert.Contains("Far#undo(in) 1", script.Calls);
    }

    [Fact]
    public async Task Cancel_NoWorkerServesTheQueue_EndsAndTheStepNeverRuns()
    {
        var script = Calling();
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await run.CancelAsync();
        Assert.Equal(RunStatus.Cancelled, (await engine.UntilEndedAsync()).Status);
        await engine.LiveBesideAsync(script, Serving("gpu"));
        var next = await engine.StartRunAsync(runId: "next");

        Assert.Equal("in", await next.ResultAsync(engine.Patience));
        Assert.Equal(["Remote(in) 1"], script.Calls);
        Assert.Equal(["start", "task Remote", "cancel", "stepError Remote", "end"], (await engine.JournalAsync()).Where(line => line != "error"));
    }

    [Fact]
    [Proves("B-WAIT-5")]
    public async Task Terminate_StepWaits_ItsTaskIsCancelled()
    {
        var script = Calling();
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await engine.Client.TerminateAsync(Engine.RunId);
        await engine.UntilEndedAsync();
        await engine.LiveBesideAsync(script, Serving("gpu"));
        await (await engine.StartRunAsync(runId: "next")).ResultAsync(engine.Patience);

        Assert.Equal(["Remote(in) 1"], script.Calls);
    }

    [Fact]
    [Proves("B-STEP-7")]
    public async Task Suspend_OnTheQueuesWorker_IsResumedThroughTheRun()
    {
        var tokens = new ConcurrentQueue<string>();
        var script = new Script
        {
            Body = static async (_, w, input) => await w.RemoteAsync(input) + await w.RemoteAsync("b"),
            Step = (argument, step) =>
            {
                if (step.TryGetResume<string>(out var data))
                {
                    return Task.FromResult($"{argument}:{data} ");
                }

                tokens.Enqueue(step.CallbackToken);
                throw step.Suspend("draft");
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.LiveBesideAsync(script, Serving("gpu"));
        var run = await engine.StartRunAsync();

        await UntilResumedAsync(engine, () => run.ResumeStepAsync("Remote", "one", "click"));
        await run.ResumeStepAsync("Remote", "again", "click");
        await engine.UntilAsync(() => Task.FromResult(tokens.Count == 2));
        await engine.Client.CompleteAsync(tokens.Last(), "two");

        Assert.Equal("in:one b:two ", await run.ResultAsync(engine.Patience));
        Assert.Equal(DurableErrorCodes.CallbackUsed, (await Assert.ThrowsAsync<DurableException>(() => engine.Client.CompleteAsync(tokens.Last(), "x"))).Code);
        Assert.Equal(DurableErrorCodes.RunFinished, (await Assert.ThrowsAsync<DurableException>(() => run.ResumeStepAsync("Remote", "x"))).Code);
    }

    [Fact]
    [Proves("B-STEP-8")]
    public async Task Heartbeat_OnTheQueuesWorker_ReachesTheNextAttempt()
    {
        var script = new Script
        {
            Body = static (_, w, input) => w.RemoteAsync(input),
            Step = static async (_, step) =>
            {
                if (step.TryGetHeartbeat<int>(out var page))
                {
                    return $"{page}";
                }

                await step.HeartbeatAsync(7);
                throw new InvalidOperationException("broken");
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.LiveBesideAsync(script, Serving("gpu"));
        var run = await engine.StartRunAsync();

        await TimerSetAsync(engine, 10);
        engine.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("7", await run.ResultAsync(engine.Patience));
    }

    [Fact]
    [Proves("B-CTL-2")]
    public async Task Retry_FailedOnTheQueue_IsHandedOverAnewWithTheSameKey()
    {
        var keys = new ConcurrentQueue<string>();
        var script = new Script
        {
            Body = static async (_, w, input) => await w.AlphaAsync("a") + await w.FarAsync(input),
            Step = (argument, step) =>
            {
                if (argument == "a")
                {
                    return Task.FromResult(argument);
                }

                keys.Enqueue(step.IdempotencyKey);
                return keys.Count == 1 ? throw new InvalidOperationException("broken") : Task.FromResult("mended");
            },
            Undo = static (_, _, _) => throw new NonRetryableException("cannot be undone"),
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.LiveBesideAsync(script, Serving("gpu"));
        var run = await engine.StartRunAsync();
        await engine.UntilEndedAsync();

        await engine.Client.RetryAsync(Engine.RunId, "Far");

        Assert.Equal("amended", await run.ResultAsync(engine.Patience));
        Assert.Equal(2, keys.Count);
    }

    [Fact]
    public async Task Step_ManyAtOnce_EachIsRecordedOnce()
    {
        var script = new Script
        {
            Body = static async (_, w, _) => string.Join(",", await Task.WhenAll(Enumerable.Range(0, 50).Select(number => w.RemoteAsync($"{number}")))),
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.LiveBesideAsync(script, Serving("gpu"));

        Assert.Equal(string.Join(",", Enumerable.Range(0, 50)), await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
        Assert.Equal(50, script.Calls.Count);
    }

    [Fact]
    [Proves("B-POL-2")]
    public async Task Step_OfATenantsRun_StaysInTheTenant()
    {
        var seen = new ConcurrentQueue<string>();
        var script = new Script
        {
            Body = static (_, w, input) => w.RemoteAsync(input),
            Step = (argument, step) =>
            {
                seen.Enqueue($"{step.RunId} {step.IdempotencyKey}");
                return Task.FromResult(argument);
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.LiveBesideAsync(script, Serving("gpu"));
        var client = engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>();

        var run = await client.StartAsync("in", new() { RunId = "r", Tenant = "acme" });

        Assert.Equal("in", await run.ResultAsync(engine.Patience));
        Assert.Equal(["r acme:r/1/Remote"], seen);
        Assert.Empty(await ListAsync(engine));
    }

    private static Script Calling() => new() { Body = static (_, w, input) => w.RemoteAsync(input) };

    private static Action<DurableBuilder> Serving(params string[] queues) => durable => durable.ConfigureWorker(worker => worker.Queues = queues);

    private static async Task<List<string>> ListAsync(Engine engine)
    {
        var runs = new List<string>();
        await foreach (var run in engine.Client.ListAsync())
        {
            runs.Add(run.RunId);
        }

        return runs;
    }

    private static Task UntilResumedAsync(Engine engine, Func<Task> resume) => engine.UntilAsync(async () =>
    {
        try
        {
            await resume();
            return true;
        }
        catch (DurableException exception) when (exception.Code == DurableErrorCodes.StepNotSuspended)
        {
            return false;
        }
    });

    private static Task TimerSetAsync(Engine engine, double seconds) => engine.UntilAsync(async () =>
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        try
        {
            await engine.Time.WhenTimerSetAsync(engine.Time.GetUtcNow() + TimeSpan.FromSeconds(seconds)).WaitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    });

    /// <summary>Whether the run got as far as the commit at which the process, which serves both queues, was to be killed.</summary>
    private static async Task<bool> KillAtAsync(StoreKind kind, int commit, bool isAfter)
    {
        var script = Calling();
        await using var engine = await Engine.StartAsync(script, Serving("default", "gpu"), kind);
        var reached = new TaskCompletionSource();
        var store = engine.Store;
        var count = 0;
        Task KillAsync()
        {
            if (Interlocked.Increment(ref count) == commit)
            {
                store.Kill();
                reached.SetResult();
            }

            return Task.CompletedTask;
        }

        store.BeforeCommit = isAfter ? null : _ => KillAsync();
        store.AfterCommit = isAfter ? _ => KillAsync() : null;
        await engine.StartRunAsync();
        var first = await Task.WhenAny(reached.Task, engine.Run.ResultAsync(engine.Patience));
        if (reached.Task.IsCompleted)
        {
            await engine.CrashAsync(script);
        }
        else
        {
            await first;
        }

        Assert.Equal("in", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["start", "task Remote", "step Remote", "end"], await engine.JournalAsync());
        return reached.Task.IsCompleted;
    }
}
