using System.Diagnostics;

namespace Durable.Bench;

/// <summary>One five-step run at a time, beside seven flushes of the same size.</summary>
internal static class LoneRun
{
    private const int Runs = 400;
    private const int Rounds = 7;
    private const int FlushesPerRun = 7;

    public static async Task MeasureAsync(string directory)
    {
        var engine = new Median();
        var raw = new Median();
        var ratio = new Median();
        using var journal = new RawJournal(directory);
        using var store = new TemporaryDirectory(directory);
        await using var durable = await DurableHost.StartAsync(d => d.AddWorkflows().UseFileStore(store.Path));
        for (var round = 0; round <= Rounds; round++)
        {
            // Alternating run by run, so that both see the same disk and the same neighbours.
            var run = new Median();
            var flushes = new Median();
            for (var i = 0; i < Runs; i++)
            {
                var watch = Stopwatch.StartNew();
                await Load.RunAsync(durable, concurrency: 1, runs: 1);
                run.Add(watch.Elapsed.TotalMicroseconds);
                flushes.Add(journal.SecondsPerFlush(lineLength: 300, FlushesPerRun) * FlushesPerRun * 1e6);
            }

            if (round > 0)
            {
                engine.Add(run.Value);
                raw.Add(flushes.Value);
                ratio.Add(run.Value / flushes.Value);
            }
        }

        Console.WriteLine($"""
            File store, one five-step run alone
              engine         {engine.Text("N0")} µs
              seven flushes  {raw.Text("N0")} µs
              ratio          {ratio.Text("F2")}
            """);
    }
}
