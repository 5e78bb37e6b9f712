using System.Globalization;
using System.Text.Json;
using Durable.Storage;
using Durable.Storage.Files;
using Durable.Store.Contract;

namespace Durable.Tests.Storage;

/// <summary>
/// I1, I6, B-WAIT-3: callers and other runs send to one run at once, whose owner takes what it is given, durable or not; the store is killed at a random byte.
/// What the journal says was taken and what the inbox holds are together what was sent, once and in order. A failure names the seed; <c>DURABLE_TEST_SEED</c> runs it again.
/// </summary>
public sealed class FileStoreMessageOrderTests
{
    private const int Lives = 3;
    private const int Callers = 3;
    private const int Senders = 2;

    private static CancellationToken Token => FileStoreScene.Token;

    [Theory]
    [MemberData(nameof(FileStoreRandomCrashTests.Seeds), MemberType = typeof(FileStoreRandomCrashTests))]
    public async Task Messages_FromAllSides_CrashedAtARandomByte_AreTakenOnceAndInOrder(int seed)
    {
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        await using var scene = new FileStoreScene { SegmentBytes = 16 * 1024 };
        var acknowledged = new List<string>();
        var store = await scene.OpenAsync();
        foreach (var id in Enumerable.Range(0, Senders).Select(SenderId).Append("receiver"))
        {
            await store.CreateAsync(StoreSamples.NewRun(id, scene.Time.GetUtcNow()), Token);
        }

        for (var life = 0; life < Lives; life++)
        {
            await LiveAsync(scene, store, life, random, acknowledged);
            await store.DisposeAsync();
            store = await scene.OpenAsync();
            await CheckAsync(store, acknowledged);
        }
    }

    private static async Task LiveAsync(FileStoreScene scene, FileStore store, int life, Random random, List<string> acknowledged)
    {
        var taker = new Taker(store, isEager: random.Next(3) > 0);
        var claim = StoreSamples.Claim(taker);
        var runs = (await store.ClaimAsync(claim, Token)).ToDictionary(run => run.Run.RunId);
        scene.Files.CrashAfter(random.Next(5, 120), random);
        var taking = taker.Begin(runs["receiver"]);
        var work = new List<Task<List<string>>>();
        for (var i = 0; i < Callers; i++)
        {
            var caller = i;
            work.Add(Task.Run(() => CallAsync(store, scene, life, caller), Token));
        }

        for (var i = 0; i < Senders; i++)
        {
            var sender = runs[SenderId(i)];
            work.Add(Task.Run(() => SendAsync(store, scene, life, sender), Token));
        }

        foreach (var sent in await Task.WhenAll(work))
        {
            acknowledged.AddRange(sent);
        }

        taker.Stop();
        await taking;
    }

    /// <summary>A caller sends one message after the other; every third has a key that others use too.</summary>
    private static async Task<List<string>> CallAsync(FileStore store, FileStoreScene scene, int life, int caller)
    {
        var acknowledged = new List<string>();
        try
        {
            for (var i = 0; ; i++)
            {
                var (name, key) = Name($"caller{caller}", life, i);
                var outcome = await store.AppendInboxAsync("receiver", StoreSamples.Message(name, scene.Time.GetUtcNow(), key), Token);
                Assert.True(outcome == InboxOutcome.Stored || (outcome == InboxOutcome.Duplicate && key is not null));
                acknowledged.Add(name);
            }
        }
        catch (StoreFailedException)
        {
            return acknowledged;
        }
    }

    /// <summary>A run sends with its commits.</summary>
    private static async Task<List<string>> SendAsync(FileStore store, FileStoreScene scene, int life, ClaimedRun run)
    {
        var acknowledged = new List<string>();
        var length = run.Journal.Count;
        try
        {
            for (var i = 0; ; i++)
            {
                var (name, key) = Name(run.Run.RunId, life, i);
                var message = new RunMessage("receiver", StoreSamples.Message(name, scene.Time.GetUtcNow(), key));
                Assert.Equal(CommitOutcome.Applied, await store.CommitAsync(StoreSamples.Commit(run.Lease, length++, new(RunStatus.Running)) with { Messages = [message] }, Token));
                acknowledged.Add(name);
            }
        }
        catch (StoreFailedException)
        {
            return acknowledged;
        }
    }

