using System.Diagnostics;

namespace Durable.Bench;

/// <summary>Many runs asleep on the file store: how fast they fall asleep beside appending their records, what each costs in memory, and how fast a store full of them opens.</summary>
internal static class SleepingRuns
{
    private const int AtOnce = 1_000;

    // start, sleep
    private const int RecordsPerRun = 2;

    public static async Task MeasureAsync(string directory, int runs, int rounds)
    {
        var started = new Median();
        var raw = new Median();
        var beyond = new Median();
        var bytes = new Median();
        var opened = new Median();
        var openBytes = new Median();
        for (var round = 0; round < rounds; round++)
        {
            using var store = new TemporaryDirectory(directory);
            var (seconds, memory) = await StartAsync(store, runs);
            using var journal = new RawJournal(directory);
            var records = runs * RecordsPerRun;
            var append = records / journal.GroupCommit((int)(store.JournalLength / records), AtOnce, records);
            var (opening, held) = await OpenAsync(store);
            started.Add(seconds);
            raw.Add(append);
            beyond.Add(seconds - append);
            bytes.Add(memory / runs);
            opened.Add(opening);
            openBytes.Add(held / 1e6);
        }

        Console.WriteLine($"""
            File store, {runs} runs asleep
              all started    {started.Text("F2")} s
              raw append     {raw.Text("F2")} s
              beyond that    {beyond.Text("F2")} s
              in memory      {bytes.Text("N0")} bytes a run
              opened in      {opened.Text("F2")} s
              whole heap     {openBytes.Text("N0")} MB
            """);
    }

    private static async Task<(double Seconds, double Bytes)> StartAsync(TemporaryDirectory store, int runs)
    {
        await using var durable = await HostAsync(store);
        var client = new SleepingWorkflow.Client(durable.Client);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) <= runs)
            {
                await client.StartAsync(30);
            }
        })));
        await durable.RunUntilIdleAsync();
        return (watch.Elapsed.TotalSeconds, GC.GetTotalMemory(forceFullCollection: true) - before);
    }

    private static async Task<(double Seconds, double Bytes)> OpenAsync(TemporaryDirectory store)
    {
        var watch = Stopwatch.StartNew();
        await using var durable = await HostAsync(store);
        return (watch.Elapsed.TotalSeconds, GC.GetTotalMemory(forceFullCollection: true));
    }

    private static Task<DurableHost> HostAsync(TemporaryDirectory store) => DurableHost.StartAsync(d => d
        .AddWorkflows().UseFileStore(store.Path).ConfigureWorker(worker => worker.IdleEviction = TimeSpan.Zero));
}
