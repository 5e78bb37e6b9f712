using Durable.Storage;
using Durable.Storage.Files;
using Durable.Store.Contract;

namespace Durable.Tests.Storage;

// Fail-stop (engine.md 7): after a failed write or flush nothing is accepted, nothing was acknowledged falsely, reads still answer.
public sealed class FileStoreFailureTests
{
    [Theory]
    [InlineData("Flush", 0)]
    [InlineData("Write", 0)]
    [InlineData("Write", 50)]
    public async Task Write_DiskFails_EverythingThatWritesThrowsAndReadsAnswer(string operation, int bytesThrough)
    {
        await using var scene = new FileStoreScene();
        var store = await scene.OpenAsync();
        await scene.FinishAsync(store, "finished");
        var run = await scene.StartAsync(store, "a");
        await FileStoreScene.CommitAsync(store, run, 1);
        scene.Files.Fault = done => done.Name == operation ? bytesThrough : null;

        var error = await Assert.ThrowsAsync<StoreFailedException>(() => FileStoreScene.CommitAsync(store, run, 2));

        Assert.Equal(DurableErrorCodes.StoreFailed, error.Code);
        Assert.Contains("Injected", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.NextAction);
        scene.Files.Fault = null;
        await AssertFailedAsync(scene, store, run);
        Assert.Equal(2, await FileStoreScene.LengthAsync(store, "a"));
        Assert.Equal(RunStatus.Running, (await store.FindAsync("a", FileStoreScene.Token))!.State.Status);
        Assert.Equal(RunStatus.Completed, (await store.WaitForEndAsync("finished", cancellationToken: FileStoreScene.Token))!.State.Status);
        Assert.Empty(await store.RenewAsync([run.Lease], TimeSpan.FromSeconds(1), FileStoreScene.Token));
        await store.ReleaseAsync(run.Lease, FileStoreScene.Token);
        await store.DisposeAsync();

        store = await scene.OpenAsync();
        Assert.InRange(await FileStoreScene.LengthAsync(store, "a"), 2, 3);
        Assert.Equal(2, await FileStoreScene.LengthAsync(store, "finished"));
        Assert.Single(await store.ClaimAsync(StoreSamples.Claim(scene.Worker), FileStoreScene.Token));
    }

    [Fact]
    public async Task Write_FlushFails_AllWhoWaitedForItLearnIt()
    {
        await using var scene = new FileStoreScene();
        var store = await scene.OpenAsync();
        var run = await scene.StartAsync(store, "a");
        var end = store.WaitForEndAsync("a", cancellationToken: FileStoreScene.Token).AsTask();
        var claimable = store.WaitForClaimableAsync(StoreSamples.Claim(scene.Worker), FileStoreScene.Token).AsTask();
        using var hold = new FlushHold(scene.Files, fail: true);
        var first = Task.Run(() => FileStoreScene.CommitAsync(store, run, 1), FileStoreScene.Token);
        hold.WaitUntilReached();
        var create = store.CreateAsync(StoreSamples.NewRun("b", scene.Time.GetUtcNow()), FileStoreScene.Token).AsTask();
        var again = store.CreateAsync(StoreSamples.NewRun("b", scene.Time.GetUtcNow()), FileStoreScene.Token).AsTask();
        var message = store.AppendInboxAsync("a", StoreSamples.Message("m", scene.Time.GetUtcNow(), "k"), FileStoreScene.Token).AsTask();
        var same = store.AppendInboxAsync("a", StoreSamples.Message("m", scene.Time.GetUtcNow(), "k"), FileStoreScene.Token).AsTask();

        hold.Release();

        foreach (var task in new[] { first, end, claimable, create, again, message, same })
        {
            await Assert.ThrowsAsync<StoreFailedException>(() => task.WaitAsync(TimeSpan.FromSeconds(20), FileStoreScene.Token));
        }

        Assert.Null(await store.FindAsync("b", FileStoreScene.Token));
    }

