using System.Collections.Concurrent;
using Durable.Tests.Harness;

namespace Durable.Tests.Compensation;

/// <summary>Steps that are undone although nobody knows whether they took effect.</summary>
[Proves("B-COMP-7")]
public sealed class StartedTests
{
    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task Started_CrashInTheAttemptThenCancel_IsUndone(StoreKind kind)
    {
        var hanging = new Script { Body = static (_, w, _) => w.BeginAsync("a"), Step = static (_, _) => new TaskCompletionSource<string>().Task };
        await using var engine = await Engine.StartAsync(hanging, kind: kind);
        await engine.StartRunAsync();
        await engine.UntilAsync(() => Task.FromResult(hanging.Calls.Count == 1));

        await engine.KillAsync();
        var undone = new ConcurrentQueue<string>();

        // A process that does not know the workflow: the cancel is there before anybody goes on with the run.
        await engine.LiveAsync(null, static durable => durable.AddWorkflow<ChildWorkflow>());
        await engine.Client.CancelAsync(Engine.RunId);
        await engine.RestartAsync(new Script
        {
            Body = static (_, w, _) => w.BeginAsync("a"),
            Undo = (argument, result, step) =>
            {
                undone.Enqueue($"{argument} {result ?? "unknown"} {step.IdempotencyKey}");
                return Task.CompletedTask;
            },
        });

        Assert.Equal(RunStatus.Cancelled, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["a unknown run-1/1/Begin/undo"], undone);
    }

    [Fact]
    public async Task Started_TriedAgainByTheBody_UndoesBothNewestFirst()
    {
        var undone = new ConcurrentQueue<string>();
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                await w.DoAsync("first");
                await TaskOutcome.Of(w.BeginAsync("b"));
                await w.BeginAsync("b");
                return await ctx.CompensateAsync<string>("enough");
            },
            Step = static (argument, step) => step.StepId == "Begin" ? throw new InvalidOperationException("no") : Task.FromResult(argument),
            Undo = (_, result, step) =>
            {
                undone.Enqueue($"{step.StepId} {result ?? "unknown"}");
                return Task.CompletedTask;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();

        Assert.Equal(RunStatus.Compensated, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["Begin#2#undo b", "Begin#undo unknown", "Do#undo first"], undone);
    }

    [Fact]
    public async Task Started_FailedAndTheRunCompletes_IsNotUndone()
    {
        var script = new Script { Body = static (_, w, _) => TaskOutcome.Of(w.BeginAsync("a")), Step = static (_, _) => throw new InvalidOperationException("no") };
        await using var engine = await Engine.StartAsync(script);

        Assert.Equal("failed: no", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
        Assert.Equal(["Begin(a) 1"], script.Calls);
    }

    [Fact, Proves("B-COMP-4")]
    public async Task Started_FailedInAScope_IsUndoneWithTheScopeAlone()
    {
        var undone = new ConcurrentQueue<string>();
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                await w.DoAsync("outside");
                try
                {
                    return await ctx.ScopeAsync("part", () => w.BeginAsync("a"));
                }
                catch (StepFailedException)
                {
                    return "went on";
                }
            },
            Step = static (argument, step) => step.StepId == "Do" ? Task.FromResult(argument) : throw new InvalidOperationException("no"),
            Undo = (_, _, step) =>
            {
                undone.Enqueue(step.StepId);
                return Task.CompletedTask;
            },
        };
        await using var engine = await Engine.StartAsync(script);

        Assert.Equal("went on", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
        Assert.Equal(["part/Begin#undo"], undone);
    }

    [Fact, Proves("B-COMP-2")]
    public async Task Started_CrashWhileUndoing_IsUndoneOnceMoreWithoutAResult()
    {
        var hanging = new Script
        {
            Body = static (_, w, _) => w.BeginAsync("a"),
            Step = static (_, _) => throw new InvalidOperationException("no"),
            Undo = static (_, _, _) => new TaskCompletionSource().Task,
        };
        await using var engine = await Engine.StartAsync(hanging);
        await engine.StartRunAsync();
        await engine.UntilAsync(() => Task.FromResult(hanging.Calls.Count == 2));

        string? seen = null;
        await engine.CrashAsync(new Script
        {
            Body = static (_, w, _) => w.BeginAsync("a"),
            Undo = (argument, result, step) =>
            {
                seen = $"{argument} {result ?? "unknown"} {step.Attempt}";
                return Task.CompletedTask;
            },
        });

        Assert.Equal(RunStatus.Compensated, (await engine.UntilEndedAsync()).Status);
        Assert.Equal("a unknown 1", seen);
    }
}
