using System.Collections.Concurrent;
using Durable.Tests.Harness;

namespace Durable.Tests.Compensation;

public sealed class CompensationTests
{
    private static readonly Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> s_failsAfterThree = static async (_, w, _) =>
    {
        await w.DoAsync("a");
        await w.AlphaAsync("nothing to undo");
        await Task.WhenAll(w.DoAsync("b"), w.DoAsync("c"));
        return await w.OnceAsync("fails");
    };

    private static Task<string> FailAsync(string argument, StepContext step) =>
        argument == "fails" ? throw new InvalidOperationException("no") : Task.FromResult(argument + "!");

    [Fact, Proves("B-COMP-1"), Proves("B-STEP-5")]
    public async Task Undo_AfterAFailure_NewestFirstOneAtATimeEachRecorded()
    {
        var running = 0;
        var most = 0;
        var undone = new ConcurrentQueue<string>();
        var script = new Script
        {
            Body = s_failsAfterThree,
            Step = FailAsync,
            Undo = async (argument, result, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                undone.Enqueue($"{argument} {result}");
                await Task.Yield();
                Interlocked.Decrement(ref running);
            },
        };
        await using var engine = await Engine.StartAsync(script);

        var run = await engine.StartRunAsync();
        var failed = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal((RunStatus.Compensated, "Once"), (failed.Status, failed.Error.StepId));
        var journal = await engine.JournalAsync();
        var done = journal.Where(line => line.StartsWith("step Do", StringComparison.Ordinal)).Select(line => line["step ".Length..]).ToList();
        Assert.Equal(done.AsEnumerable().Reverse(), failed.Compensations.Select(report => report.StepId));
        Assert.Equal(["error", .. done.AsEnumerable().Reverse().Select(id => $"undo {id}"), "end"], journal[6..]);
        Assert.Equal("a a!", undone.Last());
        Assert.Equal(1, most);
    }

    [Theory, Proves("B-COMP-2")]
    [InlineData(StoreKind.Memory, false)]
    [InlineData(StoreKind.Memory, true)]
    [InlineData(StoreKind.Files, false)]
    [InlineData(StoreKind.Files, true)]
    public async Task Undo_KilledAtEveryCommit_NeverRepeatsARecordedOne(StoreKind kind, bool afterTheWrite)
    {
        for (var crashAt = 1; crashAt <= 8; crashAt++)
        {
            Script Code() => new()
            {
                Body = static async (_, w, _) =>
                {
                    await w.DoAsync("a");
                    await w.DoAsync("b");
                    await w.DoAsync("c");
                    return await w.OnceAsync("fails");
                },
                Step = FailAsync,
            };
            var first = Code();
            await using var engine = await Engine.StartAsync(first, kind: kind);
            var store = engine.Store;
            var dead = new TaskCompletionSource();
            Task Die(Durable.Storage.RunCommit commit)
            {
                if (store.Commits == (afterTheWrite ? crashAt : crashAt - 1))
                {
                    store.Kill();
                    dead.TrySetResult();
                }

                return Task.CompletedTask;
            }

            if (afterTheWrite)
            {
                store.AfterCommit = Die;
            }
            else
            {
                store.BeforeCommit = Die;
            }

            await engine.StartRunAsync();
            await Task.WhenAny(dead.Task, engine.UntilEndedAsync());
            var undone = (await engine.JournalAsync()).Where(line => line.StartsWith("undo", StringComparison.Ordinal)).ToList();
            var second = Code();
            await engine.CrashAsync(second);
            var failed = await Assert.ThrowsAsync<RunFailedException>(() => engine.Run.ResultAsync(engine.Patience));

            Assert.Equal(RunStatus.Compensated, failed.Status);
            Assert.Equal(["Do#3", "Do#2", "Do"], failed.Compensations.Select(report => report.StepId));
            Assert.All(undone, line => Assert.DoesNotContain(second.Calls, call => call.StartsWith(line["undo ".Length..] + "#undo(", StringComparison.Ordinal)));
            var journal = await engine.JournalAsync();
            Assert.Equal(journal.Distinct(), journal);
            Assert.Equal(["undo Do#3", "undo Do#2", "undo Do", "end"], journal[^4..]);
        }
    }

