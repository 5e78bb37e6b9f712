using System.Text.Json;
using Durable.Storage;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Control;

/// <summary>Runs that failed come back to life under their own id: what failed is done again, and nothing else.</summary>
[Proves("B-CTL-2")]
public sealed class RetryTests
{
    private volatile bool _isMended;

    public static TheoryData<StoreKind> Stores => new(StoreKind.Memory, StoreKind.Files);

    [Theory, MemberData(nameof(Stores))]
    public async Task Retry_FailedRun_DoesTheFailedStepAgainWithTheSameKey(StoreKind store)
    {
        var keys = new List<string>();
        var script = new Script
        {
            Body = static async (_, w, input) => await w.BetaAsync(await w.OnceAsync(await w.AlphaAsync(input))),
            Step = (argument, step) =>
            {
                if (step.StepId == "Once")
                {
                    keys.Add(step.IdempotencyKey);
                    return _isMended ? Task.FromResult(argument + "!") : throw new IOException("no");
                }

                return Task.FromResult(argument + step.StepId);
            },
        };
        await using var engine = await Engine.StartAsync(script, kind: store);
        var run = await engine.StartRunAsync();
        Assert.Equal(RunStatus.Failed, (await engine.UntilEndedAsync()).Status);
        _isMended = true;

        await engine.Client.RetryAsync(run.RunId);

        Assert.Equal("inAlpha!Beta", await run.ResultAsync(engine.Patience));
        Assert.Equal(["Alpha(in) 1", "Once(inAlpha) 1", "Once(inAlpha) 1", "Beta(inAlpha!) 1"], script.Calls);
        Assert.Equal(["start", "step Alpha", "stepError Once", "end", "retry", "step Once", "step Beta", "end"], await engine.JournalAsync());
        Assert.Single(keys.Distinct());
        await engine.RestartAsync(script);
        Assert.Equal("inAlpha!Beta", await engine.Run.ResultAsync(engine.Patience));
    }

    [Theory, MemberData(nameof(Stores))]
    [Proves("B-JRN-2")]
    public async Task Retry_ProcessDiesAtEachCommit_SameResult(StoreKind store)
    {
        for (var crashAt = 1; crashAt <= 8; crashAt++)
        {
            foreach (var isApplied in new[] { false, true })
            {
                _isMended = false;
                var script = new Script
                {
                    Body = static async (_, w, input) => await w.BetaAsync(await w.OnceAsync(await w.AlphaAsync(input))),
                    Step = (argument, step) => step.StepId == "Once" && !_isMended ? throw new IOException("no") : Task.FromResult(argument + step.StepId),
                };
                await using var engine = await Engine.StartAsync(script, kind: store);
                var commits = 0;
                var died = new TaskCompletionSource();
                var at = crashAt;
                Task Die(RunCommit commit)
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
                if (await FailAndRetryAsync(engine, died.Task))
                {
                    await engine.KillAsync();
                    await engine.LiveAsync(script);
                    Assert.False(await FailAndRetryAsync(engine, new TaskCompletionSource().Task));
                }

                Assert.Equal("inAlphaOnceBeta", await engine.Run.ResultAsync(engine.Patience));
                Assert.Single((await engine.JournalAsync()).FindAll(line => line == "retry"));
            }
        }
    }

