using System.Collections.Concurrent;
using System.Text.Json;
using Durable.Storage;
using Durable.Tests.Harness;
using Durable.Tests.Principals;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Children;

/// <summary>A child that completed is undone when its parent is.</summary>
[Proves("B-CHILD-2")]
[Proves("B-COMP-1")]
public sealed class CompensateWithParentTests
{
    private const string ChildId = "run-1/1/child";

    private static readonly ChildOptions s_withParent = new() { CompensateWithParent = true };

    // What was undone, in order, whoever did it; as argument and, where it failed, a question mark.
    private readonly ConcurrentQueue<string> _undone = new();
    private readonly ConcurrentQueue<string> _keys = new();
    private volatile string _failing = "";

    public static TheoryData<StoreKind> Stores => new(StoreKind.Memory, StoreKind.Files);

    [Theory, MemberData(nameof(Stores))]
    public async Task ParentFails_CompletedChild_IsUndoneInTheParentsOrder(StoreKind store)
    {
        await using var engine = await StartAsync(FamilyAsync, TwoStepsAsync, store);

        await engine.StartRunAsync();

        var parent = await engine.UntilEndedAsync();
        Assert.Equal(["after", "b2", "b1", "before"], _undone);
        Assert.Equal((RunStatus.Compensated, "no"), (parent.Status, parent.Error!.Message));
        Assert.Equal([("Do#2", true), ("child", true), ("Do", true)], parent.Compensations.Select(report => (report.StepId, report.Succeeded)));
        Assert.Equal(
            ["start", "step Do", "child child", "childEnd child", "step Do#2", "error", "undo Do#2", "undo child", "undo Do", "end"], await engine.JournalAsync());
        var child = (await engine.Client.GetAsync(ChildId))!;
        Assert.Equal((RunStatus.Compensated, "Its parent 'run-1' was undone."), (child.Status, child.Error!.Message));
        Assert.Equal(["start", "step Do", "step Do#2", "end", "retry", "undo Do#2", "undo Do", "end"], await engine.JournalAsync(ChildId));
        await engine.RestartAsync(new Script { Body = FamilyAsync });
        Assert.Equal(RunStatus.Compensated, (await engine.Client.GetAsync(ChildId))!.Status);
    }

    [Fact]
    public async Task ParentFails_WithoutTheOption_CompletedChildStays()
    {
        await using var engine = await StartAsync(
            async (ctx, workflow, _) =>
            {
                await ChildWorkflow.RunChildAsync(ctx, "b");
                await workflow.DoAsync("after");
                throw new InvalidOperationException("no");
            },
            TwoStepsAsync);

        await engine.StartRunAsync();

        Assert.Equal(RunStatus.Compensated, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["after"], _undone);
        Assert.Equal(RunStatus.Completed, (await engine.Client.GetAsync(ChildId))!.Status);
    }

    [Theory, MemberData(nameof(Stores))]
    [Proves("B-COMP-2")]
    [Proves("B-JRN-2")]
    public async Task ParentFails_ProcessDiesAtEachWrite_EverythingIsUndoneOnce(StoreKind store)
    {
        for (var crashAt = 1; crashAt <= 16; crashAt++)
        {
            foreach (var isApplied in new[] { false, true })
            {
                _undone.Clear();
                _keys.Clear();
                await using var engine = await StartAsync(FamilyAsync, TwoStepsAsync, store);
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

                if (died.Task.IsCompleted)
                {
                    await engine.CrashAsync(new Script { Body = FamilyAsync, Undo = UndoAsync });
                }

                Assert.Equal(RunStatus.Compensated, (await engine.UntilEndedAsync()).Status);
                Assert.Equal(["after", "b2", "b1", "before"], _undone.Distinct());
                Assert.Equal(4, _keys.Distinct().Count());
                Assert.Equal(["undo Do#2", "undo child", "undo Do", "end"], (await engine.JournalAsync())[^4..]);
                Assert.Equal(["start", "step Do", "step Do#2", "end", "retry", "undo Do#2", "undo Do", "end"], await engine.JournalAsync(ChildId));
            }
        }
    }

