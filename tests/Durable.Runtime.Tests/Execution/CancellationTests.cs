using Durable.Tests.Harness;

namespace Durable.Tests.Execution;

public sealed class CancellationTests
{
    [Fact, Proves("B-CTL-1"), Proves("B-COMP-5")]
    public async Task Cancel_WhileAStepRuns_TokenIsSeenOutcomeRecordedThenUndone()
    {
        var running = new TaskCompletionSource();
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                await w.DoAsync("a");
                try
                {
                    return await w.AlphaAsync("slow");
                }
                catch (OperationCanceledException)
                {
                    // Later operations throw at once, too.
                    var later = new[] { await TaskOutcome.Of(w.BetaAsync("later")), await TaskOutcome.Of(ctx.SleepAsync(TimeSpan.FromDays(1))), await TaskOutcome.Of(ctx.WaitForSignalAsync(ScriptedWorkflow.Go)) };
                    Assert.All(later, outcome => Assert.Equal("cancelled", outcome));
                    Assert.True(ctx.CancellationToken.IsCancellationRequested);
                    throw;
                }
            },
            Step = async (a, step) =>
            {
                if (a != "slow")
                {
                    return a;
                }

                var cancelled = new TaskCompletionSource<string>();
                step.CancellationToken.Register(() => cancelled.SetCanceled(step.CancellationToken));
                running.SetResult();
                return await cancelled.Task;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await running.Task.WaitAsync(Pulse.Patience);

        await run.CancelAsync("enough");
        var ended = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal((RunStatus.Cancelled, ErrorInfo.Cancelled, "enough"), (ended.Status, ended.Error.Kind, ended.Error.Message));
        Assert.Equal(["Do"], ended.Compensations.Select(report => report.StepId));
        Assert.Equal(["start", "step Do", "cancel", "stepError Alpha", "error", "undo Do", "end"], await engine.JournalAsync());
        Assert.DoesNotContain("Beta(later) 1", script.Calls);
    }