    private static string SenderId(int sender) => $"sender{sender}";

    private static (string Name, string? Key) Name(string who, int life, int number)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{life}.{number}");
        return number % 3 == 2 ? ($"all {place}", place) : ($"{who} {place}", null);
    }

    private static async Task CheckAsync(FileStore store, IReadOnlyList<string> acknowledged)
    {
        var found = new List<(long Sequence, string Name)>();
        await foreach (var entry in store.ReadJournalAsync("receiver", Token))
        {
            using var record = JsonDocument.Parse(entry.Utf8);
            if (record.RootElement.GetProperty("id").GetString()!.Split(':') is [var sequence, var name])
            {
                found.Add((long.Parse(sequence, CultureInfo.InvariantCulture), name));
            }
        }

        found.AddRange((await store.ReadInboxAsync("receiver", 0, Token)).Select(message => (message.Sequence, message.Entry.Name!)));

        Assert.Equal(Enumerable.Range(1, found.Count).Select(i => (long)i), found.Select(message => message.Sequence));
        Assert.Equal(found.Count, found.Select(message => message.Name).Distinct().Count());
        Assert.Empty(acknowledged.Except(found.Select(message => message.Name)));
        foreach (var sender in found.Select(message => message.Name.Split(' ')).Where(name => name[0] != "all").GroupBy(name => name[0], name => Version.Parse(name[1])))
        {
            Assert.Equal(sender.Order(), sender);
        }
    }

    /// <summary>Takes messages as the engine does: told on any thread, one commit at a time, each message recorded with its number.</summary>
    /// <param name="store">The store.</param>
    /// <param name="isEager">Takes what is still being written, on the sender's thread.</param>
    private sealed class Taker(FileStore store, bool isEager) : IRunOwner
    {
        private readonly Lock _gate = new();
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private ClaimedRun? _run;
        private int _length;
        private long _taken;
        private bool _committing;
        private bool _stopped;

        public string WorkerId => "taker";

        public Task Begin(ClaimedRun run)
        {
            lock (_gate)
            {
                (_run, _length) = (run, run.Journal.Count);
                _taken = run.Inbox.Count > 0 ? run.Inbox[0].Sequence - 1 : 0;
                Take();
            }

            return _over.Task;
        }

        public void InboxChanged(string runId) => Look(runId);

        public bool InboxChanging(string runId)
        {
            if (isEager)
            {
                Look(runId);
            }

            return isEager;
        }

        public void Stop()
        {
            lock (_gate)
            {
                _stopped = true;
                Take();
            }
        }

        private void Look(string runId)
        {
            if (runId == "receiver")
            {
                lock (_gate)
                {
                    Take();
                }
            }
        }

        private void Take()
        {
            if (_committing || _run is not { } run)
            {
                return;
            }

            var messages = store.ReadInboxAsync(run.Lease, _taken, Token).AsTask().GetAwaiter().GetResult();
            if (messages.Count == 0 || _stopped)
            {
                if (_stopped)
                {
                    _over.TrySetResult();
                }

                return;
            }

            _taken = messages[^1].Sequence;
            _committing = true;
            var commit = new RunCommit
            {
                Lease = run.Lease,
                ExpectedLength = _length,
                Records = [.. messages.Select((message, i) => StoreSamples.Record(_length + i + 1, $"{message.Sequence}:{message.Entry.Name}"))],
                State = new(RunStatus.Running),
                InboxTaken = _taken,
            };
            _length += messages.Count;
            _ = CommitAsync(commit);
        }

        private async Task CommitAsync(RunCommit commit)
        {
            try
            {
                Assert.Equal(CommitOutcome.Applied, await store.CommitAsync(commit, Token).ConfigureAwait(false));
            }
            catch (StoreFailedException)
            {
                _over.TrySetResult();
                return;
            }
            catch (Exception error)
            {
                _over.TrySetException(error);
                return;
            }

            lock (_gate)
            {
                _committing = false;
                Take();
            }
        }
    }
}
