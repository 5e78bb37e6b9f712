using Durable.Tests.Harness;

namespace Durable.Tests.Locks;

[Proves("B-WAIT-7")]
public sealed class LockTests
{
    [Fact]
    public async Task Lock_TwoBranches_TakeTurnsFirstComeFirstServed()
    {
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                var order = new List<string>();
                async Task Branch(string name)
                {
                    await using (await ctx.LockAsync("cart"))
                    {
                        order.Add(name + " in");
                        await w.AlphaAsync(name);
                        order.Add(name + " out");
                    }
                }

                await Task.WhenAll(Branch("a"), Branch("b"), Branch("c"));
                return string.Join(",", order);
            },
        };
        await using var engine = await Engine.StartAsync(script);

        Assert.Equal("a in,a out,b in,b out,c in,c out", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Lock_WaiterWithdrawn_NextInLineGetsIt()
    {
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                using var giveUp = new CancellationTokenSource();
                var held = await ctx.LockAsync("cart");
                var second = ctx.LockAsync("cart", giveUp.Token);
                var third = ctx.LockAsync("cart");
                giveUp.Cancel();
                await w.AlphaAsync("x");
                await held.DisposeAsync();
                await using (await third)
                {
                    return $"{second.IsCanceled}";
                }
            },
        };
        await using var engine = await Engine.StartAsync(script);

        Assert.Equal("True", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Proves("B-CTL-1")]
    public async Task Lock_DetachedBranchWaitsWhenTheRunIsCancelled_StillGetsIt(bool dies)
    {
        Script? script = null;
        script = new Script
        {
            Body = async (ctx, w, _) =>
            {
                async Task TidyUpAsync(string what)
                {
                    await using (await ctx.LockAsync("ledger"))
                    {
                        await ctx.SleepAsync(TimeSpan.FromMinutes(1));
                        script!.Trace(what);
                    }
                }

                await Task.WhenAll(ctx.DetachedAsync(() => TidyUpAsync("a")), ctx.DetachedAsync(() => TidyUpAsync("b")));
                return "";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await engine.Client.CancelAsync(Engine.RunId);
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("cancel"));
        if (dies)
        {
            await engine.CrashAsync(script);
        }

        await engine.WakeAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("sleep sleep#2"));
        await engine.WakeAsync();
        Assert.Equal(RunStatus.Cancelled, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(["a", "b"], script.LastTrace);
    }

    [Fact]
    public async Task Lock_WaitCancelledFromOutside_IsFoundAndSaid()
    {
        CancellationTokenSource? giveUp = null;
        var script = new Script
        {
            Body = async (ctx, w, _) =>
            {
                giveUp = new CancellationTokenSource();
                await using (await ctx.LockAsync("cart"))
                {
                    var second = ctx.LockAsync("cart", giveUp.Token);
                    return await w.AlphaAsync($"{second.IsCompleted}");
                }
            },
            Step = async (a, _) =>
            {
                await giveUp!.CancelAsync();
                return a;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();

        var stuck = await engine.UntilAsync(static info => info.IsFinished || info.Status == RunStatus.Stuck);
        Assert.StartsWith(DurableErrorCodes.NotDurableWait, stuck.Reason, StringComparison.Ordinal);
        Assert.Contains("lock 'cart'", stuck.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lock_TakenTwiceByOneBranch_IsFoundAndSaid()
    {
        var script = new Script
        {
            Body = static async (ctx, _, _) =>
            {
                await using (await ctx.LockAsync("cart"))
                {
                    await using (await ctx.LockAsync("cart"))
                    {
                        return "never";
                    }
                }
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();

        Assert.StartsWith(DurableErrorCodes.NotDurableWait, (await engine.UntilStuckAsync()).Reason, StringComparison.Ordinal);
    }
}
