using Durable.Tests.Harness;

namespace Durable.Tests.Execution;

/// <summary>A death here: the process vanishes and its lease runs out, as the store sees it.</summary>
[Proves("B-JRN-7")]
public sealed class PoisonTests
{
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(10);

    private static readonly Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> s_body =
        static async (_, w, input) => await w.BetaAsync(await w.AlphaAsync(input));

    [Fact]
    public async Task Poison_SevenDeathsTheLastTwoAlone_IsStuckAndReleasedByRetry()
    {
        var hang = new TaskCompletionSource<string>();
        var started = new SemaphoreSlim(0);
        Script Deadly() => new()
        {
            Body = s_body,
            Step = (a, step) =>
            {
                if (step.StepId == "Alpha")
                {
                    return Task.FromResult(a);
                }

                started.Release();
                return hang.Task;
            },
        };
        await using var engine = await Engine.StartAsync(Deadly(), Leases);
        await engine.StartRunAsync("x");
        for (var death = 1; death <= 7; death++)
        {
            Assert.True(await started.WaitAsync(Pulse.Patience), $"before death {death}");
            await DieAsync(engine, Deadly());
        }

        var info = await engine.UntilStuckAsync();
        Assert.StartsWith("RUN_POISONED: Run 'run-1' killed its worker 7 times without progress, 2 times while it ran alone.", info.Reason, StringComparison.Ordinal);
        Assert.Equal(["start", "step Alpha"], await engine.JournalAsync());
        await engine.RestartAsync(new Script { Body = s_body });
        await engine.Client.RetryAsync(Engine.RunId);

        Assert.Equal("x", await engine.Run.ResultAsync(engine.Patience));
        hang.SetResult("");
    }

    [Fact]
    public async Task Poison_OnDisk_DeathsAreCountedAtEachStart()
    {
        var hang = new TaskCompletionSource<string>();
        Script Deadly() => new() { Body = s_body, Step = (a, step) => step.StepId == "Alpha" ? Task.FromResult(a) : hang.Task };
        var code = Deadly();
        await using var engine = await Engine.StartAsync(code, kind: StoreKind.Files);
        await engine.StartRunAsync("x");
        for (var death = 1; death <= 7; death++)
        {
            await engine.UntilAsync(() => Task.FromResult(code.Calls.Contains("Beta(x) 1")));
            await engine.CrashAsync(code = Deadly());
        }

        var info = await engine.UntilStuckAsync();
        Assert.StartsWith("RUN_POISONED: Run 'run-1' killed its worker 7 times without progress, 2 times while it ran alone.", info.Reason, StringComparison.Ordinal);
        Assert.Empty(code.Calls);
        await engine.CrashAsync(new Script { Body = s_body });
        await engine.UntilStuckAsync();
        await engine.Client.RetryAsync(Engine.RunId);

        Assert.Equal("x", await engine.Run.ResultAsync(engine.Patience));
        hang.SetResult("");
    }

    [Fact]
    public async Task Poison_RetriedAndStillDeadly_IsStuckAgain()
    {
        var hang = new TaskCompletionSource<string>();
        var claims = 0;
        Script Deadly() => new() { Body = s_body, Step = (_, _) => hang.Task };
        await using var engine = await Engine.StartAsync(Deadly(), Leases);
        await engine.StartRunAsync("x");
        for (var round = 0; round < 2; round++)
        {
            for (var death = 1; death <= 7; death++)
            {
                // Dies at the claim: not even the inbox is taken.
                await engine.UntilAsync(info => info.Worker is not null);
                await DieAsync(engine, Deadly(), () => claims++);
            }

            await engine.UntilStuckAsync();
            await engine.Client.RetryAsync(Engine.RunId);
        }

        hang.SetResult("");
        Assert.Equal(["start"], (await engine.JournalAsync())[..1]);
    }

    [Fact]
    public async Task Innocent_SuspectsBesideAPoisonRun_AreClearedAndFinish()
    {
        var hang = new TaskCompletionSource<string>();
        var started = new SemaphoreSlim(0);
        Script Code() => new()
        {
            Body = s_body,
            Step = (a, step) =>
            {
                if (step.RunId == "poison")
                {
                    started.Release();
                    return hang.Task;
                }

                return step.StepId == "Alpha" ? hang.Task : Task.FromResult(a);
            },
        };
        await using var engine = await Engine.StartAsync(Code(), Leases);
        await engine.StartRunAsync("x", "poison");
        await engine.StartRunAsync("y", "innocent");
        for (var death = 1; death <= 7; death++)
        {
            Assert.True(await started.WaitAsync(Pulse.Patience));
            if (death <= 5)
            {
                await engine.UntilAsync(info => info.Worker is not null, "innocent");
            }

            await DieAsync(engine, death < 5 ? Code() : new Script
            {
                Body = s_body,
                Step = (a, step) =>
                {
                    if (step.RunId != "poison")
                    {
                        return Task.FromResult(a);
                    }

                    started.Release();
                    return hang.Task;
                },
            });
        }

        Assert.Equal(RunStatus.Completed, (await engine.UntilEndedAsync("innocent")).Status);
        await engine.UntilStuckAsync("poison");
        hang.SetResult("");
    }

