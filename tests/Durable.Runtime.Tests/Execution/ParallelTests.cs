using Durable.Tests.Harness;

namespace Durable.Tests.Execution;

public sealed class ParallelTests
{
    [Fact, Proves("B-FLOW-1")]
    public async Task WhenAll_CrashInTheMiddle_RunsOnlyTheUnfinished()
    {
        var never = new TaskCompletionSource<string>();
        Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> body = static async (_, w, _) =>
            string.Join("+", await Task.WhenAll(w.AlphaAsync("a"), w.AlphaAsync("b"), w.BetaAsync("c")));
        var first = new Script { Body = body, Step = (a, _) => a == "b" ? never.Task : Task.FromResult(a) };
        await using var engine = await Engine.StartAsync(first);

        await engine.StartRunAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Count == 3);
        var second = new Script { Body = body, Step = (a, _) => Task.FromResult(a + "!") };
        await engine.CrashAsync(second);

        Assert.Equal("a+b!+c", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["Alpha#2(b) 1"], second.Calls);
        never.SetResult("late");
    }

    [Fact, Proves("B-FLOW-1")]
    public async Task WhenAll_OneFails_TheOthersAreRecorded()
    {
        var script = new Script
        {
            Body = static async (_, w, _) =>
            {
                var others = new[] { w.AlphaAsync("a"), w.BetaAsync("b") };
                try
                {
                    await Task.WhenAll(others.Append(w.OnceAsync("fails")));
                    return "";
                }
                catch (StepFailedException failed)
                {
                    return $"{failed.StepId}:{string.Join("+", await Task.WhenAll(others))}";
                }
            },
            Step = static (a, _) => a == "fails" ? throw new InvalidOperationException("no") : Task.FromResult(a),
        };
        await using var engine = await Engine.StartAsync(script);

        Assert.Equal("Once:a+b", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
        Assert.Equal(3, script.Calls.Count);
    }

    [Fact, Proves("B-FLOW-1")]
    public async Task WhenAll_ThousandSteps_NeedsFewCommits()
    {
        const int Count = 1000;
        var first = new TaskCompletionSource();
        var finished = 0;
        var all = new TaskCompletionSource();
        var script = new Script
        {
            Body = static async (_, w, _) =>
            {
                var results = await Task.WhenAll(Enumerable.Range(0, Count).Select(i => w.AlphaAsync($"{i}")));
                return string.Join(",", results);
            },
            Step = (a, _) =>
            {
                if (Interlocked.Increment(ref finished) == Count)
                {
                    all.SetResult();
                }

                return Task.FromResult(a);
            },
        };
        await using var engine = await Engine.StartAsync(script);

        // While the first commit is being written, everything else finishes: it must gather into the next ones.
        engine.Store.BeforeCommit = _ => all.Task;
        var result = await (await engine.StartRunAsync()).ResultAsync(engine.Patience);

        Assert.Equal(string.Join(",", Enumerable.Range(0, Count)), result);
        Assert.InRange(engine.Store.Commits, 1, 20);
        Assert.Equal(Count + 2, (await engine.JournalAsync()).Count);
    }

    [Fact, Proves("B-FLOW-4")]
    public async Task Loop_CrashAtAnIteration_ResumesThereWithTheSameBranches()
    {
        var blocked = new TaskCompletionSource<string>();
        Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> body = static async (_, w, _) =>
        {
            var text = "";
            for (var i = 0; i < 6; i++)
            {
                var drawn = await w.AlphaAsync($"{i}");
                text += drawn.Length % 2 == 0 ? await w.BetaAsync(drawn) : drawn;
            }

            return text;
        };
        var first = new Script { Body = body, Step = (a, _) => a == "4" ? blocked.Task : Task.FromResult(a + (a == "2" ? "x" : "")) };
        await using var engine = await Engine.StartAsync(first);

        await engine.StartRunAsync();
        await engine.UntilAsync(() => Task.FromResult(first.Calls.Contains("Alpha#5(4) 1")));
        var second = new Script { Body = body, Step = static (a, _) => Task.FromResult(a == "4" ? "even" : a) };
        await engine.CrashAsync(second);

        Assert.Equal("012x3even5", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["Alpha#5(4) 1", "Beta#2(even) 1", "Alpha#6(5) 1"], second.Calls);
        blocked.SetResult("");
    }

    [Fact, Proves("B-FLOW-3")]
    public async Task WhenAny_Loser_IsTheSameOnReplay()
    {
        var release = new Dictionary<string, TaskCompletionSource<string>> { ["a"] = new(), ["b"] = new() };
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                var a = w.AlphaAsync("a");
                var b = w.BetaAsync("b");
                var winner = await Task.WhenAny(a, b);
                var first = await winner;
                await Task.WhenAll(a, b);
                await ctx.SleepAsync(TimeSpan.FromMinutes(1));
                return first;
            },
            Step = (a, _) => release[a].Task,
        };
        await using var engine = await Engine.StartAsync(script);

        await engine.StartRunAsync();
        release["b"].SetResult("b");
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("step Beta"));
        release["a"].SetResult("a");
        await engine.WakeAsync();

        Assert.Equal("b", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(2, script.Traces.Count);
    }

    [Fact, Proves("B-FLOW-5")]
    public async Task Failure_SiblingsStillRunning_SettleBeforeAnythingIsUndone()
    {
        var sibling = new TaskCompletionSource<string>();
        var cancelled = new TaskCompletionSource();
        var script = new Script
        {
            Body = static async (_, w, _) =>
            {
                await w.DoAsync("first");
                var slow = w.DoAsync("slow");
                await w.OnceAsync("fails");
                return await slow;
            },
            Step = (a, step) =>
            {
                if (a != "slow")
                {
                    return a == "fails" ? throw new InvalidOperationException("no") : Task.FromResult(a);
                }

                step.CancellationToken.Register(cancelled.SetResult);
                return sibling.Task;
            },
        };
        await using var engine = await Engine.StartAsync(script);

        var run = await engine.StartRunAsync();
        await cancelled.Task.WaitAsync(Pulse.Patience);
        var meanwhile = script.Calls;
        sibling.SetResult("done after all");
        var failed = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.DoesNotContain(meanwhile, call => call.Contains("#undo", StringComparison.Ordinal));
        Assert.Equal(RunStatus.Compensated, failed.Status);
        Assert.Equal(["Do#2", "Do"], failed.Compensations.Select(report => report.StepId));
        Assert.Equal(
            ["start", "step Do", "stepError Once", "error", "step Do#2", "undo Do#2", "undo Do", "end"], await engine.JournalAsync());
    }

    [Fact, Proves("B-FLOW-5")]
    public async Task Failure_SiblingWaitingForARetry_IsNotTriedAgain()
    {
        var retrying = new TaskCompletionSource<string>();
        var script = new Script
        {
            Body = static async (_, w, _) =>
            {
                await w.DoAsync("first");
                var sibling = w.DoAsync("retried");
                await w.OnceAsync("fails");
                return await sibling;
            },
            Step = (a, _) => a switch
            {
                "retried" => throw new InvalidOperationException("again later"),
                "fails" => retrying.Task,
                _ => Task.FromResult(a),
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("attempt Do#2"));
        retrying.SetException(new InvalidOperationException("no"));
        var failed = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal(["Do"], failed.Compensations.Select(report => report.StepId));
        Assert.Equal(["start", "step Do", "attempt Do#2", "stepError Once", "error", "stepError Do#2", "undo Do", "end"], await engine.JournalAsync());
        Assert.Contains("\"attempt\":1,\"error\":{\"kind\":\"cancelled\"", (await engine.LinesAsync())[5], StringComparison.Ordinal);
    }

    [Fact, Proves("B-FLOW-5"), Proves("B-WAIT-5")]
    public async Task Failure_SiblingOutcomesAlreadyOnTheirWay_AreRecordedOnce()
    {
        // Both outcomes lie in one commit: the first one ends the body while the second is already recorded.
        var both = new TaskCompletionSource();
        var ended = 0;
        Script Code() => new()
        {
            Body = static async (_, w, _) =>
            {
                await w.DoAsync("first");
                var sibling = w.DoAsync("sibling");
                await w.OnceAsync("fails");
                return await sibling;
            },
            Step = (a, _) =>
            {
                if (a != "first" && Interlocked.Increment(ref ended) == 2)
                {
                    both.TrySetResult();
                }

                return a == "fails" ? throw new InvalidOperationException("no") : Task.FromResult(a);
            },
        };
        await using var engine = await Engine.StartAsync(Code(), durable => durable.ConfigureWorker(o => o.MaxConcurrentSteps = 1));
        engine.Store.BeforeCommit = commit => commit.ExpectedLength == 1 ? Task.CompletedTask : both.Task;

        var run = await engine.StartRunAsync();
        var failed = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal(RunStatus.Compensated, failed.Status);
        var outcomes = (await engine.JournalAsync()).Where(line => line.StartsWith("step", StringComparison.Ordinal)).ToList();
        Assert.Equal(outcomes.Distinct(), outcomes);
    }
}