    [Fact]
    [Proves("B-COMP-3")]
    [Proves("B-CTL-2")]
    public async Task ChildsCompensatorFails_IsReported_AndTriedAgainWithTheParent()
    {
        _failing = "b1";
        await using var engine = await StartAsync(FamilyAsync, TwoStepsAsync);
        await engine.StartRunAsync();

        var failed = await engine.UntilEndedAsync();

        Assert.Equal(["after", "b2", "b1?", "before"], _undone);
        Assert.Equal((RunStatus.CompensationFailed, RunStatus.CompensationFailed), (failed.Status, (await engine.Client.GetAsync(ChildId))!.Status));
        var error = failed.Compensations.Single(report => !report.Succeeded).Error!;
        Assert.Equal((DurableErrorCodes.ChildNotUndone, $"The child '{ChildId}' is not undone: undoing 'Do' (no refund) failed."), (error.Kind, error.Message));

        _failing = "";
        _undone.Clear();
        await engine.Client.RetryAsync(Engine.RunId);

        Assert.Equal(RunStatus.Compensated, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["b1"], _undone);
        Assert.Equal(RunStatus.Compensated, (await engine.Client.GetAsync(ChildId))!.Status);
    }

    [Fact]
    [Proves("B-COMP-3")]
    public async Task ChildDeleted_ParentSaysThatItIsNotUndone()
    {
        await using var engine = await StartAsync(FamilyThatWaitsAsync, TwoStepsAsync);
        await engine.StartRunAsync();
        await UntilWaitsAfterAsync(engine, "step Do#2");
        await engine.Client.DeleteAsync(ChildId);

        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "fail");