    [Fact]
    [Proves("B-FLOW-1")]
    public async Task Retry_FailedMembersOfAParallelBlock_OnlyThoseRunAgain()
    {
        var script = new Script
        {
            Body = static async (_, w, _) => string.Join(",", await Task.WhenAll(w.OnceAsync("1"), w.OnceAsync("2"), w.OnceAsync("3"), w.OnceAsync("4"))),
            Step = (argument, _) => argument is "1" or "3" && !_isMended ? throw new IOException("no") : Task.FromResult(argument),
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilEndedAsync();
        _isMended = true;

        await engine.Client.RetryAsync(run.RunId);

        Assert.Equal("1,2,3,4", await run.ResultAsync(engine.Patience));
        Assert.Equal(["Once#3(3) 1", "Once(1) 1"], script.Calls.Skip(4).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Stores))]
    [Proves("B-FLOW-2")]
    public async Task Retry_FanOutWithTwoFailures_KeepsEveryOtherItem(StoreKind store)
    {
        var script = new Script
        {
            Body = static async (ctx, w, _) => string.Join(
                ",", await ctx.ForEachAsync(Enumerable.Range(0, 40), i => $"{i}", i => w.OnceAsync($"{i}"), 4, ForEachMode.Settle)),
            Step = (argument, _) => argument is "3" or "17" && !_isMended ? throw new IOException("no") : Task.FromResult(argument),
        };
        await using var engine = await Engine.StartAsync(script, kind: store);
        var run = await engine.StartRunAsync();
        Assert.Equal(RunStatus.Failed, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(40, script.Calls.Count);
        _isMended = true;

        await engine.Client.RetryAsync(run.RunId);

        Assert.Equal(string.Join(",", Enumerable.Range(0, 40)), await run.ResultAsync(engine.Patience));
        Assert.Equal(42, script.Calls.Count);
        await engine.RestartAsync(script);
        Assert.Equal(RunStatus.Completed, (await engine.Run.GetInfoAsync()).Status);
    }

    [Fact]
    public async Task Retry_FailureThatTheBodyHandled_StaysHandled()
    {
        var script = new Script
        {
            Body = static async (_, w, input) =>
            {
                var first = await TaskOutcome.Of(w.OnceAsync("handled"));
                var fallback = await w.AlphaAsync("fallback");
                return first + fallback + await w.OnceAsync(input);
            },
            Step = (argument, step) => argument == "handled" || (argument == "in" && !_isMended) ? throw new IOException("no") : Task.FromResult(argument),
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilEndedAsync();
        _isMended = true;

        await engine.Client.RetryAsync(run.RunId);

        Assert.Equal("failed: nofallbackin", await run.ResultAsync(engine.Patience));
        Assert.Equal(["Once(handled) 1", "Alpha(fallback) 1", "Once#2(in) 1", "Once#2(in) 1"], script.Calls);
    }

    [Fact]
    public async Task Retry_BodyThatThrewItself_GoesOnInTheNewCode()
    {
        var broken = new Script
        {
            Body = static async (_, w, input) =>
            {
                await w.AlphaAsync(input);
                throw new InvalidOperationException("a bug");
            },
        };
        await using var engine = await Engine.StartAsync(broken);
        await engine.StartRunAsync();
        Assert.Equal(RunStatus.Failed, (await engine.UntilEndedAsync()).Status);
        var mended = new Script { Body = static async (_, w, input) => await w.BetaAsync(await w.AlphaAsync(input)) };
        await engine.RestartAsync(mended);

        await engine.Client.RetryAsync(Engine.RunId);

        Assert.Equal("in", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["Beta(in) 1"], mended.Calls);
    }

    [Fact]
    [Proves("B-WAIT-3")]
    public async Task Retry_SignalsThatCameBefore_AreNotLost()
    {
        var failing = new TaskCompletionSource();
        var script = new Script
        {
            Body = static async (ctx, w, input) => await w.OnceAsync(input) + await ctx.WaitForSignalAsync(ScriptedWorkflow.Go),
            Step = async (argument, _) =>
            {
                await failing.Task;
                return _isMended ? argument : throw new IOException("no");
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsync(() => Task.FromResult(script.Calls.Count == 1));
        await run.SignalAsync(ScriptedWorkflow.Go, "go");
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("signal"));
        failing.SetResult();
        await engine.UntilEndedAsync();
        _isMended = true;

        await engine.Client.RetryAsync(run.RunId);

        Assert.Equal("ingo", await run.ResultAsync(engine.Patience));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task RetryFrom_NamedStep_DoesItAndEverythingAfterAgain(StoreKind store)
    {
        var script = new Script
        {
            Body = static async (_, w, input) => await w.OnceAsync(await w.BetaAsync(await w.AlphaAsync(input))),
            Step = (argument, step) => step.StepId == "Once" && !_isMended ? throw new IOException("no") : Task.FromResult(argument),
        };
        await using var engine = await Engine.StartAsync(script, kind: store);
        var run = await engine.StartRunAsync();
        await engine.UntilEndedAsync();
        _isMended = true;

        await engine.Client.RetryAsync(run.RunId, fromStep: "Beta");

        Assert.Equal("in", await run.ResultAsync(engine.Patience));
        Assert.Equal(["Alpha(in) 1", "Beta(in) 1", "Once(in) 1", "Beta(in) 1", "Once(in) 1"], script.Calls);
        Assert.Equal(["start", "step Alpha", "step Beta", "stepError Once", "end", "retry", "step Beta", "step Once", "end"], await engine.JournalAsync());
    }

    [Fact]
    [Proves("B-JRN-6")]
    public async Task RetryFrom_StuckRun_LeavesTheRecordsThatDoNotFitBehind()
    {
        var old = new Script { Body = static async (ctx, w, input) => await w.BetaAsync(await w.AlphaAsync(input)) + await ctx.WaitForSignalAsync(ScriptedWorkflow.Go) };
        await using var engine = await Engine.StartAsync(old);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        var changed = new Script { Body = static async (ctx, w, input) => await w.OnceAsync(await w.AlphaAsync(input)) + await ctx.WaitForSignalAsync(ScriptedWorkflow.Go) };
        await engine.RestartAsync(changed);
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "go");
        await engine.UntilStuckAsync();

        await engine.Client.RetryAsync(Engine.RunId, "Beta");

        Assert.Equal("ingo", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["Once(in) 1"], changed.Calls);
    }

    [Fact]
    public async Task RetryFrom_UnknownStep_IsRefusedAndNothingChanged()
    {
        var script = new Script { Body = static (_, w, input) => w.OnceAsync(input), Step = static (_, _) => throw new IOException("no") };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilEndedAsync();
        var before = await engine.LinesAsync();

        var refused = await Assert.ThrowsAsync<DurableException>(() => engine.Client.RetryAsync(run.RunId, "Nothing"));

        Assert.Equal((DurableErrorCodes.StepUnknown, "Nothing"), (refused.Code, refused.StepId));
        Assert.Equal(before, await engine.LinesAsync());
        Assert.Equal(RunStatus.Failed, (await run.GetInfoAsync()).Status);
    }

    [Theory, MemberData(nameof(Stores))]
    [Proves("B-COMP-3")]
    public async Task Retry_CompensationFailed_TriesTheFailedCompensatorsAgainWithTheSameKey(StoreKind store)
    {
        var keys = new List<string>();
        var script = new Script
        {
            Body = static async (_, w, input) =>
            {
                await w.BeginAsync("1");
                await w.BeginAsync("2");
                await w.BeginAsync("3");
                throw new InvalidOperationException(input);
            },
            Undo = (argument, _, step) =>
            {
                if (argument != "2")
                {
                    return Task.CompletedTask;
                }

                keys.Add(step.IdempotencyKey);
                return _isMended ? Task.CompletedTask : throw new IOException("no");
            },
        };
        await using var engine = await Engine.StartAsync(script, kind: store);
        var run = await engine.StartRunAsync();
        Assert.Equal(RunStatus.CompensationFailed, (await engine.UntilEndedAsync()).Status);
        _isMended = true;

        await engine.Client.RetryAsync(run.RunId, idempotencyKey: "k");
        var ended = await engine.UntilAsync(info => info.Status == RunStatus.Compensated);
        await engine.Client.RetryAsync(run.RunId, idempotencyKey: "k");

        Assert.Equal("in", ended.Error!.Message);
        Assert.Equal(["Begin#3", "Begin", "Begin#2"], ended.Compensations.Select(report => report.StepId));
        Assert.Equal(["Begin#3#undo(3) 1", "Begin#2#undo(2) 1", "Begin#undo(1) 1", "Begin#2#undo(2) 1"], script.Calls.Skip(3));
        Assert.Single(keys.Distinct());
        await engine.RestartAsync(script);
        Assert.Equal(RunStatus.Compensated, (await engine.Run.GetInfoAsync()).Status);
    }

    [Fact]
    [Proves("B-COMP-7")]
    public async Task RetryFrom_UndoneRun_OnlyWhereEverythingUndoneRunsAgainAndWithOtherKeys()
    {
        var keys = new List<string>();
        var script = new Script
        {
            Body = static async (_, w, input) =>
            {
                await w.AlphaAsync(input);
                await w.DoAsync("1");
                await w.DoAsync("2");
                return await w.OnceAsync(input);
            },
            Step = (argument, step) =>
            {
                keys.Add(step.IdempotencyKey);
                return step.StepId == "Once" && !_isMended ? throw new IOException("no") : Task.FromResult(argument);
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        Assert.Equal(RunStatus.Compensated, (await engine.UntilEndedAsync()).Status);
        _isMended = true;

        var whole = await Assert.ThrowsAsync<DurableException>(() => engine.Client.RetryAsync(run.RunId));
        var late = await Assert.ThrowsAsync<DurableException>(() => engine.Client.RetryAsync(run.RunId, "Once"));
        var second = await Assert.ThrowsAsync<DurableException>(() => engine.Client.RetryAsync(run.RunId, "Do#2"));
        await engine.Client.RetryAsync(run.RunId, "Do");

        Assert.Equal(
            [DurableErrorCodes.RunNotStuck, DurableErrorCodes.StepUndone, DurableErrorCodes.StepUndone], new[] { whole.Code, late.Code, second.Code });
        Assert.Equal("in", await run.ResultAsync(engine.Patience));
        Assert.Equal(4, keys.Take(4).Distinct().Count());
        Assert.Empty(keys.Skip(4).Take(2).Intersect(keys.Take(4)));
        Assert.Equal(keys[3], keys[6]);
        Assert.Equal(7, keys.Count);
    }

    [Theory]
    [InlineData(RunStatus.Completed)]
    [InlineData(RunStatus.Cancelled)]
    [InlineData(RunStatus.Terminated)]
    public async Task Retry_RunThatEndedOtherwise_IsRefused(RunStatus status)
    {
        var script = new Script { Body = static async (ctx, w, input) => await w.AlphaAsync(input) + await ctx.WaitForSignalAsync(ScriptedWorkflow.Go) };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await (status == RunStatus.Completed ? run.SignalAsync(ScriptedWorkflow.Go, "go")
            : status == RunStatus.Cancelled ? run.CancelAsync()
            : engine.Client.TerminateAsync(run.RunId));
        Assert.Equal(status, (await engine.UntilEndedAsync()).Status);

        var refused = await Assert.ThrowsAsync<DurableException>(() => engine.Client.RetryAsync(run.RunId));
        var named = await Assert.ThrowsAsync<DurableException>(() => engine.Client.RetryAsync(run.RunId, "Alpha"));

        Assert.Equal((DurableErrorCodes.RunNotStuck, DurableErrorCodes.RunNotStuck), (refused.Code, named.Code));
        Assert.Equal(status, (await run.GetInfoAsync()).Status);
    }

    [Fact]
    public async Task Retry_Repeatedly_EachFailureAddsToTheSameJournal()
    {
        var failures = 3;
        var script = new Script
        {
            Body = static async (_, w, input) => await w.OnceAsync(await w.AlphaAsync(input)),
            Step = (argument, step) => step.StepId == "Once" && Interlocked.Decrement(ref failures) >= 0 ? throw new IOException("no") : Task.FromResult(argument),
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        for (var i = 0; i < 3; i++)
        {
            await engine.UntilEndedAsync();
            await engine.Client.RetryAsync(run.RunId);
        }

        Assert.Equal("in", await run.ResultAsync(engine.Patience));
        Assert.Equal(1, script.Calls.Count(call => call.StartsWith("Alpha", StringComparison.Ordinal)));
    }

    [Fact]
    [Proves("B-CHILD-1")]
    public async Task Retry_FailedChild_StartsAnotherOne()
    {
        var child = new ChildScript((_, _, input) => _isMended ? Task.FromResult(input + "!") : throw new IOException("no"));
        var script = new Script { Body = static (ctx, _, input) => ChildWorkflow.RunChildAsync(ctx, input) };
        await using var engine = await Engine.StartAsync(script, durable =>
        {
            durable.Services.AddSingleton(child);
            durable.AddWorkflow<ChildWorkflow>();
        });
        var run = await engine.StartRunAsync();
        Assert.Equal(DurableErrorCodes.ChildFailed, (await engine.UntilEndedAsync()).Error!.Kind);
        _isMended = true;

        await engine.Client.RetryAsync(run.RunId);

        Assert.Equal("in!", await run.ResultAsync(engine.Patience));
        var children = new List<RunInfo>();
        await foreach (var info in engine.Client.ListAsync(new() { Workflow = "child" }))
        {
            children.Add(info);
        }

        Assert.Equal([RunStatus.Completed, RunStatus.Failed], children.Select(info => info.Status).Order());
    }

    [Fact]
    [Proves("B-DET-1")]
    public async Task Fork_AtAStep_GoesOnByItselfAndLeavesTheOriginalAlone()
    {
        var keys = new List<string>();
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                var first = await w.AlphaAsync($"{input} {ctx.NewGuid()}");
                var second = await w.BetaAsync($"{ctx.NewGuid()}");
                return $"{first} {second}";
            },
            Step = (argument, step) =>
            {
                keys.Add(step.IdempotencyKey);
                return Task.FromResult(argument);
            },
        };
        await using var engine = await Engine.StartAsync(script, kind: StoreKind.Files);
        var run = await engine.StartRunAsync();
        var original = (await run.ResultAsync(engine.Patience)).Split(' ');
        var before = await engine.LinesAsync();

        var forkId = await engine.Client.ForkAsync(run.RunId, "Beta", "fork-1");
        Assert.Equal("fork-1", await engine.Client.ForkAsync(run.RunId, "Beta", "fork-1"));
        await engine.UntilEndedAsync(forkId);
        await engine.RestartAsync(script);

        var fork = (await engine.UntilEndedAsync(forkId)).Result!.Value.GetString()!.Split(' ');
        Assert.Equal(original[..2], fork[..2]);
        Assert.NotEqual(original[2], fork[2]);
        Assert.Equal(["start", "step Alpha", "fork Beta", "step Beta", "end"], await engine.JournalAsync(forkId));
        Assert.Equal(before, await engine.LinesAsync());
        Assert.Equal(["run-1/1/Alpha", "run-1/1/Beta", "fork-1/1/Beta"], keys);
    }

    [Fact]
    public async Task Fork_RunThatWaits_CopiesItsPlaceAndTags()
    {
        var script = new Script { Body = static async (ctx, w, input) => await w.AlphaAsync(input) + await w.BetaAsync(await ctx.WaitForSignalAsync(ScriptedWorkflow.Go)) + await ctx.WaitForSignalAsync(ScriptedWorkflow.Go) };
        await using var engine = await Engine.StartAsync(script);
        await engine.Client.StartAsync("scripted", JsonSerializer.SerializeToElement("in"), new() { RunId = Engine.RunId, Tags = new Dictionary<string, string> { ["k"] = "v" } });
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "1");
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("step Beta"));

        var forkId = await engine.Client.ForkAsync(Engine.RunId, "Beta");
        var fork = engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>().Get(forkId);
        await fork.SignalAsync(ScriptedWorkflow.Go, "2");

        Assert.Equal("in12", await fork.ResultAsync(engine.Patience));
        Assert.Equal("v", (await fork.GetInfoAsync()).Tags["k"]);
        Assert.Equal(RunStatus.Waiting, (await engine.UntilAsleepAsync()).Status);
    }

    [Fact]
    public async Task Fork_OfARunThatWasRetried_IsRetriedUnderTheSameKeyOfItsOwn()
    {
        var failures = new HashSet<string> { Engine.RunId, "fork-1" };
        var script = new Script
        {
            Body = static async (_, w, input) => await w.AlphaAsync(input) + await w.OnceAsync(input),
            Step = (argument, step) => step.StepId == "Alpha" || !failures.Remove(step.RunId)
                ? Task.FromResult(argument)
                : throw new InvalidOperationException("Not yet."),
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync("a");
        await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));
        await engine.Client.RetryAsync(Engine.RunId, "Alpha", idempotencyKey: "k");
        Assert.Equal("aa", await run.ResultAsync(engine.Patience));

        var fork = engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>().Get(await engine.Client.ForkAsync(Engine.RunId, "Once", "fork-1"));
        await Assert.ThrowsAsync<RunFailedException>(() => fork.ResultAsync(engine.Patience));
        await engine.Client.RetryAsync("fork-1", idempotencyKey: "k");

        Assert.Equal("aa", await fork.ResultAsync(engine.Patience));
        await engine.Client.RetryAsync("fork-1", idempotencyKey: "k");
        Assert.Equal(RunStatus.Completed, (await fork.GetInfoAsync()).Status);
    }

    [Fact]
    [Proves("B-WAIT-4")]
    public async Task Fork_AfterAnAnswer_TakesTheSameKeyForItsOwnQuestion()
    {
        var ask = new Ask<string>("comment");
        var script = new Script
        {
            Body = async (ctx, w, input) =>
                $"{await ctx.AskAsync(ask, AskPrompt.Text("First?"))} {await w.AlphaAsync(input)} {await ctx.AskAsync(ask, AskPrompt.Text("Second?"))}",
            Step = static (argument, _) => Task.FromResult(argument),
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.Client.AnswerAsync(Engine.RunId, "comment", JsonSerializer.SerializeToElement("one"), idempotencyKey: "k");
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("ask comment#2"));
        var fork = engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>().Get(await engine.Client.ForkAsync(Engine.RunId, "Alpha", "fork-1"));
        await engine.UntilAsync(info => info.OpenAsks.Count == 1, "fork-1");

        await fork.AnswerAsync(ask, "two", idempotencyKey: "k");

        Assert.Equal("one in two", await fork.ResultAsync(engine.Patience));
        Assert.Equal(
            DurableErrorCodes.AskAnswered,
            (await Assert.ThrowsAsync<DurableException>(() => engine.Client.AnswerAsync(Engine.RunId, "comment", JsonSerializer.SerializeToElement("x"), idempotencyKey: "other"))).Code);
    }

    [Fact]
    public async Task Fork_UnknownRunStepOrTakenId_IsRefused()
    {
        var script = new Script { Body = static (_, w, input) => w.AlphaAsync(input) };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await run.ResultAsync(engine.Patience);
        await engine.StartRunAsync(runId: "other");

        Assert.Equal(DurableErrorCodes.RunNotFound, (await Assert.ThrowsAsync<DurableException>(() => engine.Client.ForkAsync("nobody", "Alpha"))).Code);
        Assert.Equal(DurableErrorCodes.StepUnknown, (await Assert.ThrowsAsync<DurableException>(() => engine.Client.ForkAsync(run.RunId, "Gamma"))).Code);
        Assert.Equal(DurableErrorCodes.RunExists, (await Assert.ThrowsAsync<DurableException>(() => engine.Client.ForkAsync(run.RunId, "Alpha", "other"))).Code);
        Assert.Equal(DurableErrorCodes.RunIdInvalid, (await Assert.ThrowsAsync<DurableException>(() => engine.Client.ForkAsync(run.RunId, "Alpha", ""))).Code);
    }

    [Fact]
    [Proves("B-CHILD-2")]
    public async Task Fork_AfterAChildEnded_UsesItsResultAndBeforeThatIsRefused()
    {
        var child = new ChildScript(static (_, _, input) => Task.FromResult(input + "!"));
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                var handle = await ChildWorkflow.StartChildAsync(ctx, input);
                await w.AlphaAsync("between");
                return await w.BetaAsync(await handle.ResultAsync());
            },
        };
        await using var engine = await Engine.StartAsync(script, durable =>
        {
            durable.Services.AddSingleton(child);
            durable.AddWorkflow<ChildWorkflow>();
        });
        var run = await engine.StartRunAsync();
        Assert.Equal("in!", await run.ResultAsync(engine.Patience));

