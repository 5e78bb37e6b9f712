using Durable.Tests.Harness;

namespace Durable.Tests.Versioning;

[Proves("B-JRN-6")]
public sealed class PatchTests
{
    private static readonly Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> s_old = static async (ctx, w, _) =>
    {
        await w.AlphaAsync("a");
        await ctx.SleepAsync(TimeSpan.FromHours(1));
        return "old";
    };

    private static readonly Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> s_patched = static async (ctx, w, _) =>
    {
        await w.AlphaAsync("a");
        if (ctx.Patched("say-beta"))
        {
            await w.BetaAsync("b");
        }

        await ctx.SleepAsync(TimeSpan.FromHours(1));
        return ctx.Patched("say-beta") ? "new" : "old";
    };

    [Fact]
    public async Task Patched_RunPassedThePointBefore_GoesOnWithout()
    {
        await using var engine = await Engine.StartAsync(new Script { Body = s_old });
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.CrashAsync(new Script { Body = s_patched });
        await engine.WakeAsync();

        Assert.Equal("old", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Patched_NewRun_HasTheChangeForEver()
    {
        await using var engine = await Engine.StartAsync(new Script { Body = s_patched });
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.CrashAsync(new Script { Body = s_patched });
        await engine.WakeAsync();

        Assert.Equal("new", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Patched_FirstThingOfANewRun_HasTheChangeForEver()
    {
        var script = new Script
        {
            Body = static async (ctx, _, _) =>
            {
                var patched = ctx.Patched("first-of-all");
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return $"{patched} {ctx.Patched("first-of-all")}";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.RestartAsync(script);
        await engine.WakeAsync();

        Assert.Equal("True True", await engine.Run.ResultAsync(engine.Patience));
        Assert.Single(await engine.JournalAsync(), "patch");
    }
}
