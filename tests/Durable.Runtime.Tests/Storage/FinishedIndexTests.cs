using Durable.Storage;
using Durable.Storage.Files;
using Durable.Store.Contract;

namespace Durable.Tests.Storage;

public sealed class FinishedIndexTests
{
    private const int Runs = 60;

    [Theory]
    [InlineData(IndexDamage.None)]
    [InlineData(IndexDamage.Missing)]
    [InlineData(IndexDamage.BitFlipped)]
    [InlineData(IndexDamage.Shortened)]
    [InlineData(IndexDamage.OfAnotherSegment)]
    public async Task FinishedRuns_AfterReopening_AreFoundWhateverBecameOfTheIndex(IndexDamage damage)
    {
        await using var scene = new FileStoreScene { SegmentBytes = FileStoreOptions.MinSegmentBytes };
        var store = await scene.OpenAsync();
        for (var i = 0; i < Runs; i++)
        {
            scene.Time.Advance(TimeSpan.FromMilliseconds(i % 2));
            await scene.FinishAsync(store, $"run-{i:D2}");
        }

        await AssertAllFoundAsync(scene, store);
        await store.DisposeAsync();
        Assert.True(scene.Directory.Segments > 3);
        await DamageAsync(scene, damage);

        store = await scene.OpenAsync();

        await AssertAllFoundAsync(scene, store);
        Assert.True(store.RunsInMemory < Runs / 2);
    }

    [Fact]
    public void Find_ManyEntries_FindsEachAndNoOther()
    {
        using var directory = new StoreDirectory();
        var paths = new StorePaths(directory.Path);
        Directory.CreateDirectory(paths.Index);
        var random = new Random(20250301);
        var entries = Enumerable.Range(0, 5_000)
            .Select(i => new FinishedEntry((ulong)random.NextInt64(long.MinValue, long.MaxValue), i, 0, i, 1, RunStatus.Completed))
            .ToList();

        // Two runs with one hash, and the ends of the range.
        entries.Add(entries[7] with { Offset = 70_000 });
        entries.Add(new FinishedEntry(0, 0, 0, 70_001, 1, RunStatus.Failed));
        entries.Add(new FinishedEntry(ulong.MaxValue, 0, 0, 70_002, 1, RunStatus.Failed));
        FinishedIndexFile.Write(DiskFiles.Instance, paths, 3, 99, [.. entries]);

        using var index = FinishedIndexFile.Open(paths, 3, 99, entries.Count)!;

        foreach (var group in entries.GroupBy(entry => entry.IdHash))
        {
            Assert.Equal(
                group.Select(entry => new LineLocation(3, entry.Offset, 1)).OrderBy(line => line.Offset),
                index.Find(group.Key).OrderBy(line => line.Offset));
            if (entries.All(entry => entry.IdHash != group.Key + 1))
            {
                Assert.Empty(index.Find(group.Key + 1));
            }
        }
    }

    private static async Task AssertAllFoundAsync(FileStoreScene scene, FileStore store)
    {
        for (var i = 0; i < Runs; i++)
        {
            var id = $"run-{i:D2}";
            var row = (await store.FindAsync(id, FileStoreScene.Token))!;
            Assert.Equal((id, RunStatus.Completed, 2), (row.RunId, row.State.Status, row.Length));
            Assert.Equal(StoreSamples.Text(StoreSamples.Record(2)), StoreSamples.Text(row.End!.Value));
            Assert.Equal(2, await FileStoreScene.LengthAsync(store, id));
            Assert.False((await store.CreateAsync(StoreSamples.NewRun(id, scene.Time.GetUtcNow()), FileStoreScene.Token)).Created);
            Assert.Equal(InboxOutcome.RunFinished, await store.AppendInboxAsync(id, StoreSamples.Message("m", scene.Time.GetUtcNow()), FileStoreScene.Token));
            Assert.NotNull(await store.WaitForEndAsync(id, cancellationToken: FileStoreScene.Token));
        }

        var rows = new List<RunRow>();
        await foreach (var row in store.QueryAsync(new RunQuery { Workflow = "order", Statuses = [RunStatus.Completed] }, FileStoreScene.Token))
        {
            rows.Add(row);
        }

        Assert.Equal(
            rows.OrderByDescending(row => row.CreatedAt).ThenBy(row => row.RunId, StringComparer.Ordinal).Select(row => row.RunId),
            rows.Select(row => row.RunId));
        Assert.Equal(Runs, rows.Count);
        await foreach (var row in store.QueryAsync(new RunQuery { Workflow = "other" }, FileStoreScene.Token))
        {
            Assert.Fail($"{row.RunId} is no run of that workflow.");
        }
    }

    private static async Task DamageAsync(FileStoreScene scene, IndexDamage damage)
    {
        var path = scene.Directory.Index(2);
        var bytes = await File.ReadAllBytesAsync(path, FileStoreScene.Token);
        switch (damage)
        {
            case IndexDamage.Missing:
                File.Delete(path);
                break;
            case IndexDamage.BitFlipped:
                bytes[^3] ^= 4;
                await File.WriteAllBytesAsync(path, bytes, FileStoreScene.Token);
                break;
            case IndexDamage.Shortened:
                await File.WriteAllBytesAsync(path, bytes[..^1], FileStoreScene.Token);
                break;
            case IndexDamage.OfAnotherSegment:
                File.Copy(scene.Directory.Index(1), path, overwrite: true);
                break;
            default:
                break;
        }
    }
}

/// <summary>What became of an index file.</summary>
public enum IndexDamage
{
    None,
    Missing,
    BitFlipped,
    Shortened,
    OfAnotherSegment,
}