        var forkId = await engine.Client.ForkAsync(run.RunId, "Beta");

        Assert.Equal("in!", (await engine.UntilEndedAsync(forkId)).Result!.Value.GetString());
        var journal = await engine.JournalAsync();
        if (journal.IndexOf("step Alpha") < journal.FindIndex(line => line.StartsWith("childEnd", StringComparison.Ordinal)))
        {
            Assert.Equal(DurableErrorCodes.ForkRefused, (await Assert.ThrowsAsync<DurableException>(() => engine.Client.ForkAsync(run.RunId, "Alpha"))).Code);
        }
    }

    /// <summary>Mends and retries once the run has failed, as a caller that begins again after a crash would; true when the process died.</summary>
    private async Task<bool> FailAndRetryAsync(Engine engine, Task died)
    {
        try
        {
            var ended = engine.UntilEndedAsync();
            if (await Task.WhenAny(died, ended) == died)
            {
                return true;
            }

            if ((await ended).Status == RunStatus.Failed)
            {
                _isMended = true;
                await engine.Client.RetryAsync(Engine.RunId, idempotencyKey: "once");
            }

            await Task.WhenAny(died, engine.UntilAsync(info => info.Status == RunStatus.Completed));
            return died.IsCompleted;
        }
        catch (StoreFailedException)
        {
            return true;
        }
    }
}