    [Fact]
    public async Task Write_NewSegmentCannotBeMade_FailsAndReopens()
    {
        await using var scene = new FileStoreScene { SegmentBytes = FileStoreOptions.MinSegmentBytes };
        foreach (var operation in new[] { "SetLength", "Open", "Rename", "FlushDirectory" })
        {
            var store = await scene.OpenAsync();
            scene.Files.Fault = done => done.Name == operation && done.Path.Contains("journal", StringComparison.Ordinal) ? 0 : null;
            var acknowledged = new List<string>();
            var error = await Assert.ThrowsAsync<StoreFailedException>(async () =>
            {
                for (var i = 0; i < 100; i++)
                {
                    var id = $"{operation}-{i}";
                    await store.CreateAsync(StoreSamples.NewRun(id, scene.Time.GetUtcNow()), FileStoreScene.Token);
                    acknowledged.Add(id);
                }
            });
            Assert.Contains(operation, error.Message, StringComparison.Ordinal);
            await store.DisposeAsync();

            store = await scene.OpenAsync();
            foreach (var id in acknowledged)
            {
                Assert.NotNull(await store.FindAsync(id, FileStoreScene.Token));
            }

            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Write_IndexFileCannotBeWritten_LosesNothing()
    {
        await using var scene = new FileStoreScene { SegmentBytes = FileStoreOptions.MinSegmentBytes };
        var store = await scene.OpenAsync();
        scene.Files.Fault = done => done.Path.EndsWith(".idx.tmp", StringComparison.Ordinal) ? 0 : null;
        for (var i = 0; i < 30; i++)
        {
            await scene.FinishAsync(store, $"run-{i}");
        }

        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(2, await FileStoreScene.LengthAsync(store, $"run-{i}"));
        }

        await store.DisposeAsync();
        Assert.False(File.Exists(scene.Directory.Index(1)));
        store = await scene.OpenAsync();
        Assert.True(File.Exists(scene.Directory.Index(1)));
        Assert.Equal(2, await FileStoreScene.LengthAsync(store, "run-0"));
    }

    [Theory]
    [InlineData("CreateDirectory")]
    [InlineData("Open")]
    [InlineData("Write")]
    [InlineData("Flush")]
    [InlineData("Rename")]
    [InlineData("FlushDirectory")]
    public async Task Open_DirectoryCannotBeWritten_SaysSoAndCanBeRepaired(string operation)
    {
        await using var scene = new FileStoreScene();
        var store = scene.NewStore();
        scene.Files.Failure = name => new UnauthorizedAccessException($"Injected: {name} is not allowed.");
        scene.Files.Fault = done => done.Name == operation ? 0 : null;

        var error = await Assert.ThrowsAsync<DurableException>(async () => await store.OpenAsync(FileStoreScene.Token));

        Assert.Equal(DurableErrorCodes.StoreUnavailable, error.Code);
        Assert.Contains(scene.Directory.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains("Injected", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.NextAction);
        await scene.OpenAsync();
    }

    [Fact]
    public async Task Open_PathIsAFile_SaysSo()
    {
        await using var scene = new FileStoreScene();
        var path = Path.Combine(scene.Directory.Path, "file");
        await File.WriteAllTextAsync(path, "", FileStoreScene.Token);
        await using var store = new FileStore(new FileStoreOptions { Directory = path }, scene.Time, scene.Files);

        var error = await Assert.ThrowsAsync<DurableException>(async () => await store.OpenAsync(FileStoreScene.Token));

        Assert.Equal(DurableErrorCodes.StoreUnavailable, error.Code);
    }

    [Fact]
    public async Task Open_MissingDirectories_AreMade()
    {
        await using var scene = new FileStoreScene();
        var path = Path.Combine(scene.Directory.Path, "a", "b");
        await using var store = new FileStore(new FileStoreOptions { Directory = path }, scene.Time, scene.Files);

        await store.OpenAsync(FileStoreScene.Token);

        Assert.True((await store.CreateAsync(StoreSamples.NewRun("a", scene.Time.GetUtcNow()), FileStoreScene.Token)).Created);
    }

    [Fact]
    public async Task Closed_WritesThrow()
    {
        await using var scene = new FileStoreScene();
        var store = await scene.OpenAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => await store.CreateAsync(StoreSamples.NewRun("a", scene.Time.GetUtcNow()), FileStoreScene.Token));
    }

    private static async Task AssertFailedAsync(FileStoreScene scene, FileStore store, ClaimedRun run)
    {
        Func<Task>[] writes =
        [
            () => FileStoreScene.CommitAsync(store, run, 2),
            () => store.CreateAsync(StoreSamples.NewRun("new", scene.Time.GetUtcNow()), FileStoreScene.Token).AsTask(),
            () => store.AppendInboxAsync("a", StoreSamples.Message("m", scene.Time.GetUtcNow()), FileStoreScene.Token).AsTask(),
            () => store.ClaimAsync(StoreSamples.Claim(scene.Worker), FileStoreScene.Token).AsTask(),
            () => store.WaitForClaimableAsync(StoreSamples.Claim(scene.Worker), FileStoreScene.Token).AsTask(),
            () => store.WaitForEndAsync("a", cancellationToken: FileStoreScene.Token).AsTask(),
        ];
        foreach (var write in writes)
        {
            await Assert.ThrowsAsync<StoreFailedException>(write);
        }
    }
}
