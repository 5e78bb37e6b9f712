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