    [Fact]
    public async Task Suspects_OthersInMemory_TheWorkerGivesWayForAWhileAndGoesOnForAWhile()
    {
        var hang = new TaskCompletionSource<string>();
        Script Deadly() => new() { Body = s_body, Step = (_, _) => hang.Task };
        var code = Deadly();
        await using var engine = await Engine.StartAsync(code);
        await engine.StartRunAsync("x", "x");
        await engine.StartRunAsync("y", "y");
        var slow = new TaskCompletionSource<string>();
        for (var death = 1; death <= 5; death++)
        {
            await engine.UntilAsync(() => Task.FromResult(code.Calls.Count == 2));
            engine.Vanish();
            engine.Time.Advance(TimeSpan.FromHours(1));
            code = death < 5 ? Deadly() : new Script { Body = s_body, Step = (a, _) => a == "x" ? slow.Task : Task.FromResult(a) };
            await engine.LiveAsync(code);
        }

        // One is alone until its time is over; nothing is taken on while the worker waits for it to leave, then ordinary work is.
        await engine.UntilAsync(() => Task.FromResult(code.Calls.Contains("Alpha(x) 1")));
        await engine.StartRunAsync("beside", "beside");
        await AdvanceAsync(30);
        await AdvanceAsync(15);
        await engine.UntilEndedAsync("beside");
        Assert.DoesNotContain("Alpha(y) 1", code.Calls);

        // Later it gives way again.
        engine.Time.Advance(TimeSpan.FromMinutes(1));
        await engine.StartRunAsync("later", "later");
        await engine.Time.WhenTimerSetAsync(engine.Time.GetUtcNow().AddSeconds(15)).WaitAsync(Pulse.Patience);
        slow.SetResult("slow");
        await engine.UntilEndedAsync("y");
        await engine.UntilEndedAsync("later");

        Assert.Equal(
            ["Alpha(x) 1", "Alpha(beside) 1", "Beta(beside) 1", "Beta(slow) 1", "Alpha(y) 1", "Beta(y) 1", "Alpha(later) 1", "Beta(later) 1"], code.Calls);
        hang.SetResult("");

        async Task AdvanceAsync(int seconds)
        {
            await engine.Time.WhenTimerSetAsync(engine.Time.GetUtcNow().AddSeconds(seconds)).WaitAsync(Pulse.Patience);
            engine.Time.Advance(TimeSpan.FromSeconds(seconds));
        }
    }

    [Fact]
    public async Task Suspect_BecomesDueWhileTheWorkerIsIdle_IsTakenUp()
    {
        // Five deaths beside others while it slept in memory; then nothing happens until its timer.
        Script Code() => new()
        {
            Body = static async (ctx, w, input) =>
            {
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return await w.AlphaAsync(input);
            },
        };
        void InMemory(DurableBuilder durable)
        {
            Leases(durable);
            durable.ConfigureWorker(o => o.IdleEviction = TimeSpan.FromMinutes(30));
        }

        await using var engine = await Engine.StartAsync(Code(), InMemory);
        await engine.StartRunAsync("x");
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Count == 2);
        var hang = new TaskCompletionSource<string>();
        for (var death = 1; death <= 5; death++)
        {
            // A signal brings it into memory, where it dies before it has taken the signal.
            if (death > 1)
            {
                var store = engine.Store;
                store.BeforeCommit = _ => hang.Task;
                await engine.Run.SignalAsync(ScriptedWorkflow.Go, "x");
                await engine.UntilAsync(info => info.Worker is not null);
            }

            await DieAsync(engine, Code());
        }

        engine.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("x", await engine.Run.ResultAsync(engine.Patience));
        hang.SetResult("");
    }

    [Fact]
    public async Task Retry_OfARunThatIsNotStuck_IsRefused()
    {
        var script = new Script { Body = static (ctx, _, _) => ctx.WaitForSignalAsync(ScriptedWorkflow.Go) };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();

        var waiting = await Assert.ThrowsAsync<DurableException>(() => engine.Client.RetryAsync(Engine.RunId));
        var unknown = await Assert.ThrowsAsync<DurableException>(() => engine.Client.RetryAsync("nobody"));
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "x");
        await engine.UntilEndedAsync();
        var finished = await Assert.ThrowsAsync<DurableException>(() => engine.Client.RetryAsync(Engine.RunId));

        Assert.Equal(DurableErrorCodes.RunNotStuck, waiting.Code);
        Assert.Equal(DurableErrorCodes.RunNotFound, unknown.Code);
        Assert.Equal(DurableErrorCodes.RunNotStuck, finished.Code);
        Assert.Contains("has ended", finished.Message, StringComparison.Ordinal);
    }

    private static void Leases(DurableBuilder durable) => durable.ConfigureWorker(o => o.LeaseDuration = s_lease);

    /// <summary>The process vanishes; its leases run out; another one starts.</summary>
    private static async Task DieAsync(Engine engine, Script next, Action? died = null)
    {
        died?.Invoke();
        engine.Vanish();
        engine.Time.Advance(s_lease);
        await engine.LiveAsync(next);
    }
}
