using Durable.Storage;
using Durable.Storage.Files;
using Durable.Store.Contract;

namespace Durable.Tests.Storage;

/// <summary>Counts what is held after a collection, so nothing may run beside it.</summary>
[CollectionDefinition(nameof(FileStoreMemoryTests), DisableParallelization = true)]
public sealed class FileStoreMemoryCollection;

[Collection(nameof(FileStoreMemoryTests))]
public sealed class FileStoreMemoryTests
{
    private const int Runs = 20_000;

    [Fact]
    public async Task SleepingRun_CostsAtMost300Bytes()
    {
        await using var scene = new FileStoreScene { SegmentBytes = FileStoreOptions.DefaultSegmentBytes };
        await FillAsync(scene, new RunState(RunStatus.Waiting, scene.Time.GetUtcNow().AddDays(1)));

        var bytesPerRun = await MeasureReopenedAsync(scene);

        Assert.InRange(bytesPerRun, 1, 300);
    }

    [Fact]
    public async Task FinishedRun_CostsNothingOnceItsSegmentIsComplete()
    {
        await using var scene = new FileStoreScene { SegmentBytes = 1024 * 1024 };
        await FillAsync(scene, new RunState(RunStatus.Completed));

        var bytesPerRun = await MeasureReopenedAsync(scene);

        // What is left are the runs of the last segment and what belongs to the segments themselves.
        Assert.InRange(bytesPerRun, double.MinValue, 60);
    }

    private static async Task FillAsync(FileStoreScene scene, RunState state)
    {
        var store = await scene.OpenAsync();
        for (var created = 0; created < Runs;)
        {
            await Task.WhenAll(Enumerable.Range(created, 1_000).Select(
                i => store.CreateAsync(StoreSamples.NewRun($"01JQ{i:D22}", scene.Time.GetUtcNow()), FileStoreScene.Token).AsTask()));
            created += 1_000;
            var claimed = await store.ClaimAsync(StoreSamples.Claim(scene.Worker, max: 1_000), FileStoreScene.Token);
            await Task.WhenAll(claimed.Select(run => Task.Run(
                async () =>
                {
                    await FileStoreScene.CommitAsync(store, run, 1);
                    await store.CommitAsync(StoreSamples.Commit(run.Lease, 2, state), FileStoreScene.Token);
                    await store.ReleaseAsync(run.Lease, FileStoreScene.Token);
                },
                FileStoreScene.Token)));
        }

        await store.DisposeAsync();
    }

    private static async Task<double> MeasureReopenedAsync(FileStoreScene scene)
    {
        var options = new FileStoreOptions { Directory = scene.Directory.Path, SegmentBytes = scene.SegmentBytes };
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var store = new FileStore(options, scene.Time, DiskFiles.Instance);
        await store.OpenAsync(FileStoreScene.Token);
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.NotNull(await store.FindAsync($"01JQ{0:D22}", FileStoreScene.Token));
        return (double)held / Runs;
    }
}