        var failed = await engine.UntilEndedAsync();
        Assert.Equal((RunStatus.CompensationFailed, $"The child '{ChildId}' is not undone: it was deleted."), (failed.Status, failed.Compensations.Single(report => !report.Succeeded).Error!.Message));
        Assert.Equal(["after", "before"], _undone);
    }

    [Fact]
    public async Task ChildTerminatedWhileItIsUndone_ParentGoesOn()
    {
        var isUndoing = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        await using var engine = await StartAsync(FamilyAsync, TwoStepsAsync, undoChild: async (argument, step) =>
        {
            isUndoing.TrySetResult();
            await never.Task.WaitAsync(step.CancellationToken);
        });
        await engine.StartRunAsync();
        await isUndoing.Task.WaitAsync(engine.Patience);
        Assert.Equal(RunStatus.Compensating, (await engine.Client.GetAsync(ChildId))!.Status);

        await engine.Client.TerminateAsync(ChildId);

        var failed = await engine.UntilEndedAsync();
        Assert.Equal(
            (RunStatus.CompensationFailed, $"The child '{ChildId}' is not undone: it ended as Terminated."), (failed.Status, failed.Compensations.Single(report => !report.Succeeded).Error!.Message));
        Assert.Equal(["after", "before"], _undone);
    }

    [Fact]
    public async Task Grandchild_IsUndoneWithTheChild()
    {
        await using var engine = await StartAsync(
            FamilyAsync,
            async (ctx, workflow, input) =>
            {
                await workflow.DoAsync(input + "1");
                var result = input.Length > 2 ? input : await ChildWorkflow.RunChildAsync(ctx, input + "c", s_withParent);
                await workflow.DoAsync(input + "2");
                return result;
            });

        await engine.StartRunAsync();

        Assert.Equal(RunStatus.Compensated, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["after", "b2", "bc2", "bcc2", "bcc1", "bc1", "b1", "before"], _undone);
    }

    [Fact]
    [Proves("B-COMP-4")]
    public async Task ScopeThrows_UndoesItsOwnChildrenAndGoesOn()
    {
        await using var engine = await StartAsync(
            async (ctx, workflow, _) =>
            {
                var kept = await ChildWorkflow.RunChildAsync(ctx, "kept", s_withParent);
                var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => ctx.ScopeAsync("scope", async () =>
                {
                    await workflow.DoAsync("before");
                    await ChildWorkflow.RunChildAsync(ctx, "b", s_withParent);
                    throw new InvalidOperationException("no");
                }));
                return $"{kept} {thrown.Message} {_undone.Count}";
            },
            TwoStepsAsync);

        await engine.StartRunAsync();

        Assert.Equal("kept no 3", (await engine.UntilEndedAsync()).Result!.Value.GetString());
        Assert.Equal(["b2", "b1", "before"], _undone);
        Assert.Equal(RunStatus.Completed, (await engine.Client.GetAsync(ChildId))!.Status);
        Assert.Equal(RunStatus.Compensated, (await engine.Client.GetAsync("run-1/1/scope/child"))!.Status);
    }

    /// <summary>The child's end is on its way when the parent fails: it is asked to cancel too late, and must be undone all the same.</summary>
    [Theory]
    [InlineData(false, ParentClosePolicy.Cancel)]
    [InlineData(true, ParentClosePolicy.Cancel)]
    [InlineData(false, ParentClosePolicy.Wait)]
    [InlineData(true, ParentClosePolicy.Wait)]
    [Proves("B-FLOW-5")]
    [Proves("B-CHILD-3")]
    public async Task ChildEndsWhileItsParentFails_IsAwaitedAndUndone(bool isInScope, ParentClosePolicy policy)
    {
        var body = async (WorkflowContext ctx, ScriptedWorkflow workflow, string input) =>
        {
            Func<Task<string>> work = async () =>
            {
                await workflow.DoAsync("before");
                await ChildWorkflow.StartChildAsync(ctx, "b", s_withParent with { ParentClosePolicy = policy });
                await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                throw new InvalidOperationException("no");
            };
            return isInScope ? await ctx.ScopeAsync("scope", work) : await work();
        };
        var script = new Script { Body = body, Undo = UndoAsync };
        await using var engine = await StartAsync(body, TwoStepsAsync);
        var childId = isInScope ? "run-1/1/scope/child" : ChildId;
        var ending = new TaskCompletionSource();
        var mayEnd = new TaskCompletionSource();
        engine.Store.BeforeCommit = async commit =>
        {
            if (commit.Lease.RunId == childId && commit.State.IsFinished && ending.TrySetResult())
            {
                await mayEnd.Task;
            }
        };
        await engine.StartRunAsync();
        await ending.Task.WaitAsync(engine.Patience);

        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "fail");
        await engine.UntilAsleepAsync();
        Assert.Empty(_undone);
        mayEnd.SetResult();

        Assert.Equal(RunStatus.Compensated, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["b2", "b1", "before"], _undone);
        Assert.Equal(RunStatus.Compensated, (await engine.Client.GetAsync(childId))!.Status);
        await engine.RestartAsync(script);
    }

    [Fact]
    public async Task AbandonedChildThatGoesOn_IsNotUndone()
    {
        await using var engine = await StartAsync(
            async (ctx, workflow, _) =>
            {
                await ChildWorkflow.StartChildAsync(ctx, "b", s_withParent with { ParentClosePolicy = ParentClosePolicy.Abandon });
                await workflow.DoAsync("before");
                throw new InvalidOperationException("no");
            },
            static async (ctx, workflow, input) =>
            {
                await workflow.DoAsync("b1");
                return await ctx.WaitForSignalAsync(ChildWorkflow.Go);
            });

        await engine.StartRunAsync();

        Assert.Equal(RunStatus.Compensated, (await engine.UntilEndedAsync()).Status);
        await engine.UntilAsleepAsync(ChildId);
        await engine.Client.SignalAsync(ChildId, ChildWorkflow.Go, "on");
        Assert.Equal(RunStatus.Completed, (await engine.UntilEndedAsync(ChildId)).Status);
        Assert.Equal(["before"], _undone);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Proves("B-COMP-5")]
    public async Task ParentCancelledOrCompensated_CompletedChild_IsUndone(bool isCancelled)
    {
        await using var engine = await StartAsync(
            async (ctx, _, _) =>
            {
                await ChildWorkflow.RunChildAsync(ctx, "b", s_withParent);
                await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                return await ctx.CompensateAsync<string>("not wanted");
            },
            TwoStepsAsync);
        await engine.StartRunAsync();
        await UntilWaitsAfterAsync(engine, "childEnd child");

        await (isCancelled ? engine.Client.CancelAsync(Engine.RunId) : engine.Run.SignalAsync(ScriptedWorkflow.Go, ""));

        Assert.Equal(isCancelled ? RunStatus.Cancelled : RunStatus.Compensated, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["b2", "b1"], _undone);
    }

    [Fact]
    [Proves("B-CTL-2")]
    public async Task RetryFromAStep_ThatWouldUseTheUndoneChild_IsRefused_AndOneBeforeStartsAnotherChild()
    {
        await using var engine = await StartAsync(FamilyThatWaitsAsync, TwoStepsAsync);
        await engine.StartRunAsync();
        await UntilWaitsAfterAsync(engine, "step Do#2");
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "fail");
        await engine.UntilEndedAsync();

        var refused = await Assert.ThrowsAsync<DurableException>(() => engine.Client.RetryAsync(Engine.RunId, "Do#2"));
        Assert.Equal((DurableErrorCodes.StepUndone, "child"), (refused.Code, refused.StepId));

        await engine.Client.RetryAsync(Engine.RunId, "Do");
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "fail again");
        var again = await engine.UntilEndedAsync();
        Assert.Equal(RunStatus.Compensated, again.Status);
        Assert.Equal(["after", "b2", "b1", "before", "after", "b2", "b1", "before"], _undone);
        Assert.Equal(8, _keys.Distinct().Count());
    }

    [Fact]
    [Proves("B-CTL-2")]
    public async Task Fork_LeavesTheOriginalsChildToTheOriginal()
    {
        await using var engine = await StartAsync(FamilyThatWaitsAsync, TwoStepsAsync);
        await engine.StartRunAsync();
        await UntilWaitsAfterAsync(engine, "step Do#2");
        await engine.Client.ForkAsync(Engine.RunId, "Do#2", "fork");
        await engine.UntilAsleepAsync("fork");

        await engine.Client.SignalAsync("fork", ScriptedWorkflow.Go, "fail");

        var failed = await engine.UntilEndedAsync("fork");
        Assert.Equal(
            $"The child '{ChildId}' is not undone: it is the child of another run ('run-1'), which undoes it itself.", failed.Compensations.Single(report => !report.Succeeded).Error!.Message);
        Assert.Equal(RunStatus.Completed, (await engine.Client.GetAsync(ChildId))!.Status);
    }

    [Fact]
    [Proves("B-POL-2")]
    public async Task Tenant_ParentFails_CompletedChildIsUndone()
    {
        await using var engine = await StartAsync(FamilyAsync, TwoStepsAsync);
        var acme = engine.Client.ForTenant("acme");

        await engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>().StartAsync("in", new() { RunId = Engine.RunId, Tenant = "acme" });

        await engine.UntilAsync(async () => (await acme.GetAsync(Engine.RunId))!.IsFinished);
        Assert.Equal(["after", "b2", "b1", "before"], _undone);
        Assert.Equal(RunStatus.Compensated, (await acme.GetAsync(ChildId))!.Status);
    }

    [Fact]
    [Proves("B-POL-1")]
    public async Task Spend_OfUndoingTheChild_CountsForTheParent()
    {
        var script = new SpendingScript
        {
            Body = static async (ctx, workflow, input) =>
            {
                await workflow.SpendAsync(1);
                if (input == "child")
                {
                    return "";
                }

                await SpendingWorkflow.RunChildAsync(ctx, "child", s_withParent);
                throw new InvalidOperationException("no");
            },
        };
        await using var engine = await Engine.StartAsync(new Script { Body = static (_, _, _) => Task.FromResult("") }, durable => durable.AddWorkflow<SpendingWorkflow>().Services.AddSingleton(script));

        await engine.Host.Services.GetRequiredService<SpendingWorkflow.Client>().StartAsync("in", new() { RunId = Engine.RunId, Principal = new Principal("ada") { SpendLimit = 10 } });

        Assert.Equal(RunStatus.Compensated, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["spend 1 left 10", "spend 1 left 9", "spend#undo 1 left 8", "spend#undo 1 left 7"], script.Calls);
        Assert.Contains("\"spend\":1", (await engine.LinesAsync()).Single(line => line.Contains("\"undo\"", StringComparison.Ordinal) && line.Contains("spending", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private static async Task UntilWaitsAfterAsync(Engine engine, string record)
    {
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains(record));
        await engine.UntilAsleepAsync();
    }

    private static async Task<string> FamilyAsync(WorkflowContext ctx, ScriptedWorkflow workflow, string input)
    {
        await workflow.DoAsync("before");
        await ChildWorkflow.RunChildAsync(ctx, "b", s_withParent);
        await workflow.DoAsync("after");
        throw new InvalidOperationException("no");
    }

    private static async Task<string> FamilyThatWaitsAsync(WorkflowContext ctx, ScriptedWorkflow workflow, string input)
    {
        await workflow.DoAsync("before");
        await ChildWorkflow.RunChildAsync(ctx, "b", s_withParent);
        await workflow.DoAsync("after");
        await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
        throw new InvalidOperationException("no");
    }

    private static async Task<string> TwoStepsAsync(WorkflowContext ctx, ChildWorkflow workflow, string input)
    {
        await workflow.DoAsync(input + "1");
        await workflow.DoAsync(input + "2");
        return input;
    }

    private Task UndoAsync(string argument, string? result, StepContext step) => UndoAsync(argument, step);

    private Task UndoAsync(string argument, StepContext step)
    {
        _keys.Enqueue(step.IdempotencyKey);
        if (argument == _failing)
        {
            _undone.Enqueue(argument + "?");
            throw new NonRetryableException("no refund");
        }

        _undone.Enqueue(argument);
        return Task.CompletedTask;
    }

    private Task<Engine> StartAsync(
        Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> parent,
        Func<WorkflowContext, ChildWorkflow, string, Task<string>> child,
        StoreKind store = StoreKind.Memory,
        Func<string, StepContext, Task>? undoChild = null) => Engine.StartAsync(
            new Script { Body = parent, Undo = UndoAsync },
            durable =>
            {
                durable.Services.AddSingleton(new ChildScript(child) { Undo = undoChild ?? UndoAsync });
                durable.AddWorkflow<ChildWorkflow>();
            },
            store);
}
