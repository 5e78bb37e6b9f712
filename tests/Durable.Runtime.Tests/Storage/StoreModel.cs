using Durable.Storage;
using Durable.Storage.Files;
using Durable.Store.Contract;

namespace Durable.Tests.Storage;

/// <summary>What a store must hold after a row of acknowledged operations, and perhaps one more that was under way when it crashed.</summary>
internal sealed class StoreModel
{
    private readonly Dictionary<string, ModelRun> _runs = [];
    private readonly Dictionary<string, ClaimedRun> _claimed = [];
    private readonly List<string> _deleted = [];

    // What the operation under way makes of which runs (null: gone), the one that tells whether it happened first.
    private List<(string RunId, ModelRun? After)> _underWay = [];
    private int _created;
    private int _sent;

    /// <summary>Compares everything; the operation under way may have happened or not, and the model learns which.</summary>
    public async Task CheckAsync(FileStore store)
    {
        _claimed.Clear();
        if (_underWay is [var (id, after), ..])
        {
            var before = _runs.GetValueOrDefault(id);
            var row = await store.FindAsync(id, FileStoreScene.Token);
            var inbox = await store.ReadInboxAsync(id, 0, FileStoreScene.Token);
            if (after is null
                ? row is null
                : row is not null && (before is null || row.Generation != before.Generation || row.Length != before.Length || row.State.Status != before.Status || inbox.Count != before.Readable.Count))
            {
                Done();
            }

            _underWay = [];
        }

        foreach (var (runId, run) in _runs)
        {
            var row = await store.FindAsync(runId, FileStoreScene.Token);
            Assert.NotNull(row);
            Assert.Equal((run.Status, run.Generation, run.Length), (row.State.Status, row.Generation, row.Length));
            Assert.Equal(run.Length, await FileStoreScene.LengthAsync(store, runId));
            var inbox = await store.ReadInboxAsync(runId, 0, FileStoreScene.Token);
            Assert.Equal(run.Readable, inbox.Select(message => (message.Sequence, message.Entry.Name!)));
        }

        var listed = new List<string>();
        await foreach (var row in store.QueryAsync(new RunQuery(), FileStoreScene.Token))
        {
            listed.Add(row.RunId);
        }

        Assert.Equal(_runs.Keys.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    /// <summary>Does one random thing; throws when the store has failed.</summary>
    public Task StepAsync(FileStore store, FileStoreScene scene, Random random) => random.Next(14) switch
    {
        0 or 1 => CreateAsync(store, scene, random),
        2 => SendAsync(store, scene, random),
        3 => ClaimAsync(store, scene, random),
        4 or 5 or 6 => DeleteAsync(store, random),
        7 => ReopenAsync(store, random),
        _ when _claimed.Count == 0 => ClaimAsync(store, scene, random),
        8 => ReleaseAsync(store, random),
        _ => CommitAsync(store, scene, random),
    };

    private async Task CreateAsync(FileStore store, FileStoreScene scene, Random random)
    {
        var id = NewId(random);
        _underWay = [(id, ModelRun.New)];
        Assert.True((await store.CreateAsync(StoreSamples.NewRun(id, scene.Time.GetUtcNow()), FileStoreScene.Token)).Created);
        Done();
    }

    private string NewId(Random random) =>
        random.Next(4) == 0 && _deleted.Find(id => !_runs.ContainsKey(id)) is { } free ? free : $"run-{_created++}";

    private async Task SendAsync(FileStore store, FileStoreScene scene, Random random)
    {
        if (_runs.Count == 0)
        {
            return;
        }

        var (id, run) = _runs.ElementAt(random.Next(_runs.Count));
        var name = $"m{++_sent}";
        if (!run.IsFinished)
        {
            _underWay = [(id, run.With(name))];
        }

        var outcome = await store.AppendInboxAsync(
            id, StoreSamples.Message(name, scene.Time.GetUtcNow(), random.Next(2) == 0 ? name : null), FileStoreScene.Token);
        Assert.Equal(run.IsFinished ? InboxOutcome.RunFinished : InboxOutcome.Stored, outcome);
        Done();
    }

    private async Task DeleteAsync(FileStore store, Random random)
    {
        if (_runs.Count == 0)
        {
            return;
        }

        var (id, run) = _runs.ElementAt(random.Next(_runs.Count));
        if (run.IsFinished)
        {
            _underWay = [(id, null)];
        }

        Assert.Equal(run.IsFinished ? DeleteOutcome.Deleted : DeleteOutcome.RunNotFinished, await store.DeleteAsync(id, FileStoreScene.Token));
        if (run.IsFinished)
        {
            _deleted.Add(id);
        }

        Done();
    }

    private async Task ReopenAsync(FileStore store, Random random)
    {
        if (_runs.Where(run => run.Value.Status == RunStatus.Failed).Select(run => run.Key).FirstOrDefault() is not { } id || random.Next(2) == 0)
        {
            return;
        }

        var run = _runs[id];
        _underWay = [(id, new ModelRun(RunStatus.Running, run.Length + 1, [], 0, run.Generation))];
        var reopening = new RunReopening
        {
            RunId = id,
            ExpectedLength = run.Length,
            Records = [StoreSamples.Record(run.Length + 1, "again")],
            State = new RunState(RunStatus.Running),
        };
        Assert.Equal(ReopenOutcome.Reopened, await store.ReopenAsync(reopening, FileStoreScene.Token));
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
            await CreateAsync(store, scene, random);
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
        var status = random.Next(8) switch
        {
            0 or 1 => RunStatus.Completed,
            2 => RunStatus.Failed,
            3 => RunStatus.Waiting,
            4 => RunStatus.Stuck,
            _ => RunStatus.Running,
        };
        var sends = random.Next(3) == 0;
        var continues = status == RunStatus.Running && random.Next(3) == 0;
        var records = sends || continues || new RunState(status).IsFinished ? 1 : random.Next(3);
        var taken = run.Inbox.Count == 0 ? 0 : run.Inbox[random.Next(run.Inbox.Count)].Sequence;
        _underWay =
        [
            (id, run with
            {
                Status = status,
                Length = continues ? 1 : run.Length + records,
                Generation = continues ? run.Generation + 1 : run.Generation,
                Inbox = [.. run.Inbox.Where(message => message.Sequence > taken)],
            }),
        ];
        var state = new RunState(status, status == RunStatus.Waiting ? scene.Time.GetUtcNow().AddHours(random.Next(-1, 2)) : null);
        var commit = StoreSamples.Commit(claimed.Lease, run.Length, state, records, taken);
        if (continues)
        {
            commit = commit with { NextGeneration = StoreSamples.NewRun(id, scene.Time.GetUtcNow()) with { Generation = run.Generation + 1 } };
        }

        var outcome = await store.CommitAsync(sends ? WithSends(commit, scene, random) : commit, FileStoreScene.Token);
        Assert.Equal(CommitOutcome.Applied, outcome);
        Done();
        if (new RunState(status).IsFinished)
        {
            _claimed.Remove(id);
        }
    }

    /// <summary>The same with a child and a message to somebody else.</summary>
    private RunCommit WithSends(RunCommit commit, FileStoreScene scene, Random random)
    {
        var child = NewId(random);
        _underWay.Add((child, ModelRun.New));
        commit = commit with { NewRuns = [StoreSamples.NewRun(child, scene.Time.GetUtcNow())] };
        var others = _runs.Where(run => run.Key != commit.Lease.RunId).ToList();
        if (others.Count == 0)
        {
            return commit;
        }

        var (id, receiver) = others[random.Next(others.Count)];
        var name = $"m{++_sent}";
        if (!receiver.IsFinished)
        {
            _underWay.Add((id, receiver.With(name)));
        }

        return commit with { Messages = [new RunMessage(id, StoreSamples.Message(name, scene.Time.GetUtcNow()))] };
    }

    private void Done()
    {
        foreach (var (id, after) in _underWay)
        {
            if (after is null)
            {
                _runs.Remove(id);
            }
            else
            {
                _runs[id] = after;
            }
        }

        _underWay = [];
    }

    private sealed record ModelRun(RunStatus Status, int Length, IReadOnlyList<(long Sequence, string Name)> Inbox, long LastSequence, int Generation = 1)
    {
        public static readonly ModelRun New = new(RunStatus.Pending, 1, [], 0);

        public bool IsFinished => new RunState(Status).IsFinished;

        /// <summary>What a run that has ended did not take is gone.</summary>
        public IReadOnlyList<(long Sequence, string Name)> Readable => IsFinished ? [] : Inbox;

        public ModelRun With(string message) => this with { Inbox = [.. Inbox, (LastSequence + 1, message)], LastSequence = LastSequence + 1 };
    }
}
