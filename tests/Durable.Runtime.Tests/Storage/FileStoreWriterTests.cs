using Durable.Storage;
using Durable.Store.Contract;

namespace Durable.Tests.Storage;

public sealed class FileStoreWriterTests
{
    [Fact]
    public async Task Commits_WaitingTogether_ShareOneFlush()
    {
        await using var scene = new FileStoreScene();
        var store = await scene.OpenAsync();
        var runs = await StartManyAsync(scene, store, 20);
        var flushes = 0;
        using var reached = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        scene.Files.Fault = done =>
        {
            if (done.Name == "Flush" && Interlocked.Increment(ref flushes) == 1)
            {
                reached.Set();
                release.Wait(TimeSpan.FromSeconds(20), FileStoreScene.Token);
            }

            return null;
        };
        var first = Task.Run(() => FileStoreScene.CommitAsync(store, runs[0], 1), FileStoreScene.Token);
        Assert.True(reached.Wait(TimeSpan.FromSeconds(20), FileStoreScene.Token));
        var others = runs.Skip(1).Select(run => FileStoreScene.CommitAsync(store, run, 1)).ToList();

        release.Set();
        await Task.WhenAll([first, .. others]);

        Assert.Equal(2, flushes);
    }

    [Fact]
    public async Task Commit_ContinuationThatBlocksOnAnotherCommit_DoesNotBlockTheStore()
    {
        await using var scene = new FileStoreScene();
        var store = await scene.OpenAsync();
        var runs = await StartManyAsync(scene, store, 3);
        using var hold = new FlushHold(scene.Files);
        using var otherIsDone = new ManualResetEventSlim();
        var first = Task.Run(() => FileStoreScene.CommitAsync(store, runs[0], 1), FileStoreScene.Token);
        hold.WaitUntilReached();

        // Queued behind the held flush, so that it is the writer's thread that comes back here.
        var blocking = BlockAsync();
        hold.Release();
        await first;
        await Task.Run(() => FileStoreScene.CommitAsync(store, runs[2], 1), FileStoreScene.Token)
            .WaitAsync(TimeSpan.FromSeconds(20), FileStoreScene.Token);
        otherIsDone.Set();

        Assert.True(await blocking);

        async Task<bool> BlockAsync()
        {
            await store.CommitAsync(StoreSamples.Commit(runs[1].Lease, 1, new(RunStatus.Running)), FileStoreScene.Token).ConfigureAwait(false);
            return otherIsDone.Wait(TimeSpan.FromSeconds(20), FileStoreScene.Token);
        }
    }

    [Fact]
    public async Task Message_OvertakenByTheRunsEnd_IsRefusedAndStaysSo()
    {
        // B-WAIT-3.
        await using var scene = new FileStoreScene();
        var store = await scene.OpenAsync();
        var runs = await StartManyAsync(scene, store, 2);
        Task<InboxOutcome> message;
        Task end;
        using (var hold = new FlushHold(scene.Files))
        {
            var first = Task.Run(() => FileStoreScene.CommitAsync(store, runs[0], 1), FileStoreScene.Token);
            hold.WaitUntilReached();
            end = FileStoreScene.CommitAsync(store, runs[1], 1, RunStatus.Completed);
            message = store.AppendInboxAsync(runs[1].Run.RunId, StoreSamples.Message("late", scene.Time.GetUtcNow()), FileStoreScene.Token).AsTask();
            hold.Release();
            await first;
        }

        await end;
        Assert.Equal(InboxOutcome.RunFinished, await message);
        await scene.KillAsync(store);
        store = await scene.OpenAsync();
        Assert.Empty(await store.ReadInboxAsync(runs[1].Run.RunId, 0, FileStoreScene.Token));
        Assert.Equal(RunStatus.Completed, (await store.FindAsync(runs[1].Run.RunId, FileStoreScene.Token))!.State.Status);
    }

    [Fact]
    public async Task Commit_RecordOverTwoLines_IsRefusedAndChangesNothing()
    {
        await using var scene = new FileStoreScene();
        var store = await scene.OpenAsync();
        var run = await scene.StartAsync(store, "a");
        var commit = new RunCommit
        {
            Lease = run.Lease,
            ExpectedLength = 1,
            Records = [new JournalEntry(2, "{\n}"u8.ToArray())],
            State = new(RunStatus.Running),
            InboxTaken = 0,
        };

        await Assert.ThrowsAsync<ArgumentException>(async () => await store.CommitAsync(commit, FileStoreScene.Token));

        await FileStoreScene.CommitAsync(store, run, 1);
        Assert.Equal(2, await FileStoreScene.LengthAsync(store, "a"));
    }

    [Fact]
    public async Task Message_JsonOverManyLines_KeepsItsBytes()
    {
        await using var scene = new FileStoreScene();
        var store = await scene.OpenAsync();
        await scene.StartAsync(store, "a");
        var payload = "{\r\n  \"a\": 1\n}"u8.ToArray();
        await store.AppendInboxAsync("a", new InboxEntry("signal", "s", payload, scene.Time.GetUtcNow()), FileStoreScene.Token);
        await scene.KillAsync(store);

        store = await scene.OpenAsync();

        Assert.Equal(payload, Assert.Single(await store.ReadInboxAsync("a", 0, FileStoreScene.Token)).Entry.Payload.ToArray());
    }

    private static async Task<List<ClaimedRun>> StartManyAsync(FileStoreScene scene, Durable.Storage.Files.FileStore store, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await store.CreateAsync(StoreSamples.NewRun($"run-{i}", scene.Time.GetUtcNow()), FileStoreScene.Token);
        }

        return [.. await store.ClaimAsync(StoreSamples.Claim(scene.Worker), FileStoreScene.Token)];
    }
}