    [Fact, Proves("B-CTL-1"), Proves("B-COMP-5")]
    public async Task Cancel_WhileWaitingOutOfMemory_CompensatesAndRunsFinallyBlocks()
    {
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                await w.DoAsync("a");
                await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                return "";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await run.CancelAsync(cancellationToken: engine.Patience);
        await run.CancelAsync(cancellationToken: engine.Patience);
        var ended = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));
        await run.CancelAsync(cancellationToken: engine.Patience);

        Assert.Equal(RunStatus.Cancelled, ended.Status);
        Assert.Equal(["Do(a) 1", "Do#undo(a) 1"], script.Calls);
        Assert.Single((await engine.JournalAsync()), "cancel");
    }

    [Fact, Proves("B-CTL-1")]
    public async Task Cancel_StepThatCompletesAnyway_CountsAsCompletedAndIsUndone()
    {
        var running = new TaskCompletionSource();
        var finish = new TaskCompletionSource<string>();
        var script = new Script
        {
            Body = static async (_, w, _) => await w.DoAsync("a"),
            Step = (_, step) =>
            {
                step.CancellationToken.Register(() => finish.SetResult("done"));
                running.SetResult();
                return finish.Task;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await running.Task.WaitAsync(Pulse.Patience);

        await run.CancelAsync(cancellationToken: engine.Patience);
        var ended = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal(RunStatus.Cancelled, ended.Status);
        Assert.Equal(["start", "cancel", "step Do", "return", "undo Do", "end"], await engine.JournalAsync());
    }

    [Fact, Proves("B-CTL-1")]
    public async Task Cancel_OutcomeAlreadyOnItsWay_IsRecordedOnce()
    {
        // The cancel and the step's outcome gather in one commit, the cancel first.
        var writing = new TaskCompletionSource();
        var written = new TaskCompletionSource();
        var finish = new TaskCompletionSource<string>();
        var script = new Script
        {
            Body = static async (_, w, _) =>
            {
                var slow = w.DoAsync("slow");
                await w.AlphaAsync("fast");
                return await slow;
            },
            Step = (a, _) => a == "slow" ? finish.Task : Task.FromResult(a),
        };
        await using var engine = await Engine.StartAsync(script);
        engine.Store.BeforeCommit = _ =>
        {
            writing.TrySetResult();
            return written.Task;
        };
        var run = await engine.StartRunAsync();
        await writing.Task.WaitAsync(Pulse.Patience);
        await run.CancelAsync(cancellationToken: engine.Patience);
        await engine.UntilAsync(() => Task.FromResult(engine.Store.InboxReads > 0));
        finish.SetResult("done");
        written.SetResult();
        var ended = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal(RunStatus.Cancelled, ended.Status);
        var journal = await engine.JournalAsync();
        Assert.Single(journal, line => line.EndsWith(" Do", StringComparison.Ordinal) && line.StartsWith("step", StringComparison.Ordinal));
    }

    [Fact, Proves("B-CTL-1")]
    public async Task Cancel_WhileAnAttemptThatFailedIsOnItsWay_StartsNoOther()
    {
        // The attempt fails with no delay before the next one, and is recorded behind the cancel in one commit.
        var writing = new TaskCompletionSource();
        var written = new TaskCompletionSource();
        var fail = new TaskCompletionSource<string>();
        var script = new Script
        {
            Body = static async (_, w, _) =>
            {
                var eager = w.EagerAsync("eager");
                await w.AlphaAsync("fast");
                return await eager;
            },
            Step = (a, _) => a == "eager" ? fail.Task : Task.FromResult(a),
        };
        await using var engine = await Engine.StartAsync(script);
        engine.Store.BeforeCommit = _ =>
        {
            writing.TrySetResult();
            return written.Task;
        };
        var run = await engine.StartRunAsync();
        await writing.Task.WaitAsync(Pulse.Patience);
        await run.CancelAsync(cancellationToken: engine.Patience);
        await engine.UntilAsync(() => Task.FromResult(engine.Store.InboxReads > 0));
        fail.SetException(new InvalidOperationException("no"));
        written.SetResult();
        var ended = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal(RunStatus.Cancelled, ended.Status);
        Assert.Equal(["Alpha(fast) 1", "Eager(eager) 1"], script.Calls.Order(StringComparer.Ordinal));
        Assert.Single(await engine.JournalAsync(), "stepError Eager");
    }

    [Fact, Proves("B-COMP-5")]
    public async Task Cancel_DuringCompensation_ChangesNothing()
    {
        var undoing = new TaskCompletionSource();
        var undone = new TaskCompletionSource();
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                await w.DoAsync("a");
                return await ctx.CompensateAsync<string>("stop");
            },
            Undo = (_, _, step) =>
            {
                undoing.SetResult();
                return undone.Task;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await undoing.Task.WaitAsync(Pulse.Patience);

        await run.CancelAsync(cancellationToken: engine.Patience);
        undone.SetResult();
        var ended = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal((RunStatus.Compensated, "stop"), (ended.Status, ended.Error.Message));
    }

    [Fact, Proves("B-CTL-1")]
    public async Task Cancel_RecordedThenKilled_TheNextProcessGoesOnCancelling()
    {
        var hang = new TaskCompletionSource<string>();
        Script Code() => new()
        {
            Body = static async (_, w, _) =>
            {
                await w.DoAsync("a");
                return await w.AlphaAsync("slow");
            },
            Step = (a, _) => a == "slow" ? hang.Task : Task.FromResult(a),
        };
        var first = Code();
        await using var engine = await Engine.StartAsync(first);
        var run = await engine.StartRunAsync();
        await engine.UntilAsync(() => Task.FromResult(first.Calls.Count == 2));
        await run.CancelAsync(cancellationToken: engine.Patience);
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("cancel"));

        var second = Code();
        await engine.CrashAsync(second);
        var ended = await Assert.ThrowsAsync<RunFailedException>(() => engine.Run.ResultAsync(engine.Patience));

        Assert.Equal(RunStatus.Cancelled, ended.Status);
        Assert.Equal(["Do#undo(a) 1"], second.Calls);
        hang.SetResult("late");
    }

    [Fact, Proves("B-CTL-1")]
    public async Task Cancel_SentWhileNoProcessRuns_StartsNothingBeforeIt()
    {
        var hang = new TaskCompletionSource<string>();
        Script Code() => new() { Body = static (_, w, _) => w.AlphaAsync("slow"), Step = (_, _) => hang.Task };
        var first = Code();
        await using var engine = await Engine.StartAsync(first);
        var run = await engine.StartRunAsync();
        await engine.UntilAsync(() => Task.FromResult(first.Calls.Count == 1));
        engine.Store.BeforeCommit = _ => throw new StoreFailedException("killed before it was recorded");
        await run.CancelAsync(cancellationToken: engine.Patience);

        var second = Code();
        await engine.CrashAsync(second);
        var ended = await Assert.ThrowsAsync<RunFailedException>(() => engine.Run.ResultAsync(engine.Patience));

        Assert.Equal(RunStatus.Cancelled, ended.Status);
        Assert.Empty(second.Calls);
        hang.SetResult("late");
    }

    [Fact, Proves("B-CTL-1")]
    public async Task Terminate_WhileAStepRuns_EndsAtOnceWithoutUndoing()
    {
        var running = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        var hang = new TaskCompletionSource<string>();
        var script = new Script
        {
            Body = static async (_, w, _) =>
            {
                await w.DoAsync("a");
                return await w.AlphaAsync("slow");
            },
            Step = (a, step) =>
            {
                if (a == "a")
                {
                    return Task.FromResult(a);
                }

                step.CancellationToken.Register(cancelled.SetResult);
                running.SetResult();
                return hang.Task;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await running.Task.WaitAsync(Pulse.Patience);

        await engine.Client.TerminateAsync(Engine.RunId, "now");
        var ended = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));
        await cancelled.Task.WaitAsync(Pulse.Patience);
        await engine.Client.TerminateAsync(Engine.RunId);

        Assert.Equal((RunStatus.Terminated, "now"), (ended.Status, ended.Error.Message));
        Assert.Equal(["start", "step Do", "end"], await engine.JournalAsync());
        Assert.Equal(["Do(a) 1", "Alpha(slow) 1"], script.Calls);
        hang.SetResult("late");
    }

    [Fact, Proves("B-CTL-1")]
    public async Task Terminate_OutcomeInTheSameCommit_StartsNothingMore()
    {
        var writing = new TaskCompletionSource();
        var written = new TaskCompletionSource();
        var finish = new TaskCompletionSource<string>();
        var script = new Script
        {
            Body = static async (_, w, _) =>
            {
                var slow = w.DoAsync("slow");
                await w.AlphaAsync("fast");
                await slow;
                return await w.BetaAsync("never");
            },
            Step = (a, _) => a == "slow" ? finish.Task : Task.FromResult(a),
        };
        await using var engine = await Engine.StartAsync(script);
        engine.Store.BeforeCommit = _ =>
        {
            writing.TrySetResult();
            return written.Task;
        };
        var run = await engine.StartRunAsync();
        await writing.Task.WaitAsync(Pulse.Patience);
        finish.SetResult("done");
        await engine.Client.TerminateAsync(Engine.RunId);
        await engine.UntilAsync(() => Task.FromResult(engine.Store.InboxReads > 0));
        written.SetResult();
        await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.DoesNotContain("Beta(never) 1", script.Calls);
        Assert.Equal("end", (await engine.JournalAsync())[^1]);
    }

    [Fact, Proves("B-CTL-1")]
    public async Task Cancel_FinishedOrUnknownRun_GetsAClearAnswer()
    {
        await using var engine = await Engine.StartAsync(new Script { Body = static (_, _, input) => Task.FromResult(input) });
        var run = await engine.StartRunAsync();
        await run.ResultAsync(engine.Patience);

        var finished = await Assert.ThrowsAsync<DurableException>(() => run.CancelAsync());
        var unknown = await Assert.ThrowsAsync<DurableException>(() => engine.Client.CancelAsync("nobody"));

        Assert.Equal((DurableErrorCodes.RunFinished, DurableErrorCodes.RunNotFound), (finished.Code, unknown.Code));
    }
}
