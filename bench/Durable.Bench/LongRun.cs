using System.Diagnostics;

namespace Durable.Bench;

/// <summary>One run of 5,000 steps, beside 5,000 flushes; what a step allocates; and how fast the run comes back by replay.</summary>
internal static class LongRun
{
    private const int Steps = 5_000;
    private const int Rounds = 5;

    public static async Task MeasureAsync(string directory)
    {
        var engine = new Median();
        var raw = new Median();
        var ratio = new Median();
        var allocated = new Median();
        var recovery = new Median();
        using var journal = new RawJournal(directory);
        for (var round = 0; round <= Rounds; round++)
        {
            using var store = new TemporaryDirectory(directory);
            var (seconds, bytes) = await RunAsync(store);
            var flush = journal.SecondsPerFlush(lineLength: 300, Steps) * Steps;
            var back = await RecoverAsync(store);
            if (round > 0)
            {
                engine.Add(seconds * 1e3);
                raw.Add(flush * 1e3);
                ratio.Add(seconds / flush);
                allocated.Add(bytes);
                recovery.Add(back * 1e3);
            }
        }

        Console.WriteLine($"""
            File store, one run of {Steps} steps
              engine         {engine.Text("N0")} ms
              {Steps} flushes   {raw.Text("N0")} ms
              ratio          {ratio.Text("F2")}
              allocated      {allocated.Text("N0")} bytes a step
              recovery       {recovery.Text("F1")} ms from the signal that wakes the run in a new process to its result
            """);
    }

    private static async Task<(double Seconds, double BytesPerStep)> RunAsync(TemporaryDirectory store)
    {
        await using var durable = await DurableHost.StartAsync(d => d.AddWorkflows().UseFileStore(store.Path));
        var client = new ManyStepWorkflow.Client(durable.Client);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var watch = Stopwatch.StartNew();
        await client.StartAsync(Steps, new() { RunId = "long" });
        await ManyStepWorkflow.StepsDone.WaitAsync();
        return (watch.Elapsed.TotalSeconds, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Steps);
    }

    private static async Task<double> RecoverAsync(TemporaryDirectory store)
    {
        await using var durable = await DurableHost.StartAsync(d => d.AddWorkflows().UseFileStore(store.Path));
        var run = new ManyStepWorkflow.Client(durable.Client).Get("long");
        var watch = Stopwatch.StartNew();
        await run.SignalAsync(ManyStepWorkflow.Finish, true);
        var sum = await run.ResultAsync();
        return sum == Steps / 2 ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException("The replayed run gave a wrong result.");
    }
}
