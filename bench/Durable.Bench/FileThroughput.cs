using System.Diagnostics;

namespace Durable.Bench;

/// <summary>Many five-step runs on the file store, beside bare group commit of the same bytes at the same concurrency.</summary>
internal static class FileThroughput
{
    private const int Rounds = 7;

    // start, five steps, end
    private const int RecordsPerRun = 7;

    public static async Task MeasureAsync(string directory, int concurrency, int runs)
    {
        var engine = new Median();
        var raw = new Median();
        var ratio = new Median();
        var steps = new Median();
        var lineLength = 300;
        for (var round = 0; round <= Rounds; round++)
        {
            using var store = new TemporaryDirectory(directory);
            double seconds;
            await using (var durable = await DurableHost.StartAsync(d => d.AddWorkflows().UseFileStore(store.Path)))
            {
                var watch = Stopwatch.StartNew();
                await Load.RunAsync(durable, concurrency, runs);
                seconds = watch.Elapsed.TotalSeconds;
            }

            var records = runs * RecordsPerRun;
            lineLength = (int)(store.JournalLength / records);
            using var journal = new RawJournal(directory);
            var ceiling = journal.GroupCommit(lineLength, concurrency, records);
            if (round > 0)
            {
                engine.Add(records / seconds);
                steps.Add(runs * 5 / seconds);
                raw.Add(ceiling);
                ratio.Add(records / seconds / ceiling);
            }
        }

        Console.WriteLine($"""
            File store, {concurrency} five-step runs at once, {lineLength} bytes a record
              engine        {engine.Text("N0")} records/s, {steps.Text("N0")} steps/s
              group commit  {raw.Text("N0")} records/s
              ratio         {ratio.Text("P0")}
            """);
    }
}
