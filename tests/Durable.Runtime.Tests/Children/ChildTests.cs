using Durable.Storage;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Children;

/// <summary>Runs that a body starts.</summary>
public sealed class ChildTests
{
    private const string ChildId = "run-1/1/child";

    [Fact]
    [Proves("B-CHILD-2")]
    public async Task RunChild_Completes_ReturnsItsResult()
    {
        await using var engine = await StartAsync(
            async (ctx, _, _) => await ChildWorkflow.RunChildAsync(ctx, "a") + await ChildWorkflow.RunChildAsync(ctx, "b"),
            async (_, workflow, input) => await workflow.DoAsync(input + "!"));

        await engine.StartRunAsync();

        Assert.Equal("a!b!", (await engine.UntilEndedAsync()).Result!.Value.GetString());
        Assert.Equal(["start", "child child", "childEnd child", "child child#2", "childEnd child#2", "end"], await engine.JournalAsync());
        var child = (await engine.Client.GetAsync(ChildId))!;
        Assert.Equal(("parent", RunStatus.Completed), (child.Trigger, child.Status));
        Assert.NotNull(await engine.Client.GetAsync(ChildId + "#2"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Proves("B-CHILD-2")]
    public async Task RunChild_Ends_InTheCommitThatTellsTheParent(bool fails)
    {
        var ends = new List<(string RunId, string Message)>();
        await using var engine = await StartAsync(
            async (ctx, _, _) => await TaskOutcome.Of(ctx.DetachedAsync(async () => await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                await ChildWorkflow.RunChildAsync(ctx, "a");
                throw new InvalidOperationException();
            }))),
            (_, _, _) => fails ? throw new InvalidOperationException("no") : Task.FromResult("a"));
        engine.Store.BeforeCommit = commit =>
        {
            if (commit.State.IsFinished)
            {
                lock (ends)
                {
                    ends.Add((commit.Lease.RunId, string.Join(",", commit.Messages.Select(message => $"{message.Entry.Kind} to {message.RunId}"))));
                }
            }

            return Task.CompletedTask;
        };

        await engine.StartRunAsync();

        await engine.UntilEndedAsync();
        Assert.Equal([(ChildId, $"childEnd to {Engine.RunId}"), (Engine.RunId, "")], ends);
    }

    [Fact]
    [Proves("B-CHILD-2")]
    public async Task RunChild_Fails_ThrowsTheSameOnReplay()
    {
        var script = Script(async (ctx, _, _) =>
        {
            var failed = await Assert.ThrowsAsync<ChildFailedException>(() => ChildWorkflow.RunChildAsync(ctx, "a"));
            await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
            return $"{failed.Code} {failed.ChildRunId} {failed.Status} {failed.Error.Message}";
        });
        await using var engine = await Engine.StartAsync(script, durable => WithChild(durable, (_, _, _) => throw new InvalidOperationException("no")));
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await engine.CrashAsync(script);
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "go on");

