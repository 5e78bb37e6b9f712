using Durable.Tests.Harness;

namespace Durable.Tests.Progress;

[Proves("B-SHOW-1")]
public sealed class EmitTests
{
    [Fact]
    public async Task Emit_ReplayedRun_IsRecordedOnce()
    {
        Script Code() => new()
        {
            Body = static async (ctx, w, _) =>
            {
                ctx.Emit("progress", "begun");
                await w.AlphaAsync("x");
                ctx.Emit("progress", "half");
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                ctx.Emit("progress", "done");
                return "ok";
            },
        };
        await using var engine = await Engine.StartAsync(Code());
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.CrashAsync(Code());
        await engine.WakeAsync();

        Assert.Equal("ok", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(
            ["start", "emit progress", "step Alpha", "emit progress#2", "sleep sleep", "wake sleep", "emit progress#3", "end"],
            await engine.JournalAsync());
    }

    [Fact]
    public async Task Emit_LastThingTheBodySays_IsRecordedBeforeTheEnd()
    {
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = static (ctx, _, _) =>
            {
                ctx.Emit("progress", "all there is");
                return Task.FromResult("ok");
            },
        });
        await (await engine.StartRunAsync()).ResultAsync(engine.Patience);

        Assert.Equal(["start", "emit progress", "end"], await engine.JournalAsync());
    }

    [Fact]
    public async Task Emit_NoLongerInTheCode_IsADifference()
    {
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = static async (ctx, w, _) =>
            {
                ctx.Emit("progress", "begun");
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return "ok";
            },
        });
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.CrashAsync(new Script
        {
            Body = static async (ctx, w, _) =>
            {
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return "ok";
            },
        });
        engine.Time.Advance(TimeSpan.FromHours(1));

        Assert.StartsWith(DurableErrorCodes.ReplayMismatch, (await engine.UntilStuckAsync()).Reason, StringComparison.Ordinal);
    }
}
