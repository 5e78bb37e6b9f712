using Durable.Tests.Harness;

namespace Durable.Tests.Conditions;

[Proves("B-WAIT-1")]
public sealed class WaitUntilTests
{
    [Fact]
    public async Task WaitUntil_OtherBranchMakesItTrue_GoesOnThenAndOnReplay()
    {
        Script Code() => new()
        {
            Body = static async (ctx, w, _) =>
            {
                var done = 0;
                async Task Count(string name)
                {
                    await w.AlphaAsync(name);
                    done++;
                }

                var work = Task.WhenAll(Count("a"), Count("b"), Count("c"));
                await ctx.WaitUntilAsync(() => done >= 2);
                var seen = done;
                await work;
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return $"{seen}";
            },
        };
        await using var engine = await Engine.StartAsync(Code());
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.CrashAsync(Code());
        await engine.WakeAsync();

        Assert.Equal("2", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task WaitUntil_TimeoutFirst_ReturnsFalse()
    {
        var script = new Script
        {
            Body = static async (ctx, _, _) => $"{await ctx.WaitUntilAsync(() => false, TimeSpan.FromMinutes(5))}",
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();
        await engine.WakeAsync();

        Assert.Equal("False", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task WaitUntil_ConditionThrows_ThrowsInTheBody()
    {
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                var ready = false;
                var wait = ctx.WaitUntilAsync(() => ready ? throw new InvalidOperationException("bad condition") : false);
                await w.AlphaAsync("x");
                ready = true;
                await w.BetaAsync("y");
                try
                {
                    await wait;
                }
                catch (InvalidOperationException caught)
                {
                    return caught.Message;
                }

                return "not thrown";
            },
        };
        await using var engine = await Engine.StartAsync(script);

        Assert.Equal("bad condition", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
    }
}
