using Durable.Storage;
using Durable.Tests.Harness;

namespace Durable.Store.Contract;

// I1.
[Proves("B-WAIT-2")]
[Proves("B-WAIT-3")]
public abstract partial class StoreContract
{
    [Fact]
    public async Task Inbox_Messages_AreReadInOrderAfterASequenceNumber()
    {
        await Store.CreateAsync(NewRun("a"), Token);
        foreach (var name in new[] { "one", "two", "three" })
        {
            Assert.Equal(InboxOutcome.Stored, await Store.AppendInboxAsync("a", Message(name), Token));
        }

        var all = await Store.ReadInboxAsync("a", 0, Token);
        var rest = await Store.ReadInboxAsync("a", 2, Token);

        Assert.Equal([(1L, "one"), (2L, "two"), (3L, "three")], all.Select(message => (message.Sequence, message.Entry.Name)));
        Assert.Equal([3L], rest.Select(message => message.Sequence));
        Assert.Empty(await Store.ReadInboxAsync("a", 3, Token));
        Assert.Empty(await Store.ReadInboxAsync("a", 99, Token));
        Assert.Empty(await Store.ReadInboxAsync("unknown", 0, Token));
    }

    [Fact]
    public async Task Inbox_TakenByACommit_IsGoneAndNumbersGoOn()
    {
        var run = await StartAndClaimAsync("a");
        await Store.AppendInboxAsync("a", Message("one"), Token);
        await Store.AppendInboxAsync("a", Message("two"), Token);

        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Waiting), inboxTaken: 1), Token);
        Assert.Equal(["two"], (await Store.ReadInboxAsync("a", 0, Token)).Select(message => message.Entry.Name));
        await Store.CommitAsync(Commit(run, 2, new(RunStatus.Waiting), inboxTaken: 2), Token);
        Assert.Empty(await Store.ReadInboxAsync("a", 0, Token));
        await Store.ReleaseAsync(run.Lease, Token);
        Assert.Empty(await ClaimIdsAsync());

        await Store.AppendInboxAsync("a", Message("three"), Token);

        var message = Assert.Single(Assert.Single(await Store.ClaimAsync(Claim(), Token)).Inbox);
        Assert.Equal((3L, "three"), (message.Sequence, message.Entry.Name));
    }

    [Fact]
    public async Task Inbox_FencedCommit_TakesNothing()
    {
        var run = await StartAndClaimAsync("a");
        await Store.AppendInboxAsync("a", Message("one"), Token);

        Assert.Equal(CommitOutcome.Fenced, await Store.CommitAsync(Commit(run, 5, new(RunStatus.Waiting), inboxTaken: 1), Token));

        Assert.Single(await Store.ReadInboxAsync("a", 0, Token));
    }

    [Fact]
    public async Task Inbox_UntakenWhenReleased_MakesTheRunClaimable()
    {
        var run = await StartAndClaimAsync("a");
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Waiting)), Token);
        await Store.AppendInboxAsync("a", Message("one"), Token);

        await Store.ReleaseAsync(run.Lease, Token);

        Assert.Equal(["a"], await ClaimIdsAsync());
    }

    [Fact]
    public async Task Inbox_HeldRun_TellsItsOwnerAfterTheMessageIsThere()
    {
        await StartAndClaimAsync("a");

        await Store.AppendInboxAsync("a", Message("one"), Token);

        Assert.Equal("a", await Soon(Worker.Told.ReadAsync(Token).AsTask()));
        Assert.Single(await Store.ReadInboxAsync("a", 0, Token));
        Assert.False(OtherWorker.Told.TryRead(out _));
    }

    [Fact]
    public async Task Inbox_SameKey_IsStoredOnceEvenAfterItWasTaken()
    {
        var run = await StartAndClaimAsync("a");

        Assert.Equal(InboxOutcome.Stored, await Store.AppendInboxAsync("a", Message("one", "k"), Token));
        Assert.Equal(InboxOutcome.Duplicate, await Store.AppendInboxAsync("a", Message("again", "k"), Token));
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running), inboxTaken: 1), Token);
        Assert.Equal(InboxOutcome.Duplicate, await Store.AppendInboxAsync("a", Message("again", "k"), Token));
        Assert.Equal(InboxOutcome.Stored, await Store.AppendInboxAsync("a", Message("two", "K"), Token));
        Assert.Equal(InboxOutcome.Stored, await Store.AppendInboxAsync("a", Message("three"), Token));
        Assert.Equal(InboxOutcome.Stored, await Store.AppendInboxAsync("a", Message("three"), Token));

        Assert.Equal(["two", "three", "three"], (await Store.ReadInboxAsync("a", 0, Token)).Select(message => message.Entry.Name));
    }

    [Fact]
    public async Task Inbox_SameKeyManyTimesAtOnce_IsStoredOnce()
    {
        await Store.CreateAsync(NewRun("a"), Token);

        var outcomes = await Soon(Task.WhenAll(Enumerable.Range(0, 16).Select(
            _ => Task.Run(async () => await Store.AppendInboxAsync("a", Message("one", "k"), Token), Token))));

        Assert.Single(outcomes, outcome => outcome == InboxOutcome.Stored);
        Assert.Equal(15, outcomes.Count(outcome => outcome == InboxOutcome.Duplicate));
        Assert.Single(await Store.ReadInboxAsync("a", 0, Token));
    }

    [Fact]
    public async Task Inbox_SameKeyInTwoRuns_IsStoredInBoth()
    {
        await Store.CreateAsync(NewRun("a"), Token);
        await Store.CreateAsync(NewRun("b"), Token);

        Assert.Equal(InboxOutcome.Stored, await Store.AppendInboxAsync("a", Message("one", "k"), Token));
        Assert.Equal(InboxOutcome.Stored, await Store.AppendInboxAsync("b", Message("one", "k"), Token));
    }

    [Fact]
    public async Task Inbox_ManyAtOnce_NumbersHaveNoGaps()
    {
        await Store.CreateAsync(NewRun("a"), Token);

        await Soon(Task.WhenAll(Enumerable.Range(0, 100).Select(
            i => Task.Run(async () => await Store.AppendInboxAsync("a", Message($"m{i}"), Token), Token))));

        var messages = await Store.ReadInboxAsync("a", 0, Token);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), messages.Select(message => message.Sequence));
        Assert.Equal(100, messages.Select(message => message.Entry.Name).Distinct().Count());
    }

    [Fact]
    public async Task Inbox_UnknownRun_IsRefused()
    {
        Assert.Equal(InboxOutcome.RunNotFound, await Store.AppendInboxAsync("unknown", Message("one"), Token));
        Assert.Null(await Store.FindAsync("unknown", Token));
    }

    [Fact]
    public async Task Inbox_FinishedRun_IsRefused()
    {
        await StartAndFinishAsync("a");

        Assert.Equal(InboxOutcome.RunFinished, await Store.AppendInboxAsync("a", Message("one"), Token));
        Assert.Empty(await Store.ReadInboxAsync("a", 0, Token));
    }

    [Fact]
    public async Task Inbox_MessageOfEveryShape_IsKept()
    {
        await Store.CreateAsync(NewRun("a"), Token);
        InboxEntry[] sent =
        [
            new("cancel", null, default, Time.GetUtcNow()),
            new("signal", "Ünï \"quoted\" \\ \t", "\"text\""u8.ToArray(), Time.GetUtcNow(), "clé \"1\""),
            new("signal", "", "null"u8.ToArray(), Time.GetUtcNow(), ""),
            new("signal", "big", System.Text.Encoding.UTF8.GetBytes($"[\"{new string('y', 300_000)}\"]"), Time.GetUtcNow()),
        ];
        foreach (var entry in sent)
        {
            Assert.Equal(InboxOutcome.Stored, await Store.AppendInboxAsync("a", entry, Token));
        }

        if (Persists)
        {
            await ReopenAsync();
        }

        var read = Assert.Single(await Store.ClaimAsync(Claim(), Token)).Inbox;
        foreach (var (expected, actual) in sent.Zip(read.Select(message => message.Entry)))
        {
            Assert.Equal(
                (expected.Kind, expected.Name, expected.SentAt, expected.IdempotencyKey),
                (actual.Kind, actual.Name, actual.SentAt, actual.IdempotencyKey));
            Assert.Equal(expected.Payload.ToArray(), actual.Payload.ToArray());
        }

        Assert.Equal(sent.Length, read.Count);
    }
}
