using System.Diagnostics;
using System.Globalization;
using Durable;
using Durable.Bench;

var only = args.Length > 0 ? args[0] : "";
if (only is "" or "memory")
{
    foreach (var concurrency in new[] { 100, 1_000 })
    {
        await using var durable = await DurableHost.StartAsync(d => d.AddWorkflows().UseInMemoryStore());
        await Throughput.MeasureAsync($"in memory, {concurrency} at once", durable, concurrency, total: 40_000);
    }
}

internal static class Throughput
{
    public static async Task MeasureAsync(string name, DurableHost durable, int concurrency, int total)
    {
        var client = new FiveStepWorkflow.Client(durable.Client);
        await RunAsync(client, concurrency, total / 4, 0);
        var rates = new List<double>();
        var bytes = 0L;
        for (var round = 1; round <= 5; round++)
        {
            var before = GC.GetTotalAllocatedBytes();
            var watch = Stopwatch.StartNew();
            await RunAsync(client, concurrency, total, round);
            rates.Add(total * 5 / watch.Elapsed.TotalSeconds);
            bytes = GC.GetTotalAllocatedBytes() - before;
        }

        rates.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {rates[2]:N0} steps/s (from {rates[0]:N0} to {rates[4]:N0}), {bytes / (total * 5)} bytes per step"));
    }

    private static async Task RunAsync(FiveStepWorkflow.Client client, int concurrency, int total, int round)
    {
        var next = 0;
        var order = new BenchOrder("o-1", 12.5m, 3);
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) <= total)
            {
                var run = await client.StartAsync(order);
                if (await run.ResultAsync() != 10)
                {
                    throw new InvalidOperationException("Wrong result.");
                }
            }
        }));
    }
}
