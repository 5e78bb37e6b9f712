using Durable.Tests.Harness;

namespace Durable.Tests.Steps;

[Proves("B-STEP-3")]
public sealed class TimeoutTests
{
    [Fact]
    public async Task Timeout_TokenIgnored_AttemptIsAbandonedAndItsLateResultDiscarded()
    {
        var started = new TaskCompletionSource();
        var seen = new TaskCompletionSource();
        var late = new TaskCompletionSource<string>();
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                var result = await w.TimedAsync(input);
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return result;
            },
            Step = (_, step) =>
            {
                if (step.Attempt > 1)
                {
                    return Task.FromResult("second");
                }

                step.CancellationToken.Register(seen.SetResult);
                started.SetResult();
                return late.Task;
            },
        };
        await using var engine = await Engine.StartAsync(script);

        await engine.StartRunAsync();
        await started.Task.WaitAsync(Pulse.Patience);
        await TimerSetAsync(engine, TimeSpan.FromSeconds(30));
        engine.Time.Advance(TimeSpan.FromSeconds(30));
        await seen.Task.WaitAsync(Pulse.Patience);
        await engine.WakeAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("sleep sleep"));
        late.SetResult("first");
        await engine.WakeAsync();

        Assert.Equal("second", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["start", "attempt Timed", "step Timed", "sleep sleep", "wake sleep", "end"], await engine.JournalAsync());
        var attempt = (await engine.HistoryAsync())[1].ToJson();
        Assert.Contains("\"error\":{\"kind\":\"STEP_TIMEOUT\",\"message\":\"The attempt took longer than 00:00:30.\"}", attempt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timeout_EveryAttempt_FailsTheStepWithTheReason()
    {
        var never = new TaskCompletionSource<string>();
        var script = new Script
        {
            Body = static (_, w, input) => w.TimedAsync(input),
            Step = (_, _) => never.Task,
        };
        await using var engine = await Engine.StartAsync(script);

        var run = await engine.StartRunAsync();
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            await engine.UntilAsync(() => Task.FromResult(script.Calls.Count == attempt));
            await TimerSetAsync(engine, TimeSpan.FromSeconds(30));
            engine.Time.Advance(TimeSpan.FromSeconds(30));
            if (attempt == 1)
            {
                await engine.WakeAsync();
            }
        }

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));
        Assert.Equal((DurableErrorCodes.StepFailed, 2, DurableErrorCodes.StepTimeout), (failed.Error.Kind, failed.Error.Attempts, failed.Error.Cause!.Kind));
        never.SetCanceled();
    }

    [Fact]
    public async Task Timeout_MethodThatBlocks_IsAbandonedLikeOneThatAwaits()
    {
        using var blocked = new ManualResetEventSlim();
        var script = new Script
        {
            Body = static (_, w, input) => w.TimedAsync(input),
            Step = (_, step) =>
            {
                if (step.Attempt == 1)
                {
                    blocked.Wait();
                }

                return Task.FromResult($"{step.Attempt}");
            },
        };
        await using var engine = await Engine.StartAsync(script);

        var run = await engine.StartRunAsync();
        await TimerSetAsync(engine, TimeSpan.FromSeconds(30));
        engine.Time.Advance(TimeSpan.FromSeconds(30));
        await engine.WakeAsync();

        Assert.Equal("2", await run.ResultAsync(engine.Patience));
        blocked.Set();
    }

    // The attempt's clock starts on a pool thread, after the step itself began.
    private static Task TimerSetAsync(Engine engine, TimeSpan delay) =>
        engine.Time.WhenTimerSetAsync(engine.Time.GetUtcNow() + delay).WaitAsync(Pulse.Patience);
}
