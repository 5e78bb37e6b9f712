using System.Diagnostics;

namespace Durable.Bench;

/// <summary>The engine without a disk.</summary>
internal static class InMemoryThroughput
{
    private const int Runs = 20_000;
    private const int Rounds = 9;

    // The compiler of the process optimises in steps, the last ones after some hundred thousand calls: only what comes after them is measured.
    private const int WarmUps = 6;

    public static async Task MeasureAsync(int concurrency)
    {
        var rate = new Median();
        for (var round = -WarmUps; round < Rounds; round++)
        {
            await using var durable = await DurableHost.StartAsync(d => d.AddWorkflows().UseInMemoryStore());
            var watch = Stopwatch.StartNew();
            await Load.RunAsync(durable, concurrency, Runs);
            if (round >= 0)
            {
                rate.Add(Runs * 5 / watch.Elapsed.TotalSeconds);
            }
        }

        Console.WriteLine($"In memory, {concurrency} runs at once: {rate.Text("N0")} steps/s");
    }
}
