using System.Collections.Concurrent;
using Durable.Storage;

namespace Durable.Tests.Storage;

public sealed class FileStoreDeletingTests
{
    [Theory]
    [InlineData(5, true)]
    [InlineData(400, false)]
    public async Task Delete_RunOfManyLines_IsNotReadOnTheCallersThread(int commits, bool isReadThere)
    {
        await using var scene = new FileStoreScene { SegmentBytes = FileStoreOptions.MinSegmentBytes };
        var store = await scene.OpenAsync();
        var run = await scene.StartAsync(store, "run");
        for (var length = 1; length < commits; length++)
        {
            await FileStoreScene.CommitAsync(store, run, length);
        }

        await FileStoreScene.CommitAsync(store, run, commits, RunStatus.Completed);
        var reads = new ConcurrentBag<int>();
        scene.Files.Reading = () => reads.Add(Environment.CurrentManagedThreadId);
        Task<DeleteOutcome>? deleting = null;
        var caller = new Thread(() => deleting = store.DeleteAsync("run", FileStoreScene.Token).AsTask());
        caller.Start();
        caller.Join();

        Assert.Equal(DeleteOutcome.Deleted, await deleting!);
        scene.Files.Reading = null;
        var there = reads.Count(id => id == caller.ManagedThreadId);

        // To find the run takes a few reads; to follow its lines, one for each segment at least.
        Assert.InRange(there, 1, 6);
        Assert.Equal(isReadThere, there == reads.Count);
        Assert.True(isReadThere || reads.Count > scene.Directory.Segments / 2, $"{reads.Count} reads.");
        Assert.Null(await store.FindAsync("run", FileStoreScene.Token));
    }
}
