using Durable.Tests.Harness;

namespace Durable.Tests.Checkpoints;

[Proves("B-JRN-2")]
public sealed class CheckpointTests
{
    [Fact]
    public async Task Checkpoint_CodeComputesSomethingElseLater_ReturnsTheRecorded()
    {
        Script Code(string now) => new()
        {
            Body = async (ctx, _, _) =>
            {
                var state = await ctx.CheckpointAsync(now);
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return state;
            },
        };
        await using var engine = await Engine.StartAsync(Code("first"));
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.CrashAsync(Code("second"));
        await engine.WakeAsync();

        Assert.Equal("first", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task InlineStep_FailsThenSucceeds_IsRetriedAndRunOnce()
    {
        var attempts = 0;
        Script Code() => new()
        {
            Body = async (ctx, _, _) =>
            {
                var value = await ctx.StepAsync(
                    "fetch",
                    step => ++attempts == 1 ? throw new InvalidOperationException() : Task.FromResult($"{step.StepId} {step.Attempt}"),
                    new() { RetryDelay = TimeSpan.FromMinutes(1), Jitter = false });
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return value;
            },
        };
        await using var engine = await Engine.StartAsync(Code());
        await engine.StartRunAsync();
        await engine.WakeAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("sleep sleep"));
        await engine.CrashAsync(Code());
        await engine.WakeAsync();

        Assert.Equal("fetch 2", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task Checkpoint_TypeTheGeneratorDidNotSee_FailsWithItsCode()
    {
        var script = new Script
        {
            Body = static async (ctx, _, _) =>
            {
                await ctx.CheckpointAsync(new Uri("https://example.org"));
                return "";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();

        Assert.Equal(DurableErrorCodes.PayloadTypeUnknown, (await engine.UntilEndedAsync()).Error!.Kind);
    }
}