        Assert.Equal($"CHILD_FAILED {ChildId} Failed no", (await engine.UntilEndedAsync()).Result!.Value.GetString());
    }

    [Fact]
    [Proves("B-CHILD-3")]
    public async Task RunChild_ChildCancelledOrTerminated_WakesTheParentWithTheFailure()
    {
        await using var engine = await StartAsync(
            async (ctx, _, _) =>
            {
                var cancelled = await Assert.ThrowsAsync<ChildFailedException>(() => ChildWorkflow.RunChildAsync(ctx, "a"));
                var terminated = await Assert.ThrowsAsync<ChildFailedException>(() => ChildWorkflow.RunChildAsync(ctx, "a"));
                return $"{cancelled.Status} {terminated.Status}";
            },
            WaitForGo);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync(ChildId);

        await engine.Client.CancelAsync(ChildId);
        await engine.UntilAsleepAsync(ChildId + "#2");
        await engine.Client.TerminateAsync(ChildId + "#2");

        Assert.Equal("Cancelled Terminated", (await engine.UntilEndedAsync()).Result!.Value.GetString());
    }

    [Fact]
    [Proves("B-CHILD-2")]
    public async Task RunChild_Uncaught_CompensatesTheParent()
    {
        await using var engine = await StartAsync(
            async (ctx, workflow, _) =>
            {
                await workflow.DoAsync("a");
                return await ChildWorkflow.RunChildAsync(ctx, "a");
            },
            (_, _, _) => throw new InvalidOperationException("no"));

        await engine.StartRunAsync();

        var ended = await engine.UntilEndedAsync();
        Assert.Equal((RunStatus.Compensated, "CHILD_FAILED", "no"), (ended.Status, ended.Error!.Kind, ended.Error.Cause!.Message));
    }

    [Fact]
    public async Task StartChild_Handle_SignalsAndCancels()
    {
        await using var engine = await StartAsync(
            async (ctx, _, _) =>
            {
                var first = await ChildWorkflow.StartChildAsync(ctx, "a");
                var second = await ChildWorkflow.StartChildAsync(ctx, "b");
                await first.SignalAsync(ChildWorkflow.Go, "hello");
                await second.CancelAsync("enough");
                var cancelled = await Assert.ThrowsAsync<ChildFailedException>(() => second.ResultAsync());
                return $"{first.RunId} {await first.ResultAsync()} {cancelled.Status} {cancelled.Error.Message}";
            },
            WaitForGo);

        await engine.StartRunAsync();

        Assert.Equal($"{ChildId} hello Cancelled enough", (await engine.UntilEndedAsync()).Result!.Value.GetString());
    }

    [Fact]
    [Proves("B-CHILD-1")]
    [Proves("B-CHILD-2")]
    public async Task RunChild_ProcessDiesAtEachCommit_StartsItOnce()
    {
        for (var crashAt = 1; crashAt <= 6; crashAt++)
        {
            foreach (var isApplied in new[] { false, true })
            {
                var script = Script((ctx, _, _) => ChildWorkflow.RunChildAsync(ctx, "a"));
                await using var engine = await Engine.StartAsync(script, durable => WithChild(durable, async (_, workflow, input) => await workflow.DoAsync(input)));
                var commits = 0;
                var died = new TaskCompletionSource();
                var at = crashAt;
                Func<RunCommit, Task> die = _ =>
                {
                    if (Interlocked.Increment(ref commits) == at)
                    {
                        engine.Vanish();
                        died.TrySetResult();
                    }

                    return Task.CompletedTask;
                };
                engine.Store.BeforeCommit = isApplied ? null : die;
                engine.Store.AfterCommit = isApplied ? die : null;
                await engine.StartRunAsync();
                await Task.WhenAny(died.Task, engine.UntilEndedAsync()).WaitAsync(engine.Patience);

                await engine.CrashAsync(script);

                Assert.Equal("a", (await engine.UntilEndedAsync()).Result!.Value.GetString());
                Assert.Equal(["start", "child child", "childEnd child", "end"], await engine.JournalAsync());
                Assert.Equal(["start", "step Do", "end"], await engine.JournalAsync(ChildId));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Proves("B-CHILD-1")]
    [Proves("B-WORK-3")]
    public async Task RunChild_IdTaken_FailsWithItsOwnCode(bool isTakenByASibling)
    {
        await using var engine = await StartAsync(
            async (ctx, _, _) =>
            {
                var options = new ChildOptions { RunId = "mine" };
                var sibling = isTakenByASibling ? ChildWorkflow.RunChildAsync(ctx, "first", options) : Task.FromResult("first");
                var taken = await Assert.ThrowsAsync<DurableException>(() => ChildWorkflow.RunChildAsync(ctx, "second", options));
                return $"{taken.Code} {await sibling} {await ChildWorkflow.RunChildAsync(ctx, "third")}";
            },
            (_, _, input) => Task.FromResult(input));
        if (!isTakenByASibling)
        {
            await engine.Host.Services.GetRequiredService<ChildWorkflow.Client>().StartAsync("first", new() { RunId = "mine" });
        }

        await engine.StartRunAsync();

        Assert.Equal("CHILD_EXISTS first third", (await engine.UntilEndedAsync()).Result!.Value.GetString());
        Assert.Equal("first", (await engine.UntilEndedAsync("mine")).Result!.Value.GetString());
    }

    [Theory]
    [InlineData(ParentClosePolicy.Cancel, RunStatus.Cancelled)]
    [InlineData(ParentClosePolicy.Abandon, RunStatus.Waiting)]
    [Proves("B-CHILD-3")]
    public async Task ParentEnds_ChildGoesOn_AsItsPolicySays(ParentClosePolicy policy, RunStatus expected)
    {
        await using var engine = await StartAsync(
            async (ctx, _, _) => (await ChildWorkflow.StartChildAsync(ctx, "a", new() { ParentClosePolicy = policy })).RunId,
            WaitForGo);

        await engine.StartRunAsync();

        await engine.UntilEndedAsync();
        await engine.UntilAsync(info => info.Status == expected && info.Worker is null, ChildId);
    }

    [Theory]
    [InlineData(ParentClosePolicy.Cancel, RunStatus.Cancelled)]
    [InlineData(ParentClosePolicy.Abandon, RunStatus.Waiting)]
    [InlineData(ParentClosePolicy.Wait, RunStatus.Completed)]
    [Proves("B-CHILD-3")]
    public async Task ParentFails_ChildGoesOn_AsItsPolicySays(ParentClosePolicy policy, RunStatus expected)
    {
        await using var engine = await StartAsync(
            async (ctx, workflow, _) =>
            {
                await workflow.DoAsync("a");
                await ChildWorkflow.StartChildAsync(ctx, "a", new() { ParentClosePolicy = policy });
                throw new InvalidOperationException("no");
            },
            WaitForGo);
        await engine.StartRunAsync();
        if (policy == ParentClosePolicy.Wait)
        {
            await engine.UntilAsleepAsync(ChildId);
            await engine.UntilAsleepAsync();
            Assert.DoesNotContain("undo Do", await engine.JournalAsync());
            await engine.Client.SignalAsync(ChildId, ChildWorkflow.Go, "done");
        }

        Assert.Equal(RunStatus.Compensated, (await engine.UntilEndedAsync()).Status);
        await engine.UntilAsync(info => info.Status == expected && info.Worker is null, ChildId);
    }

    [Theory]
    [InlineData(true, ParentClosePolicy.Cancel, RunStatus.Cancelled)]
    [InlineData(true, ParentClosePolicy.Abandon, RunStatus.Waiting)]
    [InlineData(false, ParentClosePolicy.Cancel, RunStatus.Cancelled)]
    [InlineData(false, ParentClosePolicy.Abandon, RunStatus.Waiting)]
    [InlineData(false, ParentClosePolicy.Wait, RunStatus.Waiting)]
    [Proves("B-CHILD-3")]
    public async Task ParentCancelledOrTerminated_ChildGoesOn_AsItsPolicySays(bool isCancelled, ParentClosePolicy policy, RunStatus expected)
    {
        await using var engine = await StartAsync(
            (ctx, _, _) => ChildWorkflow.RunChildAsync(ctx, "a", new() { ParentClosePolicy = policy }), WaitForGo);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync(ChildId);
        await engine.UntilAsleepAsync();

        await (isCancelled ? engine.Client.CancelAsync(Engine.RunId) : engine.Client.TerminateAsync(Engine.RunId));

        Assert.Equal(isCancelled ? RunStatus.Cancelled : RunStatus.Terminated, (await engine.UntilEndedAsync()).Status);
        await engine.UntilAsync(info => info.Status == expected && info.Worker is null, ChildId);
    }

    [Theory]
    [InlineData(true, RunStatus.Cancelled)]
    [InlineData(false, RunStatus.Completed)]
    [Proves("B-CHILD-3")]
    public async Task ParentEndsOrIsCancelled_PolicyWait_EndsAfterTheChild(bool isCancelled, RunStatus expected)
    {
        await using var engine = await StartAsync(
            async (ctx, workflow, _) =>
            {
                var child = await ChildWorkflow.StartChildAsync(ctx, "a", new() { ParentClosePolicy = ParentClosePolicy.Wait });
                if (isCancelled)
                {
                    await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                }

                return child.RunId;
            },
            WaitForGo);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync(ChildId);
        if (isCancelled)
        {
            await engine.Client.CancelAsync(Engine.RunId);
            await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("cancel"));
        }

        await engine.UntilAsleepAsync();
        await engine.Client.SignalAsync(ChildId, ChildWorkflow.Go, "done");

        Assert.Equal(expected, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(RunStatus.Completed, (await engine.Client.GetAsync(ChildId))!.Status);
        Assert.Equal(["childEnd child", "end"], (await engine.JournalAsync())[^2..]);
    }

    [Fact]
    [Proves("B-CHILD-3")]
    public async Task RunChild_TokenCancelled_CancelsTheChildAlsoAfterACrash()
    {
        var script = Script(async (ctx, _, _) =>
        {
            using var source = new CancellationTokenSource();
            var child = ChildWorkflow.RunChildAsync(ctx, "a", cancellationToken: source.Token);
            await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
            source.Cancel();
            var outcome = await TaskOutcome.Of(child);
            await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
            return outcome;
        });
        await using var engine = await Engine.StartAsync(script, durable => WithChild(durable, WaitForGo));
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync(ChildId);
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "cancel it");
        await engine.UntilAsync(info => info.Status == RunStatus.Cancelled, ChildId);

        await engine.CrashAsync(script);
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "go on");

        Assert.Equal("cancelled", (await engine.UntilEndedAsync()).Result!.Value.GetString());
    }

    [Fact]
    [Proves("B-CTL-3")]
    public async Task RunChild_ContinuesAsNew_ReturnsTheLastGenerationsResult()
    {
        await using var engine = await StartAsync(
            (ctx, _, _) => ChildWorkflow.RunChildAsync(ctx, "a"),
            async (ctx, workflow, input) => ctx.Generation < 3 ? await ChildWorkflow.AgainAsync(ctx, input + ctx.Generation) : input);

        await engine.StartRunAsync();

        Assert.Equal("a12", (await engine.UntilEndedAsync()).Result!.Value.GetString());
    }

    [Fact]
    public async Task RunChild_ManyAtOnce_AllReturn()
    {
        await using var engine = await StartAsync(
            async (ctx, _, _) => string.Join(",", await Task.WhenAll(Enumerable.Range(0, 50).Select(i => ChildWorkflow.RunChildAsync(ctx, $"{i}")))),
            async (_, workflow, input) => await workflow.DoAsync(input));

        await engine.StartRunAsync();

        Assert.Equal(string.Join(",", Enumerable.Range(0, 50)), (await engine.UntilEndedAsync()).Result!.Value.GetString());
    }

    private static Task<string> WaitForGo(WorkflowContext ctx, ChildWorkflow workflow, string input) => ctx.WaitForSignalAsync(ChildWorkflow.Go);

    private static Script Script(Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> body) => new() { Body = body };

    private static Task<Engine> StartAsync(
        Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> parent, Func<WorkflowContext, ChildWorkflow, string, Task<string>> child) =>
        Engine.StartAsync(Script(parent), durable => WithChild(durable, child));

    private static void WithChild(DurableBuilder durable, Func<WorkflowContext, ChildWorkflow, string, Task<string>> body)
    {
        durable.Services.AddSingleton(new ChildScript(body));
        durable.AddWorkflow<ChildWorkflow>();
    }
}
