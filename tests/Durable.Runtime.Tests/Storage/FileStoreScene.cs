using Durable.Storage;
using Durable.Storage.Files;
using Durable.Store.Contract;
using Durable.Tests.Harness;

namespace Durable.Tests.Storage;

/// <summary>A directory, a clock and a disk with faults, for tests that open, kill and damage a file store.</summary>
internal sealed class FileStoreScene : IAsyncDisposable
{
    private readonly List<FileStore> _stores = [];

    public StoreDirectory Directory { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public TestOwner Worker { get; } = new("worker-a");

    public LogLines Log { get; } = new();

    /// <summary>The disk under the store opened last.</summary>
    public FaultyFiles Files { get; private set; } = new();

    public int SegmentBytes { get; init; } = 256 * 1024;

    public double CompactBelow { get; init; } = FileStoreOptions.DefaultCompactBelow;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public FileStore NewStore()
    {
        Files = new FaultyFiles();
        var store = new FileStore(
            new FileStoreOptions
            {
                Directory = Directory.Path,
                SegmentBytes = SegmentBytes,
                CompactBelow = CompactBelow,
                CompactionBytesPerSecond = int.MaxValue,
            },
            Time,
            Files,
            Log);
        _stores.Add(store);
        return store;
    }

    public async Task<FileStore> OpenAsync()
    {
        var store = NewStore();
        await store.OpenAsync(Token);
        return store;
    }

    /// <summary>Ends a store as a killed process would.</summary>
    public async Task KillAsync(FileStore store)
    {
        Files.Kill();
        await store.DisposeAsync();
    }

    public async Task<ClaimedRun> StartAsync(FileStore store, string runId)
    {
        await store.CreateAsync(StoreSamples.NewRun(runId, Time.GetUtcNow()), Token);
        return (await store.ClaimAsync(StoreSamples.Claim(Worker), Token)).Single(run => run.Run.RunId == runId);
    }

    public static async Task CommitAsync(FileStore store, ClaimedRun run, int length, RunStatus status = RunStatus.Running) =>
        Assert.Equal(CommitOutcome.Applied, await store.CommitAsync(StoreSamples.Commit(run.Lease, length, new(status)), Token));

    public async Task FinishAsync(FileStore store, string runId) =>
        await CommitAsync(store, await StartAsync(store, runId), 1, RunStatus.Completed);

    public static async Task<int> LengthAsync(FileStore store, string runId)
    {
        var length = 0;
        await foreach (var entry in store.ReadJournalAsync(runId, Token))
        {
            Assert.Equal(++length, entry.Position);
        }

        return length;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        Directory.Dispose();
    }
}
