using System.Diagnostics;
using System.Globalization;
using Durable.Testing;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Testing.Shuffling;

/// <summary>Outcomes of operations that are under way together, recorded in every order there is: what the body saw live, it sees on replay.</summary>
[Proves("B-FLOW-3")]
public sealed class ShuffleTests(ITestOutputHelper output)
{
    /// <summary>Thousands here, 100,000 in tests/nightly.sh (<c>DURABLE_TEST_SHUFFLES</c>).</summary>
    [Fact]
    [Trait("Category", "Nightly")]
    public async Task ManySeeds_ReplayEqualsTheLiveRun()
    {
        var first = Setting("DURABLE_TEST_SEED") ?? Environment.TickCount & 0xFFFFFF;
        output.WriteLine($"DURABLE_TEST_SEED={first}");
        var draw = new Random(first);
        var seeds = Setting("DURABLE_TEST_SHUFFLE") is { } one ? [one] : Enumerable.Range(0, Setting("DURABLE_TEST_SHUFFLES") ?? 3_000).Select(_ => draw.Next()).ToList();
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (seed, _) =>
        {
            try
            {
                var (history, live) = await PlayAsync(seed);
                var replayed = new BraidTrace();
                await Replay.VerifyAsync<BraidWorkflow>(history, services => services.AddSingleton(replayed));
                Assert.Equal(live.Lines, replayed.Lines);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"{exception.Message} Again: DURABLE_TEST_SHUFFLE={seed}", exception);
            }
        });
        output.WriteLine($"{seeds.Count} seeds in {watch.Elapsed.TotalSeconds:f1} s");
    }

    [Fact]
    public async Task SameSeed_SameHistory_OtherSeedsOtherOrders()
    {
        var orders = new HashSet<string>();
        for (var seed = 0; seed < 50; seed++)
        {
            var (history, _) = await PlayAsync(seed);
            var (again, _) = await PlayAsync(seed);

            Assert.Equal(history.Records.Select(record => record.ToString()), again.Records.Select(record => record.ToString()));
            orders.Add(string.Join(" ", history.Records.Select(record => record.ToString())));
        }

        Assert.InRange(orders.Count, 45, 50);
    }

    private static async Task<(RunHistory History, BraidTrace Trace)> PlayAsync(int seed)
    {
        var trace = new BraidTrace();
        await using var durable = await DurableTestHost.StartAsync(
            d =>
            {
                d.Services.AddSingleton(trace);
                d.AddWorkflow<BraidWorkflow>();
            },
            new TestHostOptions { Seed = seed });

        // Both in one act: whether the run has begun when a signal comes is no matter of the schedule's.
        var run = await durable.Services.GetRequiredService<BraidWorkflow.Client>().SignalWithStartAsync(BraidWorkflow.Knot, seed, new() { RunId = "braid" });
        var result = await run.ResultAsync();
        Assert.StartsWith(result, string.Join(" ", trace.Lines), StringComparison.Ordinal);
        return (await durable.Client.ExportHistoryAsync("braid"), trace);
    }

    private static int? Setting(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
