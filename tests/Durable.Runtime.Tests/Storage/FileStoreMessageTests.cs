using Durable.Storage;
using Durable.Storage.Files;
using Durable.Store.Contract;

namespace Durable.Tests.Storage;

/// <summary>Messages to a run that somebody holds have their number before they are durable; what counts by numbers must not notice. B-WAIT-3, I1, I6.</summary>
public sealed class FileStoreMessageTests : IAsyncDisposable
{
    private readonly FileStoreScene _scene = new();
    private readonly List<ClaimedRun> _runs = [];
    private readonly List<Task> _queued = [];
    private FileStore _store = null!;

    private static CancellationToken Token => FileStoreScene.Token;

    private RunLease Receiver => _runs[0].Lease;

    [Fact]
    public async Task Message_ToARunThatIsHeld_IsTakenBeforeItIsDurableAndWithItsFlush()
    {
        await StartAsync();
        var flushes = 0;
        Task<InboxOutcome>? message = null;
        Task<CommitOutcome>? commit = null;

        await BehindAFlushAsync(async () =>
        {
            message = SendAsync("hello", "key");
            Assert.Empty(await _store.ReadInboxAsync("a", 0, Token));
            Assert.Equal([(1, "hello")], Shown(await _store.ReadInboxAsync(Receiver, 0, Token)));
            Assert.Empty(await _store.ReadInboxAsync(Receiver, 1, Token));
            commit = CommitAsync(StoreSamples.Commit(Receiver, 1, new(RunStatus.Running), inboxTaken: 1));
        }, () => flushes++);

        Assert.Equal(InboxOutcome.Stored, await message!);
        Assert.Equal(CommitOutcome.Applied, await commit!);
        Assert.Equal(1, flushes);
        await NowAndAfterACrashAsync(async () =>
        {
            Assert.Empty(await _store.ReadInboxAsync("a", 0, Token));
            Assert.Equal(2, await FileStoreScene.LengthAsync(_store, "a"));
            Assert.Equal(InboxOutcome.Duplicate, await SendAsync("hello", "key"));
        });
    }

    [Fact]
    public async Task Message_BehindOneThatACommitSends_HasTheLaterNumber()
    {
        await StartAsync();
        await BehindAFlushAsync(async () =>
        {
            _ = CommitAsync(StoreSamples.Commit(_runs[1].Lease, 1, new(RunStatus.Running)) with { Messages = [new RunMessage("a", NewMessage("first"))] });
            _ = SendAsync("second");
            _ = SendAsync("third");
            Assert.Empty(await _store.ReadInboxAsync(Receiver, 0, Token));
        });

        await NowAndAfterACrashAsync(async () =>
            Assert.Equal([(1, "first"), (2, "second"), (3, "third")], Shown(await _store.ReadInboxAsync("a", 0, Token))));
    }

    [Fact]
    public async Task Message_BeforeOneThatACommitSends_HasTheEarlierNumber()
    {
        await StartAsync();
        await BehindAFlushAsync(async () =>
        {
            _ = SendAsync("first", "k");
            var messages = new[] { NewMessage("again", "k"), NewMessage("second") };
            _ = CommitAsync(StoreSamples.Commit(_runs[1].Lease, 1, new(RunStatus.Running)) with { Messages = [.. messages.Select(message => new RunMessage("a", message))] });
            _ = SendAsync("third");
            Assert.Equal([(1, "first")], Shown(await _store.ReadInboxAsync(Receiver, 0, Token)));
        });

        await NowAndAfterACrashAsync(async () =>
            Assert.Equal([(1, "first"), (2, "second"), (3, "third")], Shown(await _store.ReadInboxAsync("a", 0, Token))));
    }

    [Fact]
    public async Task Message_ToARunNobodyHoldsAndThenSomebodyDoes_IsFollowedByTheNext()
    {
        await StartAsync();
        await _store.ReleaseAsync(Receiver, Token);
        await BehindAFlushAsync(async () =>
        {
            _ = SendAsync("first");
            _runs[0] = Assert.Single(await _store.ClaimAsync(StoreSamples.Claim(_scene.Worker), Token));
            _ = SendAsync("second");
            Assert.Empty(await _store.ReadInboxAsync(Receiver, 0, Token));
        });

        await NowAndAfterACrashAsync(async () =>
            Assert.Equal([(1, "first"), (2, "second")], Shown(await _store.ReadInboxAsync("a", 0, Token))));
    }

    [Fact]
    public async Task Message_WhileItsRunIsGivenBack_BringsItBackOnceItIsDurable()
    {
        await StartAsync();
        Assert.Equal(CommitOutcome.Applied, await CommitAsync(StoreSamples.Commit(Receiver, 1, new(RunStatus.Waiting))));
        Task<InboxOutcome>? message = null;

        await BehindAFlushAsync(async () =>
        {
            message = SendAsync("hello");
            await _store.ReleaseAsync(Receiver, Token);
            Assert.Empty(await _store.ClaimAsync(StoreSamples.Claim(_scene.Worker), Token));
        });

        Assert.Equal(InboxOutcome.Stored, await message!);
        var claimed = Assert.Single(await _store.ClaimAsync(StoreSamples.Claim(_scene.Worker), Token));
        Assert.Equal([(1, "hello")], Shown(claimed.Inbox));
    }

