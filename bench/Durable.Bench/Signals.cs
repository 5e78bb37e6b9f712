using System.Diagnostics;

namespace Durable.Bench;

/// <summary>Ten thousand signals to one run, in order; and how long one takes from the sender to the body's next line, beside two flushes.</summary>
internal static class Signals
{
    private const int Count = 10_000;
    private const int Singles = 400;
    private const int Rounds = 7;

    public static async Task MeasureAsync(string directory)
    {
        var rate = new Median();
        var single = new Median();
        var flushes = new Median();
        var ratio = new Median();
        using var journal = new RawJournal(directory);
        for (var round = 0; round <= Rounds; round++)
        {
            using var store = new TemporaryDirectory(directory);
            await using var durable = await DurableHost.StartAsync(d => d.AddWorkflows().UseFileStore(store.Path));
            var client = new ListeningWorkflow.Client(durable.Client);
            var perSecond = await ManyAsync(client);
            var (one, two) = await SinglesAsync(client, journal);
            if (round > 0)
            {
                rate.Add(perSecond);
                single.Add(one);
                flushes.Add(two);
                ratio.Add(one / two);
            }
        }

        Console.WriteLine($"""
            File store, signals to one run
              {Count} sent, in order    {rate.Text("N0")} signals/s
              one, to the next line  {single.Text("N0")} µs
              two flushes            {flushes.Text("N0")} µs
              ratio                  {ratio.Text("F2")}
            """);
    }

    private static async Task<double> ManyAsync(ListeningWorkflow.Client client)
    {
        var run = await client.StartAsync(Count);
        var watch = Stopwatch.StartNew();

        // Not awaited one by one, but sent one after the other: their order is the order of the calls.
        var sent = new Task[Count];
        for (var i = 0; i < Count; i++)
        {
            sent[i] = run.SignalAsync(ListeningWorkflow.Number, i);
        }

        await Task.WhenAll(sent);
        if (await run.ResultAsync() != Count)
        {
            throw new InvalidOperationException("Signals came out of order.");
        }

        var seconds = watch.Elapsed.TotalSeconds;
        for (var i = 0; i < Count; i++)
        {
            await ListeningWorkflow.Heard.WaitAsync();
        }

        return Count / seconds;
    }

    private static async Task<(double Single, double Flushes)> SinglesAsync(ListeningWorkflow.Client client, RawJournal journal)
    {
        var run = await client.StartAsync(Singles);
        var single = new Median();
        var flushes = new Median();
        for (var i = 0; i < Singles; i++)
        {
            var watch = Stopwatch.StartNew();
            var sending = run.SignalAsync(ListeningWorkflow.Number, i);
            await ListeningWorkflow.Heard.WaitAsync();
            single.Add(watch.Elapsed.TotalMicroseconds);
            await sending;
            flushes.Add(journal.SecondsPerFlush(lineLength: 200, 2) * 2 * 1e6);
        }

        await run.ResultAsync();
        return (single.Value, flushes.Value);
    }
}