    [Fact, Proves("B-COMP-3"), Proves("B-COMP-7")]
    public async Task Undo_Failing_IsRetriedByPolicyThenReportedWhileTheRestIsUndone()
    {
        var keys = new ConcurrentBag<string>();
        var script = new Script
        {
            Body = static async (_, w, _) =>
            {
                await w.DoAsync("a");
                await w.DoAsync("b");
                await w.DoAsync("c");
                return await w.OnceAsync("fails");
            },
            Step = FailAsync,
            Undo = (argument, _, step) =>
            {
                keys.Add(step.IdempotencyKey);
                return argument switch
                {
                    "b" => throw new InvalidOperationException($"stays {step.Attempt}"),
                    "c" when step.Attempt < 2 => throw new InvalidOperationException("once"),
                    _ => Task.CompletedTask,
                };
            },
        };
        await using var engine = await Engine.StartAsync(script);

        await engine.StartRunAsync();
        await engine.WakeAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("attempt Do#2#undo"));
        await engine.WakeAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Count(line => line == "attempt Do#2#undo") == 2);
        Assert.Equal(RunStatus.Compensating, (await engine.Client.GetAsync(Engine.RunId))!.Status);
        await engine.CrashAsync(script);
        await engine.WakeAsync();
        var failed = await Assert.ThrowsAsync<RunFailedException>(() => engine.Run.ResultAsync(engine.Patience));

        Assert.Equal(RunStatus.CompensationFailed, failed.Status);
        Assert.Equal("Once", failed.Error.StepId);
        Assert.Equal(
            [new("Do#3", 2, null), new("Do#2", 3, new ErrorInfo(ErrorInfo.Exception, "stays 3")), new CompensationReport("Do", 1, null)],
            failed.Compensations);
        Assert.Equal(["run-1/1/Do#2/undo", "run-1/1/Do#3/undo", "run-1/1/Do/undo"], keys.Distinct().Order(StringComparer.Ordinal));
        Assert.Contains("Do#3#undo(c) 2", script.Calls);
    }

    [Fact, Proves("B-COMP-6")]
    public async Task Compensate_NothingToUndo_EndsAsCompensated()
    {
        var script = new Script { Body = static async (ctx, _, _) => await ctx.CompensateAsync<string>("changed my mind") };
        await using var engine = await Engine.StartAsync(script);

        var run = await engine.StartRunAsync();
        var ended = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal((RunStatus.Compensated, ErrorInfo.Compensated, "changed my mind"), (ended.Status, ended.Error.Kind, ended.Error.Message));
        Assert.Empty(ended.Compensations);
    }

    [Fact, Proves("B-COMP-6")]
    public async Task Compensate_InTheBody_NothingOfTheBodyRunsAfterIt()
    {
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                await w.DoAsync("a");
                try
                {
                    return await ctx.CompensateAsync<string>("stop");
                }
                finally
                {
                    await w.AlphaAsync("never");
                }
            },
        };
        await using var engine = await Engine.StartAsync(script);

        var run = await engine.StartRunAsync();
        var ended = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal(["Do(a) 1", "Do#undo(a) 1"], script.Calls);
        Assert.Equal(RunStatus.Compensated, ended.Status);
    }

    [Fact, Proves("B-COMP-1")]
    public async Task Failure_NothingToUndo_EndsAsFailed()
    {
        var script = new Script { Body = static (_, w, _) => w.OnceAsync("fails"), Step = FailAsync };
        await using var engine = await Engine.StartAsync(script);

        var run = await engine.StartRunAsync();
        var ended = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal(RunStatus.Failed, ended.Status);
    }

    [Fact, Proves("B-COMP-7")]
    public async Task CompensateOnStarted_AttemptsUsedUp_IsUndoneWithoutAResult()
    {
        string? seen = "not called";
        var script = new Script
        {
            Body = static (_, w, _) => w.BeginAsync("fails"),
            Step = FailAsync,
            Undo = (_, result, step) =>
            {
                seen = $"{result ?? "none"} {step.StepId} {step.IdempotencyKey} {step.Attempt}";
                return Task.CompletedTask;
            },
        };
        await using var engine = await Engine.StartAsync(script);

        var run = await engine.StartRunAsync();
        var ended = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal(RunStatus.Compensated, ended.Status);
        Assert.Equal("none Begin#undo run-1/1/Begin/undo 1", seen);
    }

    [Fact, Proves("B-COMP-7")]
    public async Task CompensateOnStarted_TimedOut_IsUndoneThoughItMayHaveHappened()
    {
        var late = new TaskCompletionSource<string>();
        var undone = new ConcurrentQueue<string>();
        var script = new Script
        {
            Body = static (_, w, _) => w.BeginAsync("slow"),
            Step = (_, _) => late.Task,
            Undo = (argument, result, _) =>
            {
                undone.Enqueue($"{argument} {result ?? "unknown"}");
                return Task.CompletedTask;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsync(() => Task.FromResult(script.Calls.Count == 1));
        await engine.Time.WhenTimerSetAsync(engine.Time.GetUtcNow().AddSeconds(30)).WaitAsync(Pulse.Patience);
        engine.Time.Advance(TimeSpan.FromSeconds(30));
        var ended = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));
        late.SetResult("done after all");

        Assert.Equal((RunStatus.Compensated, DurableErrorCodes.StepTimeout), (ended.Status, ended.Error.Cause!.Kind));
        Assert.Equal(["slow unknown"], undone);
    }

    [Fact, Proves("B-COMP-7")]
    public async Task CompensateOnCompleted_AttemptsUsedUp_IsNotUndone()
    {
        var script = new Script
        {
            Body = static (_, w, _) => w.DoAsync("fails"),
            Step = static (_, _) => throw new NonRetryableException("no"),
        };
        await using var engine = await Engine.StartAsync(script);

        var run = await engine.StartRunAsync();
        var ended = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Equal(["Do(fails) 1"], script.Calls);
    }

    [Fact, Proves("B-COMP-1")]
    public async Task Undo_ReadsWhatWasRecorded_NotWhatTheBodyMadeOfIt()
    {
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                await w.DoAsync(input);
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return await w.OnceAsync("fails");
            },
            Step = FailAsync,
            Undo = (argument, result, _) => Task.FromResult(Assert.IsType<string>(argument + result)),
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync("x");
        await engine.WakeAsync();
        await engine.UntilEndedAsync();

        Assert.Equal(["Do(x) 1", "Once(fails) 1", "Do#undo(x) 1"], script.Calls);
    }
}
