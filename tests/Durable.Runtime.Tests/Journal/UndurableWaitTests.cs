using Durable.Tests.Harness;

namespace Durable.Tests.Journal;

/// <summary>A body that waits for something the journal knows nothing of: found and named, not hung and not recorded.</summary>
[Proves("B-JRN-6")]
public sealed class UndurableWaitTests
{
    private const string OnlyDurable =
        "Await only steps, members of the WorkflowContext, and Task.WhenAll or Task.WhenAny over them; move other work into a step.";

    [Fact]
    public Task Body_AwaitsTaskDelay_IsStuck() => IsStuckAsync(static async (_, w, input) =>
    {
        var a = await w.AlphaAsync(input);
        await Task.Delay(TimeSpan.FromDays(1));
        return a;
    });

    [Fact]
    public Task Body_AwaitsTaskRun_IsStuck() => IsStuckAsync(static async (_, w, input) =>
    {
        var a = await w.AlphaAsync(input);
        using var never = new ManualResetEventSlim();
        await Task.Run(() => Thread.Sleep(50));
        return a;
    });

    [Fact]
    public Task Body_AwaitsTaskRunBesideASleep_IsStuck() => IsStuckAsync(static async (ctx, w, input) =>
    {
        var a = await w.AlphaAsync(input);
        await Task.WhenAny(Task.Run(() => Thread.Sleep(20)), ctx.SleepAsync(TimeSpan.FromDays(1)));
        return a;
    }, idle: TimeSpan.FromHours(1));

    [Fact]
    public Task Body_ConfigureAwaitFalseThenReturns_IsStuck() => IsStuckAsync(static async (_, w, input) =>
        await w.AlphaAsync(input).ConfigureAwait(false));

    [Fact]
    public Task Body_ConfigureAwaitFalseThenAStep_IsStuck() => IsStuckAsync(static async (_, w, input) =>
    {
        var a = await w.AlphaAsync(input).ConfigureAwait(false);
        return await w.BetaAsync(a);
    });

    [Fact]
    public Task Body_ConfigureAwaitFalseThenThrows_IsStuck() => IsStuckAsync(static async (_, w, input) =>
    {
        await w.AlphaAsync(input).ConfigureAwait(false);
        throw new InvalidOperationException("on a foreign thread");
    });

    [Fact]
    public Task Body_TokenCancelledByATimer_IsStuck() => IsStuckAsync(static async (ctx, w, input) =>
    {
        var a = await w.AlphaAsync(input);
        using var source = new CancellationTokenSource();
        source.CancelAfter(TimeSpan.FromMilliseconds(20));
        await ctx.SleepAsync(TimeSpan.FromDays(1), source.Token);
        return a;
    }, "Call Cancel() in the body, for example after Task.WhenAny with a sleep; a step can have a Timeout of its own.", TimeSpan.FromHours(1));

    [Fact]
    public Task Body_TokenCancelledOffItsThread_IsStuck() => IsStuckAsync(static async (ctx, w, input) =>
    {
        var a = await w.AlphaAsync(input);
        using var source = new CancellationTokenSource();
        var sleep = ctx.SleepAsync(TimeSpan.FromDays(1), source.Token);
        await source.CancelAsync();
        await sleep;
        return a;
    }, "Call Cancel() in the body, for example after Task.WhenAny with a sleep; a step can have a Timeout of its own.", TimeSpan.FromHours(1));

    [Fact]
    public Task Body_AwaitsATaskOfItsOwnThatNobodyCompletes_IsStuck() => IsStuckAsync(static async (_, w, input) =>
    {
        await w.AlphaAsync(input);
        return await new TaskCompletionSource<string>().Task;
    });

    [Fact]
    public async Task Body_AwaitsATaskOfItsOwnThatABranchCompletes_IsFine()
    {
        var script = new Script
        {
            Body = static async (_, w, input) =>
            {
                var own = new TaskCompletionSource<string>();
                async Task BranchAsync() => own.SetResult(await w.AlphaAsync(input));
                var branch = BranchAsync();
                var result = await own.Task;
                await branch;
                await Task.Yield();
                return result;
            },
        };
        await using var engine = await Engine.StartAsync(script);

        Assert.Equal("in", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
    }

    private static async Task IsStuckAsync(Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> body, string nextAction = OnlyDurable, TimeSpan idle = default)
    {
        await using var engine = await Engine.StartAsync(
            new Script { Body = body }, durable => durable.ConfigureWorker(worker => worker.IdleEviction = idle));

        await engine.StartRunAsync();
        var info = await engine.UntilStuckAsync();

        Assert.StartsWith("NOT_DURABLE_WAIT: The body of run 'run-1' ", info.Reason, StringComparison.Ordinal);
        Assert.EndsWith(nextAction, info.Reason, StringComparison.Ordinal);
        Assert.Equal(["start", "step Alpha"], (await engine.JournalAsync())[..2]);
        Assert.DoesNotContain("end", await engine.JournalAsync());
    }
}
