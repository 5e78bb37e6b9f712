using Durable.Tests.Harness;

namespace Durable.Tests.FanOut;

[Proves("B-FLOW-2")]
public sealed class ForEachTests
{
    [Fact]
    public async Task ForEach_ManyItems_RecordsUnderKeysAndReturnsInOrder()
    {
        var script = new Script
        {
            Body = static async (ctx, w, _) => string.Join(
                ",", await ctx.ForEachAsync(["c", "a", "b"], item => item, item => w.AlphaAsync(item), maxConcurrency: 2)),
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();

        Assert.Equal("c,a,b", await run.ResultAsync(engine.Patience));
        Assert.Equal(
            ["step forEach[a]/Alpha", "step forEach[b]/Alpha", "step forEach[c]/Alpha"],
            (await engine.JournalAsync()).Where(line => line.StartsWith("step", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(ForEachMode.FailFast)]
    [InlineData(ForEachMode.Settle)]
    [Proves("B-WAIT-5")]
    public async Task ForEach_TokenCancelled_HandsOutNoMoreAndWaitsForTheStarted(ForEachMode mode)
    {
        var script = new Script
        {
            Body = async (ctx, w, _) =>
            {
                using var withdrawal = new CancellationTokenSource();
                try
                {
                    await ctx.ForEachAsync(
                        Enumerable.Range(0, 20),
                        i => $"{i}",
                        async i =>
                        {
                            await w.AlphaAsync($"{i}");
                            if (i == 2)
                            {
                                withdrawal.Cancel();
                            }
                        },
                        maxConcurrency: 1,
                        mode,
                        withdrawal.Token);
                }
                catch (OperationCanceledException)
                {
                    await ctx.SleepAsync(TimeSpan.FromHours(1));
                    return "withdrawn";
                }

                return "all";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.CrashAsync(script);
        await engine.WakeAsync();

        Assert.Equal("withdrawn", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(3, script.Calls.Count);
    }

    [Fact]
    public async Task ForEach_Limit_IsReachedAndNeverExceeded()
    {
        var running = 0;
        var most = 0;
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                await ctx.ForEachAsync(Enumerable.Range(0, 50), i => $"{i}", i => w.AlphaAsync($"{i}"), maxConcurrency: 7);
                return "";
            },
            Step = async (argument, _) =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await Task.Yield();
                Interlocked.Decrement(ref running);
                return argument;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await (await engine.StartRunAsync()).ResultAsync(engine.Patience);

        Assert.InRange(most, 1, 7);
        Assert.Equal(50, script.Calls.Count);
    }

    [Fact]
    public async Task ForEach_FailFast_HandsOutNoMoreAndThrowsTheFirst()
    {
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                try
                {
                    await ctx.ForEachAsync(["a", "bad", "never"], item => item, item => w.OnceAsync(item), maxConcurrency: 1);
                }
                catch (StepFailedException failed)
                {
                    return failed.StepId!;
                }

                return "not thrown";
            },
            Step = static (argument, _) => argument == "bad" ? throw new InvalidOperationException() : Task.FromResult(argument),
        };
        await using var engine = await Engine.StartAsync(script);

        Assert.Equal("forEach[bad]/Once", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
        Assert.Equal(["forEach[a]/Once(a) 1", "forEach[bad]/Once(bad) 1"], script.Calls);
    }

    [Fact]
    public async Task ForEach_FailFast_WaitsForThoseThatWereStarted()
    {
        var slow = new TaskCompletionSource<string>();
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                try
                {
                    await ctx.ForEachAsync(["slow", "bad", "never"], item => item, item => w.OnceAsync(item), maxConcurrency: 2);
                }
                catch (StepFailedException failed)
                {
                    return $"{failed.StepId} {await w.AlphaAsync("after")}";
                }

                return "not thrown";
            },
            Step = (argument, _) => argument switch
            {
                "slow" => slow.Task,
                "bad" => throw new InvalidOperationException(),
                _ => Task.FromResult(argument),
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("stepError forEach[bad]/Once"));

        // The failure is known to the fan-out, and the body has not gone on.
        Assert.DoesNotContain(script.Calls, call => call.StartsWith("Alpha", StringComparison.Ordinal));
        slow.SetResult("done");

        Assert.Equal("forEach[bad]/Once after", await run.ResultAsync(engine.Patience));
        Assert.Equal(
            ["start", "stepError forEach[bad]/Once", "step forEach[slow]/Once", "step Alpha", "end"], await engine.JournalAsync());
        Assert.DoesNotContain(script.Calls, call => call.Contains("never", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ForEach_ItemsEndInAnotherOrder_ResultsAreInThatOfTheInput()
    {
        var releases = Enumerable.Range(0, 5).Select(_ => new TaskCompletionSource<string>()).ToArray();
        var script = new Script
        {
            Body = static async (ctx, w, _) => string.Join(",", await ctx.ForEachAsync(Enumerable.Range(0, 5), i => $"{i}", i => w.AlphaAsync($"{i}"), maxConcurrency: 5)),
            Step = (argument, _) => releases[argument[0] - '0'].Task,
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        foreach (var index in (int[])[3, 0, 4, 2, 1])
        {
            releases[index].SetResult($"r{index}");
            await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains($"step forEach[{index}]/Alpha"));
        }

        Assert.Equal("r0,r1,r2,r3,r4", await run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task ForEach_Settle_WorksThroughAllAndNamesWhatFailed()
    {
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                try
                {
                    await ctx.ForEachAsync(["a", "bad", "c", "bad too"], item => item, item => w.OnceAsync(item), maxConcurrency: 2, ForEachMode.Settle);
                }
                catch (AggregateException failed)
                {
                    return string.Join(",", failed.InnerExceptions.Cast<ForEachItemException>().Select(item => $"{item.Index}:{item.Key} {item.Code} {item.RunId} {item.StepId}"));
                }

                return "not thrown";
            },
            Step = static (argument, _) => argument.StartsWith("bad", StringComparison.Ordinal) ? throw new InvalidOperationException() : Task.FromResult(argument),
        };
        await using var engine = await Engine.StartAsync(script);

        Assert.Equal("1:bad ITEM_FAILED run-1 forEach[bad]/Once,3:bad too ITEM_FAILED run-1 forEach[bad too]/Once", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
        Assert.Equal(4, script.Calls.Count);
    }

    [Fact]
    public async Task ForEach_ItemsReorderedAfterACrash_OnlyUnfinishedOnesRun()
    {
        var gate = new TaskCompletionSource<string>();
        Script Code(string[] items, bool waits) => new()
        {
            Body = async (ctx, w, _) => string.Join(",", await ctx.ForEachAsync(items, item => item, item => w.AlphaAsync(item))),
            Step = (argument, _) => argument == "slow" && waits ? gate.Task : Task.FromResult(argument),
        };
        await using var engine = await Engine.StartAsync(Code(["a", "slow", "b"], waits: true));
        await engine.StartRunAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Count(line => line.StartsWith("step", StringComparison.Ordinal)) == 2);

        var next = Code(["b", "a", "slow"], waits: false);
        await engine.CrashAsync(next);

        Assert.Equal("b,a,slow", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["forEach[slow]/Alpha(slow) 1"], next.Calls);
        gate.SetResult("late");
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("", "b")]
    public async Task ForEach_KeysUnusable_Throws(string first, string second)
    {
        var script = new Script
        {
            Body = async (ctx, w, _) =>
            {
                await ctx.ForEachAsync([first, second], item => item, item => w.AlphaAsync(item));
                return "";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();

        Assert.Equal(RunStatus.Failed, (await engine.UntilEndedAsync()).Status);
        Assert.Empty(script.Calls);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
