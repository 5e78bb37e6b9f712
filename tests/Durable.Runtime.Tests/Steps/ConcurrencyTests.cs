using System.Collections.Concurrent;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Steps;

[Proves("B-WORK-5")]
public sealed class ConcurrencyTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    internal async Task Limits_UnderLoad_AreNeverExceeded(StoreKind kind)
    {
        var seed = Environment.GetEnvironmentVariable("DURABLE_TEST_SEED") is { } given
            ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture)
            : Random.Shared.Next(1_000_000);
        output.WriteLine($"DURABLE_TEST_SEED={seed}");
        var count = new Counters(seed);
        var script = new Script
        {
            Body = static async (_, w, input) =>
            {
                var tasks = new List<Task<string>>();
                for (var i = 0; i < 6; i++)
                {
                    tasks.Add(w.AlphaAsync($"{i}"));
                    tasks.Add(w.NarrowAsync($"{i}"));
                    tasks.Add(w.RemoteAsync($"{i}"));
                    tasks.Add(w.PerKeyAsync($"k{i % 2}", $"{input}{i}"));
                }

                await Task.WhenAll(tasks);
                return "done";
            },
            Step = count.StepAsync,
        };
        await using var engine = await Engine.StartAsync(
            script,
            durable => durable.ConfigureWorker(worker =>
            {
                worker.Queues = ["default", "gpu"];
                worker.MaxConcurrentSteps = 9;
                worker.MaxConcurrentStepsByQueue["gpu"] = 4;
                worker.MaxConcurrentStepsByQueue["default"] = 8;
            }),
            kind);

        var runs = new List<ScriptedWorkflow.Run>();
        for (var i = 0; i < 20; i++)
        {
            runs.Add(await engine.StartRunAsync($"{i}", $"run-{i}"));
        }

        foreach (var run in runs)
        {
            Assert.Equal("done", await run.ResultAsync(engine.Patience));
        }

        // All of them ran, and none more at once than it may.
        Assert.Equal(20 * 24, script.Calls.Count);
        Assert.InRange(count.MostOf("Narrow"), 1, 3);
        Assert.InRange(count.MostOf("Remote"), 1, 4);
        Assert.InRange(count.MostOf("k0"), 1, 2);
        Assert.InRange(count.MostOf("k1"), 1, 2);
        Assert.InRange(count.MostOf("all"), 2, 9);
        Assert.InRange(count.MostOf("default"), 1, 8);
    }

    [Fact]
    public async Task Runs_MoreThanTheLimit_AreHeldInMemoryFewAtATime()
    {
        var count = new Counters(1);
        var script = new Script { Body = static (_, w, input) => w.AlphaAsync(input), Step = count.StepAsync };
        await using var engine = await Engine.StartAsync(script, durable => durable.ConfigureWorker(worker => worker.MaxConcurrentRuns = 3));
        for (var i = 0; i < 40; i++)
        {
            await engine.StartRunAsync(runId: $"run-{i}");
        }

        for (var i = 0; i < 40; i++)
        {
            await engine.UntilEndedAsync($"run-{i}");
        }

        Assert.InRange(count.MostOf("all"), 1, 3);
    }

    [Fact]
    public async Task Limit_OnePerKey_LetsOtherKeysPass()
    {
        var hold = new TaskCompletionSource();
        var script = new Script
        {
            Body = static (_, w, input) => w.PerKeyAsync(input, "x"),
            Step = async (argument, _) =>
            {
                if (argument == "busy x")
                {
                    await hold.Task;
                }

                return argument;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        for (var i = 0; i < 3; i++)
        {
            await engine.StartRunAsync("busy", $"busy-{i}");
        }

        await engine.UntilAsync(() => Task.FromResult(script.Calls.Count == 2));
        var other = await engine.StartRunAsync("free", "free");

        Assert.Equal("free x", await other.ResultAsync(engine.Patience));
        Assert.Equal(3, script.Calls.Count);
        hold.SetResult();
        for (var i = 0; i < 3; i++)
        {
            await engine.UntilEndedAsync($"busy-{i}");
        }

        Assert.Equal(4, script.Calls.Count);
    }

    [Fact]
    [Proves("B-CTL-1")]
    public async Task Cancel_WaitingForItsLimit_EndsAtOnceAndNeverStarts()
    {
        var hold = new TaskCompletionSource();
        var script = new Script
        {
            Body = static (_, w, input) => w.NarrowAsync(input),
            Step = async (argument, _) =>
            {
                await hold.Task;
                return argument;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        for (var i = 0; i < 3; i++)
        {
            await engine.StartRunAsync(runId: $"busy-{i}");
        }

        await engine.UntilAsync(() => Task.FromResult(script.Calls.Count == 3));
        var waiting = await engine.StartRunAsync(runId: "waiting");
        await waiting.CancelAsync();

        Assert.Equal(RunStatus.Cancelled, (await engine.UntilEndedAsync("waiting")).Status);
        hold.SetResult();
        await engine.UntilEndedAsync("busy-0");
        var next = await engine.StartRunAsync(runId: "next");
        await next.ResultAsync(engine.Patience);
        Assert.DoesNotContain(script.Calls, call => call.Contains("waiting", StringComparison.Ordinal));
        Assert.Equal(4, script.Calls.Count);
    }

    [Theory]
    [InlineData("gpu", 0)]
    [InlineData("gpu", 1_000_001)]
    [InlineData("no queue", 1)]
    public async Task Limit_OutOfRange_IsRefusedAtTheStart(string queue, int limit)
    {
        var refused = await Assert.ThrowsAsync<DurableException>(() => DurableHost.StartAsync(durable =>
        {
            durable.Services.AddSingleton(new Script { Body = static (_, _, _) => Task.FromResult("") });
            durable.AddWorkflow<ScriptedWorkflow>().UseInMemoryStore();
            durable.ConfigureWorker(worker => worker.MaxConcurrentStepsByQueue[queue] = limit);
        }));

        Assert.Equal(DurableErrorCodes.OptionInvalid, refused.Code);
    }

    [Fact]
    public void InlineStep_LimitOfZero_IsRefused() =>
        Assert.Equal(DurableErrorCodes.OptionInvalid, Assert.Throws<DurableException>(() => new StepOptions { MaxConcurrency = 0 }.ToPolicy()).Code);

    public static TheoryData<StepOptions> TooLong => new(
        new StepOptions { RetryDelay = TimeSpan.FromDays(3651) },
        new StepOptions { MaxRetryDelay = TimeSpan.MaxValue },
        new StepOptions { RetryFor = TimeSpan.MaxValue },
        new StepOptions { Timeout = TimeSpan.MaxValue },
        new StepOptions { HeartbeatTimeout = TimeSpan.FromDays(3651) });

    [Theory]
    [MemberData(nameof(TooLong))]
    public void InlineStep_TimeBeyondTenYears_IsRefused(StepOptions options) =>
        Assert.Equal(DurableErrorCodes.OptionInvalid, Assert.Throws<DurableException>(options.ToPolicy).Code);

    /// <summary>How many steps run at once, by sort.</summary>
    private sealed class Counters(int seed)
    {
        private readonly Lock _lock = new();
        private readonly Random _chance = new(seed);
        private readonly Dictionary<string, (int Now, int Most)> _counts = new(StringComparer.Ordinal);

        public int MostOf(string name)
        {
            lock (_lock)
            {
                return _counts.TryGetValue(name, out var count) ? count.Most : 0;
            }
        }

        public async Task<string> StepAsync(string argument, StepContext step)
        {
            var name = step.StepId.Split('#', '[')[0];
            string[] names = name == "PerKey"
                ? ["all", "default", argument.Split(' ')[0]]
                : name == "Remote" ? ["all", name] : ["all", "default", name];
            Change(names, +1);
            int turns;
            lock (_lock)
            {
                turns = _chance.Next(20);
            }

            for (; turns > 0; turns--)
            {
                await Task.Yield();
            }

            Change(names, -1);
            return argument;
        }

        private void Change(string[] names, int by)
        {
            lock (_lock)
            {
                foreach (var name in names)
                {
                    var (now, most) = _counts.GetValueOrDefault(name);
                    _counts[name] = (now + by, Math.Max(most, now + by));
                }
            }
        }
    }
}
