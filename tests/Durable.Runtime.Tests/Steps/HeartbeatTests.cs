using Durable.Tests.Harness;

namespace Durable.Tests.Steps;

[Proves("B-STEP-8")]
public sealed class HeartbeatTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    internal async Task Heartbeat_AttemptFails_TheNextOneGoesOnFromTheLast(StoreKind kind)
    {
        var script = new Script
        {
            Body = static (_, w, input) => w.DoAsync(input),
            Step = static async (_, step) =>
            {
                if (step.TryGetHeartbeat<int>(out var done))
                {
                    return $"from {done}";
                }

                for (var page = 1; page <= 1000; page++)
                {
                    await step.HeartbeatAsync(page);
                }

                throw new InvalidOperationException("broken");
            },
        };
        await using var engine = await Engine.StartAsync(script, kind: kind);
        await engine.StartRunAsync();

        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("attempt Do"));
        await engine.CrashAsync(script);
        await engine.WakeAsync();

        Assert.Equal("from 1000", await engine.Run.ResultAsync(engine.Patience));
        Assert.InRange((await engine.JournalAsync()).Count(line => line == "heartbeat Do"), 1, 2);
    }

    [Fact]
    public async Task Heartbeat_ManyInAShortTime_AreRecordedAtMostOnceInTheInterval()
    {
        var step = new SteppedStep();
        await using var engine = await Engine.StartAsync(step.Script);
        var run = await engine.StartRunAsync();

        // The first at once, then one for each interval that has passed.
        for (var second = 0; second < 20; second++)
        {
            await step.BeatAsync(second);
            await engine.UntilAsync(async () => (await engine.JournalAsync()).Count(line => line == "heartbeat Once") == 1 + (second / 5));
            engine.Time.Advance(s_second);
        }

        step.End("done");
        Assert.Equal("done", await run.ResultAsync(engine.Patience));
        var recorded = (await engine.LinesAsync()).FindAll(line => line.Contains("\"heartbeat\"", StringComparison.Ordinal));
        Assert.Equal(["0", "5", "10", "15"], recorded.ConvertAll(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("data").GetRawText()));
    }

    [Fact]
    public async Task Heartbeat_ProcessDies_TheNextAttemptHasTheRecordedOne()
    {
        var first = new SteppedStep();
        await using var engine = await Engine.StartAsync(first.Script);
        await engine.StartRunAsync();

        await first.BeatAsync(1);
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("heartbeat Once"));
        await first.BeatAsync(2);
        var second = new SteppedStep();
        await engine.CrashAsync(second.Script);
        await second.Started.WaitAsync(engine.Patience);
        second.End("done");

        Assert.Equal("done", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(1, second.Found);
        Assert.Equal(["Once(in) 1"], second.Script.Calls);
        first.End("late");
    }

    [Fact]
    public async Task HeartbeatTimeout_Silent_FailsTheAttemptAndTriesAgain()
    {
        var silent = new TaskCompletionSource<string>();
        var seen = new TaskCompletionSource();
        var script = new Script
        {
            Body = static (_, w, input) => w.BeatingAsync(input),
            Step = async (_, step) =>
            {
                if (step.Attempt == 2)
                {
                    return step.TryGetHeartbeat<string>(out var details) ? details : "nothing";
                }

                await step.HeartbeatAsync("half");
                step.CancellationToken.Register(seen.SetResult);
                return await silent.Task;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();

        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("heartbeat Beating"));
        await TimerSetAsync(engine, 30);
        engine.Time.Advance(TimeSpan.FromSeconds(30));
        await seen.Task.WaitAsync(engine.Patience);
        await engine.WakeAsync();

        Assert.Equal("half", await run.ResultAsync(engine.Patience));
        Assert.Equal(["start", "heartbeat Beating", "attempt Beating", "step Beating", "end"], await engine.JournalAsync());
        Assert.Contains("\"kind\":\"HEARTBEAT_TIMEOUT\"", (await engine.LinesAsync())[2], StringComparison.Ordinal);
        silent.SetResult("late");
    }

    [Fact]
    public async Task HeartbeatTimeout_Beating_LastsAsLongAsItBeats()
    {
        var step = new SteppedStep(static (w, input) => w.BeatingAsync(input));
        await using var engine = await Engine.StartAsync(step.Script);
        var run = await engine.StartRunAsync();

        await TimerSetAsync(engine, 30);
        for (var minute = 0; minute < 10; minute++)
        {
            engine.Time.Advance(TimeSpan.FromSeconds(minute == 0 ? 20 : 10));
            await step.BeatAsync(minute);
            engine.Time.Advance(TimeSpan.FromSeconds(10));
            await TimerSetAsync(engine, 20);
        }

        step.End("done");
        Assert.Equal("done", await run.ResultAsync(engine.Patience));
        Assert.DoesNotContain("attempt Beating", await engine.JournalAsync());
    }

    [Fact]
    public async Task Heartbeat_RunCancelled_EndsALoopThatBeats()
    {
        var script = new Script
        {
            Body = static (_, w, input) => w.OnceAsync(input),
            Step = static async (_, step) =>
            {
                while (true)
                {
                    await step.HeartbeatAsync(1);
                    await Task.Yield();
                }
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("heartbeat Once"));

        await run.CancelAsync();

        Assert.Equal(RunStatus.Cancelled, (await engine.UntilEndedAsync()).Status);
    }

    [Fact]
    public async Task Heartbeat_StepCalledDirectly_DoesNothing()
    {
        await default(StepContext).HeartbeatAsync(1);
        await StepContext.ForTest().HeartbeatAsync(1);

        Assert.False(default(StepContext).TryGetHeartbeat<int>(out _));
        Assert.True(StepContext.ForTest(heartbeat: 7).TryGetHeartbeat<int>(out var details));
        Assert.Equal(7, details);
    }

    // The attempt's clock starts on a pool thread, after the step itself began.
    private static Task TimerSetAsync(Engine engine, double seconds) =>
        engine.Time.WhenTimerSetAsync(engine.Time.GetUtcNow() + TimeSpan.FromSeconds(seconds)).WaitAsync(Pulse.Patience);

    /// <summary>A step that beats and ends when the test says so.</summary>
    private sealed class SteppedStep
    {
        private readonly TaskCompletionSource<StepContext> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<string> _end = new();

        public SteppedStep(Func<ScriptedWorkflow, string, Task<string>>? call = null) => Script = new Script
        {
            Body = (_, w, input) => call is null ? w.OnceAsync(input) : call(w, input),
            Step = (_, step) =>
            {
                Found = step.TryGetHeartbeat<int>(out var details) ? details : -1;
                _started.TrySetResult(step);
                return _end.Task;
            },
        };

        public Script Script { get; }

        public Task Started => _started.Task;

        /// <summary>The heartbeat of an attempt before, or -1.</summary>
        public int Found { get; private set; }

        public async Task BeatAsync(int details) => await (await _started.Task.WaitAsync(Pulse.Patience)).HeartbeatAsync(details);

        public void End(string result) => _end.TrySetResult(result);
    }
}
