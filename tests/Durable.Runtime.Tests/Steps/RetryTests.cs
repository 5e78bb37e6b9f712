using System.Collections.Concurrent;
using Durable.Tests.Harness;

namespace Durable.Tests.Steps;

public sealed class RetryTests
{
    private static readonly Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> s_do = static (_, w, input) => w.DoAsync(input);

    [Fact, Proves("B-STEP-1"), Proves("B-STEP-2")]
    public async Task Retry_DelaysAndNumbers_FollowThePolicyAndAreRecorded()
    {
        var times = new List<DateTimeOffset>();
        Engine? engine = null;
        var script = new Script
        {
            Body = s_do,
            Step = (a, step) =>
            {
                times.Add(engine!.Time.GetUtcNow());
                return step.Attempt < 3 ? throw new InvalidOperationException($"no {step.Attempt}") : Task.FromResult(a);
            },
        };
        await using var owned = engine = await Engine.StartAsync(script);

        await engine.StartRunAsync("x");
        await engine.WakeAsync();
        await engine.WakeAsync();

        Assert.Equal("x", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["Do(x) 1", "Do(x) 2", "Do(x) 3"], script.Calls);
        Assert.Equal([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)], times.Zip(times.Skip(1), (left, right) => right - left));
        var history = await engine.HistoryAsync();
        Assert.Equal(["start", "attempt Do", "attempt Do", "step Do", "end"], await engine.JournalAsync());
        Assert.Contains("\"attempt\":2,\"error\":{\"kind\":\"exception\",\"message\":\"no 2\"}", history[2].ToJson(), StringComparison.Ordinal);
    }

    [Fact, Proves("B-STEP-2")]
    public async Task Retry_CrashesBetweenAttempts_NumberAndDueTimeSurvive()
    {
        Script Code() => new()
        {
            Body = s_do,
            Step = (a, step) => step.Attempt < 3 ? throw new InvalidOperationException("no") : Task.FromResult($"{a}{step.Attempt}"),
        };
        await using var engine = await Engine.StartAsync(Code());
        await engine.StartRunAsync("x");
        var due = (await engine.UntilAsleepAsync()).WakeAt;

        engine.Time.Advance(TimeSpan.FromSeconds(4));
        var second = Code();
        await engine.CrashAsync(second);
        Assert.Equal(due, (await engine.Client.GetAsync(Engine.RunId))!.WakeAt);
        Assert.Empty(second.Calls);
        await engine.WakeAsync();
        await engine.UntilAsync(info => info.WakeAt > due);
        var third = Code();
        await engine.CrashAsync(third);
        await engine.WakeAsync();

        Assert.Equal("x3", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["Do(x) 2"], second.Calls);
        Assert.Equal(["Do(x) 3"], third.Calls);
    }

    [Fact, Proves("B-STEP-2")]
    public async Task Crash_DuringAnAttempt_IsNoFailedAttempt()
    {
        var hang = new TaskCompletionSource<string>();
        var keys = new ConcurrentQueue<string>();
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = s_do,
            Step = (_, step) =>
            {
                keys.Enqueue(step.IdempotencyKey);
                return hang.Task;
            },
        });
        await engine.StartRunAsync("x");
        for (var life = 0; life < 5; life++)
        {
            await engine.UntilAsync(() => Task.FromResult(keys.Count == life + 1));
            await engine.CrashAsync(new Script
            {
                Body = s_do,
                Step = (_, step) =>
                {
                    keys.Enqueue(step.IdempotencyKey);
                    return keys.Count < 6 ? hang.Task : Task.FromResult($"{step.Attempt}");
                },
            });
        }

        Assert.Equal("1", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(Enumerable.Repeat("run-1/1/Do", 6), keys);
        hang.SetCanceled();
    }

    [Fact, Proves("B-STEP-5")]
    public async Task Exhausted_InTheBody_IsCatchableAndTheSameOnReplay()
    {
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                string seen;
                try
                {
                    seen = await w.OnceAsync(input);
                }
                catch (StepFailedException failed)
                {
                    seen = $"{failed.Code} {failed.RunId} {failed.StepId} {failed.Attempts} {failed.Error.Kind} {failed.Error.Message} {failed.Message}";
                }

                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return seen;
            },
            Step = static (_, _) => throw new InvalidOperationException("broken"),
        };
        await using var engine = await Engine.StartAsync(script);

        await engine.StartRunAsync();
        await engine.WakeAsync();

        Assert.Equal(
            "STEP_FAILED run-1 Once 1 exception broken Step 'Once' failed after 1 attempt: broken",
            await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(2, script.Traces.Count);
        Assert.Single(script.Calls);
    }

    [Fact, Proves("B-STEP-1")]
    public async Task NonRetryable_ByExceptionAndByType_StopAtOnce()
    {
        var script = new Script
        {
            Body = static async (_, w, _) => $"{await FailureOf(w.DoAsync("kind"))}|{await FailureOf(w.PickyAsync("type"))}",
            Step = static (a, _) => throw (a == "kind" ? new NonRetryableException("declined", "card") : new ObjectDisposedException("x", "derived")),
        };
        await using var engine = await Engine.StartAsync(script);

        var result = await (await engine.StartRunAsync()).ResultAsync(engine.Patience);

        Assert.StartsWith("1 card declined|1 exception derived", result, StringComparison.Ordinal);
        Assert.Equal(2, script.Calls.Count);
    }

    [Fact, Proves("B-STEP-1"), Proves("B-STEP-3")]
    public async Task RetryAfter_LongDelay_ReplacesThePolicyAndFreesTheWorker()
    {
        var script = new Script
        {
            Body = s_do,
            Step = static (a, step) => step.Attempt == 1 ? throw new RetryAfterException(TimeSpan.FromDays(3)) : Task.FromResult(a),
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync("x");

        var asleep = await engine.UntilAsleepAsync();
        Assert.Equal(engine.Time.GetUtcNow() + TimeSpan.FromDays(3), asleep.WakeAt);
        engine.Time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMilliseconds(1));
        Assert.Single(script.Calls);
        engine.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("x", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact, Proves("B-STEP-1")]
    public async Task MaxAttemptsZero_FailsManyTimes_GoesOnForEver()
    {
        var script = new Script
        {
            Body = static (_, w, input) => w.HourlyAsync(input),
            Step = static (a, step) => step.Attempt < 30 ? throw new InvalidOperationException("no") : Task.FromResult($"{a}{step.Attempt}"),
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync("x");
        for (var attempt = 1; attempt < 30; attempt++)
        {
            await engine.UntilAsync(() => Task.FromResult(script.Calls.Count == attempt));
            await engine.WakeAsync();
        }

        Assert.Equal("x30", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact, Proves("B-STEP-2"), Proves("B-JRN-4")]
    public async Task Retry_AttemptThatChangedItsInput_NextOneSeesACopyOfItsOwn()
    {
        var script = new Script
        {
            Body = static async (_, w, _) => string.Join(",", await w.AddAsync([5])),
            Step = static (a, step) => step.Attempt == 1 ? throw new InvalidOperationException("no") : Task.FromResult(a),
        };
        await using var engine = await Engine.StartAsync(script);

        await engine.StartRunAsync();
        await engine.WakeAsync();

        await engine.UntilAsync(() => Task.FromResult(script.Calls.Count == 2));
        Assert.Equal(["Add(5,1) 1", "Add(5,1) 2"], script.Calls);
    }

    [Fact, Proves("B-STEP-1")]
    public async Task Cancellation_OfSomebodyElses_IsAFailureLikeAnyOther()
    {
        var script = new Script
        {
            Body = s_do,
            Step = static (a, step) => step.Attempt == 1 ? throw new OperationCanceledException("http time-out") : Task.FromResult(a),
        };
        await using var engine = await Engine.StartAsync(script);

        await engine.StartRunAsync("x");
        await engine.WakeAsync();

        Assert.Equal("x", await engine.Run.ResultAsync(engine.Patience));
    }

    private static async Task<string> FailureOf(Task<string> step)
    {
        try
        {
            return await step;
        }
        catch (StepFailedException failed)
        {
            return $"{failed.Attempts} {failed.Error.Kind} {failed.Error.Message}";
        }
    }
}
