using System.Text.RegularExpressions;
using Durable.Steps;
using Durable.Storage;
using Durable.Store.Contract;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Steps;

[Proves("B-WORK-6")]
public sealed class RateLimitTests
{
    [Fact]
    public async Task Wait_MoreCallsThanPermits_EachComesWhenItsTurnIs()
    {
        var script = Calling(static async w =>
        {
            await Task.WhenAll(w.WaitAsync("a"), w.WaitAsync("a"), w.WaitAsync("a"), w.WaitAsync("a"), w.WaitAsync("b"));
        });
        await using var engine = await StartAsync(script);
        var run = await StartRunAsync(engine);
        await WakeUntilEndedAsync(engine);

        await run.ResultAsync(engine.Patience);

        // Which of the four had to wait is nobody's promise: they were asked for side by side.
        var late = script.Calls.Where(call => !call.EndsWith(" 0", StringComparison.Ordinal)).ToList();
        Assert.All(late, call => Assert.Contains("(a) 1 at ", call, StringComparison.Ordinal));
        Assert.Equal(["10", "20"], late.Select(call => call.Split(' ')[^1]));
        Assert.Equal(3, script.Calls.Count(call => call.EndsWith(" at 0", StringComparison.Ordinal)));
        Assert.Equal(2, (await engine.JournalAsync()).Count(line => line.StartsWith("limited ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Wait_Long_LeavesMemoryWithAStoredTimer()
    {
        var script = Calling(ThreeInTurn);
        await using var engine = await StartAsync(script);
        await StartRunAsync(engine);

        var asleep = await engine.UntilAsleepAsync();

        Assert.Equal(TimeSpan.FromSeconds(10), asleep.WakeAt - engine.Time.GetUtcNow());
        Assert.Equal("""{"t":"limited","n":N,"ts":TS,"id":"wait#3","name":"wait:a","until":UNTIL}""", Shown((await engine.LinesAsync()).Single(line => line.Contains("\"t\":\"limited\"", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task Wait_CrashMeanwhile_KeepsItsTurn(StoreKind kind)
    {
        var first = Calling(ThreeInTurn);
        await using var engine = await StartAsync(first, kind);
        await StartRunAsync(engine);
        await engine.UntilAsleepAsync();

        var script = Calling(ThreeInTurn);
        await engine.KillAsync();
        await LiveAsync(engine, script);
        await WakeUntilEndedAsync(engine);

        Assert.Equal(["wait#3(a) 1 at 10"], script.Calls);
    }

    [Fact, Proves("B-STEP-2")]
    public async Task Wait_AttemptFailsAfterIt_TakesAnotherPermitAndKeepsTheNumbers()
    {
        var script = new RateLimitScript
        {
            Body = static async (_, w, _) =>
            {
                await Task.WhenAll(w.WaitAsync("a"), w.WaitAsync("a"));
                return await w.WaitAsync("a");
            },
            Step = static step => step is { StepId: "wait#3", Attempt: 1 } ? throw new InvalidOperationException("once") : Task.CompletedTask,
        };
        await using var engine = await StartAsync(script);
        await StartRunAsync(engine);
        await WakeUntilEndedAsync(engine);

        Assert.Equal(["wait#3(a) 1 at 10", "wait#3(a) 2 at 20"], script.Calls.Skip(2));
        Assert.Equal(["limited wait#3", "attempt wait#3", "limited wait#3", "step wait#3"], (await engine.JournalAsync()).Where(line => line.EndsWith("#3", StringComparison.Ordinal)));
    }

    [Fact, Proves("B-CTL-1")]
    public async Task Wait_RunIsCancelled_EndsWithoutTheAttempt()
    {
        var script = Calling(ThreeInTurn);
        await using var engine = await StartAsync(script);
        await StartRunAsync(engine);
        await engine.UntilAsleepAsync();

        await engine.Client.CancelAsync(Engine.RunId);

        Assert.Equal(RunStatus.Cancelled, (await engine.UntilEndedAsync()).Status);
        Assert.Equal(2, script.Calls.Count);
        Assert.Contains("\"attempt\":0", (await engine.LinesAsync()).Single(line => line.Contains("stepError", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact, Proves("B-STEP-6")]
    public async Task Fail_AttemptsLeft_TriesAgainAtTheTimeItWasTold()
    {
        var script = Calling(static async w =>
        {
            await w.FailAsync("a");
            await w.FailAsync("b");
        });
        await using var engine = await StartAsync(script);
        await StartRunAsync(engine);
        await WakeUntilEndedAsync(engine);

        Assert.Equal(["fail(a) 1 at 0", "fail#2(b) 2 at 20"], script.Calls);
        Assert.Contains(
            "\"error\":{\"kind\":\"RATE_LIMITED\",\"message\":\"The rate limit 'fail' (1 in 00:00:20) is reached. Try again in 00:00:20.\",\"retryAfter\":20000}",
            (await engine.LinesAsync()).Single(line => line.Contains("\"attempt\",", StringComparison.Ordinal)).Replace("\\u0027", "'", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact, Proves("B-STEP-6")]
    public async Task Fail_LastAttempt_SurfacesWithTheTime()
    {
        var script = new RateLimitScript
        {
            Body = static async (_, w, _) =>
            {
                await w.OnceAsync("a");
                try
                {
                    return await w.OnceAsync("b");
                }
                catch (StepFailedException failed)
                {
                    return $"{failed.Error.Kind} {failed.Error.RetryAfter}";
                }
            },
        };
        await using var engine = await StartAsync(script);

        Assert.Equal("RATE_LIMITED 00:00:20", await (await StartRunAsync(engine)).ResultAsync(engine.Patience));
    }

    [Fact, Proves("B-STEP-6")]
    public async Task Limits_ThatFail_FailTheAttempt()
    {
        var limits = new BrokenLimits();
        var script = Calling(static w => w.WaitAsync("a"));
        await using var engine = await StartAsync(script, configure: durable => durable.Services.AddSingleton<IRateLimits>(limits));
        await StartRunAsync(engine);
        await WakeUntilEndedAsync(engine);

        Assert.Equal(["start", "attempt wait", "step wait", "end"], await engine.JournalAsync());
        Assert.Equal(["wait(a) 2 at 1"], script.Calls);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000_000)]
    public async Task Bucket_AnyDemand_GivesNeverMoreThanItHoldsAndRefills(int limit)
    {
        var seed = Environment.GetEnvironmentVariable("DURABLE_TEST_SEED") is { Length: > 0 } given
            ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        var random = new Random(seed);
        var time = new ManualTimeProvider();
        var limits = new ProcessRateLimits(time);
        var begin = time.GetUtcNow();
        var policy = new StepRateLimit(limit, TimeSpan.FromSeconds(10), OnLimit.Wait);
        var starts = new List<TimeSpan>();
        for (var i = 0; i < 2_000; i++)
        {
            starts.Add(time.GetUtcNow() - begin + await limits.TakeAsync("key", policy, TestContext.Current.CancellationToken));
            time.Advance(TimeSpan.FromMilliseconds(random.Next(0, 3) * random.Next(0, 2_000)));
        }

        starts.Sort();
        for (var i = 0; i < starts.Count; i++)
        {
            // Whatever starts within a span: a full bucket, and what comes back in that time.
            var last = Math.Min(starts.Count - 1, i + random.Next(0, 500));
            var span = starts[last] - starts[i];
            Assert.True(last - i + 1 <= limit + (span.TotalSeconds * limit / 10) + 1e-6, $"seed {seed}: {last - i + 1} within {span}");
        }
    }

    [Fact]
    public async Task Bucket_Fail_TakesNothingAndTellsWhen()
    {
        var time = new ManualTimeProvider();
        var limits = new ProcessRateLimits(time);
        var policy = new StepRateLimit(2, TimeSpan.FromSeconds(10), OnLimit.Fail);
        async Task<TimeSpan> TakeAsync(string key = "a") => await limits.TakeAsync(key, policy, TestContext.Current.CancellationToken);

        Assert.Equal([TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)], [await TakeAsync(), await TakeAsync(), await TakeAsync(), await TakeAsync()]);
        Assert.Equal(TimeSpan.Zero, await TakeAsync("b"));
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(2), await TakeAsync());
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(5)], [await TakeAsync(), await TakeAsync()]);
    }

    [Fact]
    public async Task Bucket_FullOnes_AreForgotten()
    {
        var time = new ManualTimeProvider();
        var limits = new ProcessRateLimits(time);
        var policy = new StepRateLimit(1, TimeSpan.FromSeconds(1), OnLimit.Wait);
        for (var i = 0; i < 10_000; i++)
        {
            await limits.TakeAsync($"{i}", policy, TestContext.Current.CancellationToken);
            time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(limits.Count, 100, 2_000);
    }

    private static string Shown(string line) => Regex.Replace(line, "\"(n|ts|until)\":[0-9]+", match => $"\"{match.Groups[1].Value}\":{match.Groups[1].Value.ToUpperInvariant()}");

    // One after the other, so that it is the third that has to wait.
    private static async Task ThreeInTurn(RateLimitWorkflow w)
    {
        await w.WaitAsync("a");
        await w.WaitAsync("a");
        await w.WaitAsync("a");
    }

    private static RateLimitScript Calling(Func<RateLimitWorkflow, Task> steps) => new()
    {
        Body = async (_, w, _) =>
        {
            await steps(w);
            return "done";
        },
    };

    private static async Task<Engine> StartAsync(RateLimitScript script, StoreKind kind = StoreKind.Memory, Action<DurableBuilder>? configure = null)
    {
        var engine = await Engine.StartAsync(
            new Script { Body = static (_, _, _) => Task.FromResult("") },
            durable =>
            {
                durable.Services.AddSingleton(script);
                durable.AddWorkflow<RateLimitWorkflow>();
                configure?.Invoke(durable);
            },
            kind);
        script.Time = engine.Time;
        script.Begin = engine.Time.GetUtcNow();
        return engine;
    }

    // The later registration counts.
    private static async Task LiveAsync(Engine engine, RateLimitScript script)
    {
        script.Time = engine.Time;
        script.Begin = engine.Time.GetUtcNow();
        await engine.LiveAsync(new Script { Body = static (_, _, _) => Task.FromResult("") }, durable => durable.Services.AddSingleton(script));
    }

    private static Task<RateLimitWorkflow.Run> StartRunAsync(Engine engine) =>
        engine.Host.Services.GetRequiredService<RateLimitWorkflow.Client>().StartAsync("in", new() { RunId = Engine.RunId });

    /// <summary>Moves the clock whenever the run sleeps, until it has ended.</summary>
    private static async Task WakeUntilEndedAsync(Engine engine)
    {
        while (!(await engine.UntilAsync(info => info.IsFinished || (info.Worker is null && info.WakeAt > engine.Time.GetUtcNow()))).IsFinished)
        {
            await engine.WakeAsync();
        }
    }

    private sealed class BrokenLimits : IRateLimits
    {
        private int _calls;

        public ValueTask<TimeSpan> TakeAsync(string key, StepRateLimit limit, CancellationToken cancellationToken = default) =>
            Interlocked.Increment(ref _calls) == 1 ? throw new InvalidOperationException("no connection") : default;
    }
}