    [Fact]
    public async Task Message_WhileItsRunChangesHands_IsToldToTheNewOwner()
    {
        await StartAsync();
        await _store.ReleaseAsync(Receiver, Token);
        _runs[0] = Assert.Single(await _store.ClaimAsync(StoreSamples.Claim(new KnowingOwner()), Token));
        var owner = new TestOwner("worker-b");
        Task<InboxOutcome>? message = null;

        await BehindAFlushAsync(async () =>
        {
            message = SendAsync("hello");
            await _store.ReleaseAsync(Receiver, Token);
            Assert.Single(await _store.ClaimAsync(StoreSamples.Claim(owner), Token));
        });

        await message!;
        Assert.Equal("a", await owner.Told.ReadAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Token));
    }

    [Fact]
    public async Task Message_WhileItsRunGetsStuck_BringsItBack()
    {
        await StartAsync();
        await BehindAFlushAsync(() =>
        {
            _ = CommitAsync(StoreSamples.Commit(Receiver, 1, new(RunStatus.Stuck, null, "why")));
            _ = SendAsync("again");
            return Task.CompletedTask;
        });

        await _store.ReleaseAsync(Receiver, Token);
        await NowAndAfterACrashAsync(async () =>
        {
            var claimed = Assert.Single(await _store.ClaimAsync(StoreSamples.Claim(_scene.Worker), Token), run => run.Run.RunId == "a");
            Assert.Equal([(1, "again")], Shown(claimed.Inbox));
        });
    }

    [Fact]
    public async Task Message_TakenByTheCommitThatFailsItsRun_CountsAsSeenAfterAReopening()
    {
        await StartAsync();
        await BehindAFlushAsync(() =>
        {
            _ = SendAsync("taken", "taken");
            _ = SendAsync("left", "left");
            _ = CommitAsync(StoreSamples.Commit(Receiver, 1, new(RunStatus.Failed), inboxTaken: 1));
            return Task.CompletedTask;
        });

        var reopening = new RunReopening { RunId = "a", ExpectedLength = 2, Records = [StoreSamples.Record(3)], State = new(RunStatus.Running) };
        Assert.Equal(ReopenOutcome.Reopened, await _store.ReopenAsync(reopening, Token));
        Assert.Equal(InboxOutcome.Duplicate, await SendAsync("taken", "taken"));
        Assert.Equal(InboxOutcome.Stored, await SendAsync("left", "left"));
        await NowAndAfterACrashAsync(async () =>
        {
            Assert.Equal(InboxOutcome.Duplicate, await SendAsync("taken", "taken"));
            Assert.Equal([(1, "left")], Shown(await _store.ReadInboxAsync("a", 0, Token)));
        });
    }

    [Fact]
    public async Task Message_WhoseFlushFails_IsAcknowledgedToNobody()
    {
        await StartAsync();
        Task<InboxOutcome> message;
        Task<CommitOutcome> commit;
        using (var hold = new FlushHold(_scene.Files, fail: true))
        {
            message = Task.Run(() => SendAsync("hello"), Token);
            hold.WaitUntilReached();
            commit = CommitAsync(StoreSamples.Commit(Receiver, 1, new(RunStatus.Running), inboxTaken: 1));
        }

        await Assert.ThrowsAsync<StoreFailedException>(() => message);
        await Assert.ThrowsAsync<StoreFailedException>(() => commit);
    }

    public async ValueTask DisposeAsync() => await _scene.DisposeAsync();

    private static List<(long, string?)> Shown(IEnumerable<InboxMessage> messages) => [.. messages.Select(message => (message.Sequence, message.Entry.Name))];

    private async Task StartAsync()
    {
        _store = await _scene.OpenAsync();
        _runs.Add(await _scene.StartAsync(_store, "a"));
        _runs.Add(await _scene.StartAsync(_store, "sender"));
        _runs.Add(await _scene.StartAsync(_store, "other"));
    }

    /// <summary>Queues lines while a flush is held up.</summary>
    private async Task BehindAFlushAsync(Func<Task> queue, Action? countFlush = null)
    {
        using var hold = new FlushHold(_scene.Files);
        var first = Task.Run(() => FileStoreScene.CommitAsync(_store, _runs[2], 1), Token);
        hold.WaitUntilReached();
        await queue();
        _scene.Files.Fault = done =>
        {
            if (done.Name == "Flush")
            {
                countFlush?.Invoke();
            }

            return null;
        };
        hold.Release();
        await first;
        await Task.WhenAll(_queued);
    }

    private async Task NowAndAfterACrashAsync(Func<Task> check)
    {
        await check();
        await _scene.KillAsync(_store);
        _store = await _scene.OpenAsync();
        await check();
    }

    private InboxEntry NewMessage(string name, string? key = null) => StoreSamples.Message(name, _scene.Time.GetUtcNow(), key);

    private Task<InboxOutcome> SendAsync(string name, string? key = null) => Queued(_store.AppendInboxAsync("a", NewMessage(name, key), Token).AsTask());

    private Task<CommitOutcome> CommitAsync(RunCommit commit) => Queued(_store.CommitAsync(commit, Token).AsTask());

    private Task<T> Queued<T>(Task<T> task)
    {
        _queued.Add(task);
        return task;
    }

    private sealed class KnowingOwner : IRunOwner
    {
        public string WorkerId => "knowing";

        public void InboxChanged(string runId)
        {
        }

        public bool InboxChanging(string runId) => true;
    }
}
