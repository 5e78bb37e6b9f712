using System.Diagnostics;
using Durable.Storage;
using Durable.Storage.Files;

namespace Durable.Bench;

/// <summary>
/// Five-step runs on a file store of which four fifths are deleted: without rewriting, with rewriting at its default pace, and with rewriting as fast as it can, the same load in turns on copies of
/// the same directory. And how long a deletion holds its caller.
/// </summary>
internal static class Compaction
{
    private const int Rounds = 7;
    private const int WarmUps = 2;
    private const int Concurrency = 100;

    // Enough for the rewriting at its default pace to last longer than the load beside it.
    private const int OldRuns = 60_000;
    private const int LoadRuns = 30_000;
    private const int RecordsPerRun = 7;
    private const int Steps = 5_000;

    public static async Task MeasureAsync(string directory)
    {
        using var old = new TemporaryDirectory(directory);
        await PrepareAsync(old.Path);
        var quiet = new Median();
        var paced = new Variant(FileStoreOptions.DefaultCompactionBytesPerSecond);
        var unpaced = new Variant(int.MaxValue);
        for (var round = -WarmUps; round < Rounds; round++)
        {
            var (alone, _, _, _) = await LoadAsync(directory, old.Path, compacts: false, int.MaxValue);
            foreach (var variant in round % 2 == 0 ? (Variant[])[paced, unpaced] : [unpaced, paced])
            {
                var measured = await LoadAsync(directory, old.Path, compacts: true, variant.BytesPerSecond);
                if (round >= 0)
                {
                    variant.Add(alone, measured);
                }
            }

            if (round >= 0)
            {
                quiet.Add(alone);
            }
        }

        var (many, few) = await DeletingAsync(directory);
        Console.WriteLine($"""
            File store, {Concurrency} five-step runs at once beside the rewriting of {old.JournalLength >> 20} MiB of which four fifths are deleted
              no rewriting        {quiet.Text("N0")} records/s
              32 MiB/s (default)  {paced}
              as fast as it can   {unpaced}
            DeleteAsync, before it returns to its caller
              a run of {Steps} steps that ran among others  {many.Text("F3")} ms
              a run of five steps                           {few.Text("F3")} ms
            """);
    }

    /// <summary>Fills a store with runs that have ended, and deletes four of five.</summary>
    private static async Task PrepareAsync(string path)
    {
        await using var durable = await OpenAsync(path, compacts: false, int.MaxValue);
        await Load.RunAsync(durable.Host, Concurrency, OldRuns);
        var ids = new List<string>();
        await foreach (var run in durable.Host.Client.ListAsync())
        {
            ids.Add(run.RunId);
        }

        await Parallel.ForEachAsync(
            ids.Where((_, i) => i % 5 != 0), new ParallelOptions { MaxDegreeOfParallelism = Concurrency }, async (id, token) => await durable.Store.DeleteAsync(id, token));
    }

    private static async Task<(double RecordsPerSecond, double Part, long Freed, double Seconds)> LoadAsync(string directory, string old, bool compacts, int bytesPerSecond)
    {
        using var copy = new TemporaryDirectory(directory);
        Copy(old, copy.Path);
        var before = Bytes(copy.Path);
        var total = Stopwatch.StartNew();
        await using var durable = await OpenAsync(copy.Path, compacts, bytesPerSecond);

        // Opening the store begins the rewriting.
        var rewriting = WatchAsync(durable.Store, Stopwatch.StartNew());
        var watch = Stopwatch.StartNew();
        await Load.RunAsync(durable.Host, Concurrency, LoadRuns);
        var seconds = watch.Elapsed.TotalSeconds;
        var rewritten = await rewriting;

        // What the load wrote is there beside what is left.
        var written = LoadRuns * (before / (double)OldRuns);
        return (LoadRuns * RecordsPerRun / seconds, Math.Min(1, rewritten / seconds), before - Bytes(copy.Path) + (long)written, rewritten);
    }

    private static async Task<double> WatchAsync(FileStore store, Stopwatch watch)
    {
        await store.WhenCompactedAsync();
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<(Median Many, Median Few)> DeletingAsync(string directory)
    {
        var (many, few) = (new Median(), new Median());
        for (var round = 0; round < Rounds; round++)
        {
            using var store = new TemporaryDirectory(directory);
            await using var durable = await OpenAsync(store.Path, compacts: false, int.MaxValue);
            var client = new ManyStepWorkflow.Client(durable.Host.Client);
            var run = await client.StartAsync(Steps, new() { RunId = "long" });
            var small = await new FiveStepWorkflow.Client(durable.Host.Client).StartAsync(new BenchOrder("order-1", 12.5m, 3));
            await Load.RunAsync(durable.Host, concurrency: 50, runs: 20_000);
            await ManyStepWorkflow.StepsDone.WaitAsync();
            await run.SignalAsync(ManyStepWorkflow.Finish, true);
            await run.ResultAsync();
            few.Add(await TimeAsync(() => durable.Store.DeleteAsync(small.RunId)));
            many.Add(await TimeAsync(() => durable.Store.DeleteAsync(run.RunId)));
        }

        return (many, few);

        static async Task<double> TimeAsync(Func<ValueTask<DeleteOutcome>> delete)
        {
            var watch = Stopwatch.StartNew();
            var deleting = delete();
            var held = watch.Elapsed.TotalMilliseconds;
            return await deleting == DeleteOutcome.Deleted ? held : throw new InvalidOperationException("The run was not deleted.");
        }
    }

    private static async Task<Opened> OpenAsync(string path, bool compacts, int bytesPerSecond)
    {
        var store = new FileStore(
            new FileStoreOptions
            {
                Directory = path,
                SegmentBytes = 8 * 1024 * 1024,
                CompactBelow = compacts ? FileStoreOptions.DefaultCompactBelow : 0,
                CompactionBytesPerSecond = bytesPerSecond,
            },
            TimeProvider.System,
            DiskFiles.Instance);
        return new Opened(await DurableHost.StartAsync(durable => durable.AddWorkflows().UseStore(_ => store)), store);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static long Bytes(string path) => Directory.EnumerateFiles(Path.Combine(path, "journal")).Sum(file => new FileInfo(file).Length);

    private sealed record Opened(DurableHost Host, FileStore Store) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }

    private sealed class Variant(int bytesPerSecond)
    {
        private readonly Median _rate = new();
        private readonly Median _ratio = new();
        private readonly Median _part = new();
        private readonly Median _freed = new();
        private readonly Median _seconds = new();

        public int BytesPerSecond { get; } = bytesPerSecond;

        public void Add(double alone, (double RecordsPerSecond, double Part, long Freed, double Seconds) measured)
        {
            _rate.Add(measured.RecordsPerSecond);
            _ratio.Add(measured.RecordsPerSecond / alone);
            _part.Add(measured.Part);
            _freed.Add(measured.Freed / (1024.0 * 1024));
            _seconds.Add(measured.Seconds);
        }

        public override string ToString() =>
            $"{_rate.Text("N0")} records/s, ratio {_ratio.Text("F2")}; it ran for {_part.Text("P0")} of the load, {_seconds.Text("F1")} s in all, and gave back {_freed.Text("F0")} MiB";
    }
}
