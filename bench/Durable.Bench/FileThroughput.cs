using System.Diagnostics;

namespace Durable.Bench;

/// <summary>Many five-step runs on the file store, beside two things that do the same to the disk at the same concurrency: a bare engine, and bare group commit.</summary>
internal static class FileThroughput
{
    private const int Rounds = 9;

    // The compiler of the process optimises in steps, the last ones after some hundred thousand calls: only what comes after them is measured.
    private const int WarmUps = 5;

    // start, five steps, end
    private const int RecordsPerRun = 7;

    public static async Task MeasureAsync(string directory, int concurrency, int runs)
    {
        var engine = new Median();
        var steps = new Median();
        var bare = new Median();
        var bareRatio = new Median();
        var raw = new Median();
        var rawRatio = new Median();
        var processor = new Median();
        var busy = new Median();
        var line = new Median();
        var lineLength = 300;
        for (var round = -WarmUps; round < Rounds; round++)
        {
            using var store = new TemporaryDirectory(directory);
            double seconds;
            double working;
            await using (var durable = await DurableHost.StartAsync(d => d.AddWorkflows().UseFileStore(store.Path)))
            {
                var before = Environment.CpuUsage.TotalTime;
                var watch = Stopwatch.StartNew();
                await Load.RunAsync(durable, concurrency, runs);
                seconds = watch.Elapsed.TotalSeconds;
                working = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            }

            var records = runs * RecordsPerRun;
            lineLength = (int)(store.JournalLength / records);
            using var journal = new RawJournal(directory);
            using var bareEngine = new BareEngine(journal, lineLength);
            var least = bareEngine.RecordsPerSecond(concurrency, records);
            var ceiling = journal.GroupCommit(lineLength, concurrency, records);
            if (round >= 0)
            {
                engine.Add(records / seconds);
                steps.Add(runs * 5 / seconds);
                bare.Add(least);
                bareRatio.Add(records / seconds / least);
                raw.Add(ceiling);
                rawRatio.Add(records / seconds / ceiling);
                processor.Add(working / records * 1e6);
                line.Add(bareEngine.MicrosecondsPerLine(100_000));
                busy.Add(working / seconds / Environment.ProcessorCount);
            }
        }

        Console.WriteLine($"""
            File store, {concurrency} five-step runs at once, {lineLength} bytes a record
              engine        {engine.Text("N0")} records/s, {steps.Text("N0")} steps/s
              bare engine   {bare.Text("N0")} records/s
              ratio         {bareRatio.Text("P0")}
              group commit  {raw.Text("N0")} records/s
              ratio         {rawRatio.Text("P0")}
              processor     {processor.Text("N2")} µs a record, the collector's among it; busy {busy.Text("P0")}
              to compare    {line.Text("N2")} µs of one processor to write a line of JSON; 60 % of group commit leaves {Environment.ProcessorCount / 0.6 / raw.Value * 1e6:N2} µs of all for a whole record
            """);
    }
}
