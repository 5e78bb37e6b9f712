using Durable.Storage;
using Durable.Storage.Files;
using Durable.Store.Contract;

namespace Durable.Tests.Storage;

/// <summary>What a store must hold after a row of acknowledged operations, and perhaps one more that was under way when it crashed.</summary>
internal sealed class StoreModel
{
    private readonly Dictionary<string, ModelRun> _runs = [];
    private readonly Dictionary<string, ClaimedRun> _claimed = [];
    private (string RunId, ModelRun After)? _underWay;
    private int _created;

    /// <summary>Compares everything; the operation under way may have happened or not, and the model learns which.</summary>
    public async Task CheckAsync(FileStore store)
    {
        _claimed.Clear();
        if (_underWay is var (id, after))
        {
            var before = _runs.GetValueOrDefault(id);
            var row = await store.FindAsync(id, FileStoreScene.Token);
            var inbox = await store.ReadInboxAsync(id, 0, FileStoreScene.Token);
            if (row is not null && (before is null || row.Length != before.Length || row.State.Status != before.Status || inbox.Count != before.Inbox.Count))
            {
                _runs[id] = after;
            }

            _underWay = null;
        }

        foreach (var (runId, run) in _runs)
        {
            var row = await store.FindAsync(runId, FileStoreScene.Token);
            Assert.NotNull(row);
            Assert.Equal((run.Status, run.Length), (row.State.Status, row.Length));
            Assert.Equal(run.Length, await FileStoreScene.LengthAsync(store, runId));
            var inbox = await store.ReadInboxAsync(runId, 0, FileStoreScene.Token);
            Assert.Equal(row.State.IsFinished ? [] : run.Inbox, inbox.Select(message => (message.Sequence, message.Entry.Name!)));
        }

        var listed = new List<string>();
        await foreach (var row in store.QueryAsync(new RunQuery(), FileStoreScene.Token))
        {
            listed.Add(row.RunId);
        }

        Assert.Equal(_runs.Keys.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    /// <summary>Does one random thing; throws when the store has failed.</summary>
    public Task StepAsync(FileStore store, FileStoreScene scene, Random random) => random.Next(10) switch
    {
        0 or 1 => CreateAsync(store, scene),
        2 => SendAsync(store, scene, random),
        3 => ClaimAsync(store, scene, random),
        _ when _claimed.Count == 0 => ClaimAsync(store, scene, random),
        4 => ReleaseAsync(store, random),
        _ => CommitAsync(store, scene, random),
    };

    private async Task CreateAsync(FileStore store, FileStoreScene scene)
    {
        var id = $"run-{_created++}";
        var run = new ModelRun(RunStatus.Pending, 1, [], 0);
        _underWay = (id, run);
        Assert.True((await store.CreateAsync(StoreSamples.NewRun(id, scene.Time.GetUtcNow()), FileStoreScene.Token)).Created);
        Done();
    }

    private async Task SendAsync(FileStore store, FileStoreScene scene, Random random)
    {
        if (_runs.Count == 0)
        {
            return;
        }

        var (id, run) = _runs.ElementAt(random.Next(_runs.Count));
        var isFinished = new RunState(run.Status).IsFinished;
        var name = $"m{run.LastSequence + 1}";
        if (!isFinished)
        {
            _underWay = (id, run with { Inbox = [.. run.Inbox, (run.LastSequence + 1, name)], LastSequence = run.LastSequence + 1 });
        }

        var outcome = await store.AppendInboxAsync(
            id, StoreSamples.Message(name, scene.Time.GetUtcNow(), random.Next(2) == 0 ? name : null), FileStoreScene.Token);
        Assert.Equal(isFinished ? InboxOutcome.RunFinished : InboxOutcome.Stored, outcome);
        Done();
    }

    private async Task ClaimAsync(FileStore store, FileStoreScene scene, Random random)
    {
        foreach (var run in await store.ClaimAsync(StoreSamples.Claim(scene.Worker, random.Next(1, 4)) with { SuspectAfter = 100 }, FileStoreScene.Token))
        {
            Assert.True(_claimed.TryAdd(run.Run.RunId, run));
            Assert.Equal(_runs[run.Run.RunId].Length, run.Journal.Count);
        }

        if (_claimed.Count == 0)
        {
            await CreateAsync(store, scene);
        }
    }

    private async Task ReleaseAsync(FileStore store, Random random)
    {
        var run = _claimed.ElementAt(random.Next(_claimed.Count)).Value;
        _claimed.Remove(run.Run.RunId);
        await store.ReleaseAsync(run.Lease, FileStoreScene.Token);
    }

    private async Task CommitAsync(FileStore store, FileStoreScene scene, Random random)
    {
        var (id, claimed) = _claimed.ElementAt(random.Next(_claimed.Count));
        var run = _runs[id];
        var status = random.Next(6) switch
        {
            0 => RunStatus.Completed,
            1 => RunStatus.Waiting,
            2 => RunStatus.Stuck,
            _ => RunStatus.Running,
        };
        var records = status == RunStatus.Completed ? 1 : random.Next(3);
        var taken = run.Inbox.Count == 0 ? 0 : run.Inbox[random.Next(run.Inbox.Count)].Sequence;
        _underWay = (id, run with
        {
            Status = status,
            Length = run.Length + records,
            Inbox = [.. run.Inbox.Where(message => message.Sequence > taken)],
        });
        var state = new RunState(status, status == RunStatus.Waiting ? scene.Time.GetUtcNow().AddHours(random.Next(-1, 2)) : null);
        var outcome = await store.CommitAsync(StoreSamples.Commit(claimed.Lease, run.Length, state, records, taken), FileStoreScene.Token);
        Assert.Equal(CommitOutcome.Applied, outcome);
        Done();
        if (status == RunStatus.Completed)
        {
            _claimed.Remove(id);
        }
    }

    private void Done()
    {
        if (_underWay is var (id, after))
        {
            _runs[id] = after;
            _underWay = null;
        }
    }

    private sealed record ModelRun(RunStatus Status, int Length, IReadOnlyList<(long Sequence, string Name)> Inbox, long LastSequence);
}
