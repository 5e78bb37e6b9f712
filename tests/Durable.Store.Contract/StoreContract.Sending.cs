using Durable.Storage;
using static Durable.Store.Contract.StoreSamples;

namespace Durable.Store.Contract;

// What a commit does beyond its own run: messages, new runs, the next generation. B-WAIT-3, B-WAIT-8, B-CHILD-1, B-CHILD-2, B-CTL-3, B-WORK-3, I1.
public abstract partial class StoreContract
{
    [Fact]
    public async Task Commit_Message_ReachesAWaitingRunAndMakesItClaimable()
    {
        await StartAndParkAsync("b", new(RunStatus.Waiting));
        var sender = await StartAndClaimAsync("a");

        var outcome = await Store.CommitAsync(Sending(sender, 1, new RunMessage("b", Message("hello", "k"))), Token);

        Assert.Equal(CommitOutcome.Applied, outcome);
        var receiver = Assert.Single(await Store.ClaimAsync(Claim(), Token));
        Assert.Equal("b", receiver.Run.RunId);
        var message = Assert.Single(receiver.Inbox);
        Assert.Equal((1L, "hello", "k"), (message.Sequence, message.Entry.Name, message.Entry.IdempotencyKey));
        Assert.Equal("""{"value":"hello"}""", System.Text.Encoding.UTF8.GetString(message.Entry.Payload.Span));
    }

    [Fact]
    public async Task Commit_Message_TellsTheOwnerOnceItIsThere()
    {
        await Store.CreateAsync(NewRun("b"), Token);
        Assert.Single(await Store.ClaimAsync(Claim(owner: OtherWorker), Token));
        var sender = await StartAndClaimAsync("a");

        await Store.CommitAsync(Sending(sender, 1, new RunMessage("b", Message("hello"))), Token);

        Assert.Equal("b", await Soon(OtherWorker.Told.ReadAsync(Token).AsTask()));
        Assert.Single(await Store.ReadInboxAsync("b", 0, Token));
    }

    [Fact]
    public async Task Commit_MessageWithAKnownKey_IsNotStoredAgain()
    {
        await StartAndParkAsync("b", new(RunStatus.Waiting));
        var sender = await StartAndClaimAsync("a");
        await Store.AppendInboxAsync("b", Message("first", "k1"), Token);
        var messages = new[] { Message("again", "k1"), Message("second", "k2"), Message("again", "k2") };

        await Store.CommitAsync(Sending(sender, 1, [.. messages.Select(message => new RunMessage("b", message))]), Token);

        Assert.Equal(InboxOutcome.Duplicate, await Store.AppendInboxAsync("b", Message("again", "k2"), Token));
        Assert.Equal(["first", "second"], (await Store.ReadInboxAsync("b", 0, Token)).Select(message => message.Entry.Name));
    }

    [Fact]
    public async Task Commit_MessageToAFinishedOrUnknownRun_IsDropped()
    {
        await StartAndFinishAsync("done");
        var sender = await StartAndClaimAsync("a");

        var outcome = await Store.CommitAsync(
            Sending(sender, 1, new RunMessage("done", Message("x")), new RunMessage("nobody", Message("x"))), Token);

        Assert.Equal(CommitOutcome.Applied, outcome);
        Assert.Empty(await Store.ReadInboxAsync("done", 0, Token));
        Assert.Null(await Store.FindAsync("nobody", Token));
        Assert.Empty(await ClaimIdsAsync());
    }

    [Fact]
    public async Task Commit_MessageToItself_ArrivesAfterTheCommit()
    {
        var run = await StartAndClaimAsync("a");

        await Store.CommitAsync(Sending(run, 1, new RunMessage("a", Message("self"))), Token);

        Assert.Equal("a", await Soon(Worker.Told.ReadAsync(Token).AsTask()));
        Assert.Equal(["self"], (await Store.ReadInboxAsync("a", 0, Token)).Select(message => message.Entry.Name));
    }

    [Fact]
    public async Task Commit_Fenced_SendsAndCreatesNothing()
    {
        await StartAndParkAsync("b", new(RunStatus.Waiting));
        var run = await StartAndClaimAsync("a");

        var outcome = await Store.CommitAsync(Creating(run, 7, NewRun("child"), new RunMessage("b", Message("x"))), Token);

        Assert.Equal(CommitOutcome.Fenced, outcome);
        Assert.Null(await Store.FindAsync("child", Token));
        Assert.Empty(await Store.ReadInboxAsync("b", 0, Token));
    }

    [Fact]
    public async Task Commit_NewRun_IsCreatedWithItAndHasTheMessageSentToIt()
    {
        var parent = await StartAndClaimAsync("a");
        var child = NewRun("a/1/child") with { Tags = new Dictionary<string, string> { ["k"] = "v" }, Priority = 3 };

        var outcome = await Store.CommitAsync(Creating(parent, 1, child, new RunMessage(child.RunId, Message("hello"))), Token);

        Assert.Equal(CommitOutcome.Applied, outcome);
        var row = (await Store.FindAsync(child.RunId, Token))!;
        Assert.Equal((RunStatus.Pending, 3, "v", 1), (row.State.Status, row.Priority, row.Tags["k"], row.Length));
        Assert.Equal(Text(child.Start), Text(row.Start));
        Assert.False((await Store.CreateAsync(child, Token)).Created);
        var claimed = Assert.Single(await Store.ClaimAsync(Claim(), Token));
        Assert.Equal("hello", Assert.Single(claimed.Inbox).Entry.Name);
        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Commit(claimed, 1, new(RunStatus.Completed), records: 2), Token));
        Assert.Equal(3, (await JournalAsync(child.RunId)).Count);
    }

    [Fact]
    public async Task Commit_NewRunThatExists_ChangesNothing()
    {
        await StartAndParkAsync("b", new(RunStatus.Waiting));
        await StartAndFinishAsync("taken");
        var parent = await StartAndClaimAsync("a");
        var commit = new RunCommit
        {
            Lease = parent.Lease,
            ExpectedLength = 1,
            Records = [Record(2)],
            State = new(RunStatus.Completed),
            InboxTaken = 0,
            NewRuns = [NewRun("free"), NewRun("taken")],
            Messages = [new RunMessage("b", Message("x"))],
        };

        Assert.Equal(CommitOutcome.RunExists, await Store.CommitAsync(commit, Token));

        Assert.Null(await Store.FindAsync("free", Token));
        Assert.Empty(await Store.ReadInboxAsync("b", 0, Token));
        Assert.Equal(1, (await Store.FindAsync("a", Token))!.Length);
        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Creating(parent, 1, NewRun("free")), Token));
    }

    [Fact]
    public async Task Commit_TwoNewRunsOfOneId_IsRefused()
    {
        var parent = await StartAndClaimAsync("a");
        var commit = new RunCommit
        {
            Lease = parent.Lease,
            ExpectedLength = 1,
            Records = [],
            State = new(RunStatus.Running),
            InboxTaken = 0,
            NewRuns = [NewRun("b"), NewRun("b")],
        };

        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.CommitAsync(commit, Token));

        Assert.Null(await Store.FindAsync("b", Token));
    }

    [Fact]
    public async Task Commit_CreationsOfOneIdAtOnce_ExactlyOneWins()
    {
        for (var round = 0; round < 20; round++)
        {
            var parents = new List<ClaimedRun>();
            for (var i = 0; i < 4; i++)
            {
                parents.Add(await StartAndClaimAsync($"parent-{round}-{i}"));
            }

            var commits = parents.Select(parent => Task.Run(async () => await Store.CommitAsync(Creating(parent, 1, NewRun($"child-{round}")), Token)));
            var creation = Task.Run(async () => await Store.CreateAsync(NewRun($"child-{round}"), Token), Token);
            var outcomes = await Soon(Task.WhenAll(commits));

            var winners = outcomes.Count(outcome => outcome == CommitOutcome.Applied) + ((await Soon(creation)).Created ? 1 : 0);
            Assert.Equal(1, winners);
            Assert.DoesNotContain(CommitOutcome.Fenced, outcomes);
            Assert.Equal([$"child-{round}"], await ClaimIdsAsync());
        }
    }

    [Fact]
    public async Task Create_WithMessages_HasThemFromTheBeginning()
    {
        var run = NewRun("a") with { Messages = [Message("one", "k"), Message("two")] };

        Assert.True((await Store.CreateAsync(run, Token)).Created);

        Assert.Equal(InboxOutcome.Duplicate, await Store.AppendInboxAsync("a", Message("again", "k"), Token));
        Assert.Equal(["one", "two"], Assert.Single(await Store.ClaimAsync(Claim(), Token)).Inbox.Select(message => message.Entry.Name));
        Assert.False((await Store.CreateAsync(run, Token)).Created);
        Assert.Equal(2, (await Store.ReadInboxAsync("a", 0, Token)).Count);
    }

    [Fact]
    public async Task NextGeneration_BeginsWithItsStart_KeepsRowInboxAndLease()
    {
        var created = NewRun("a") with { Tags = new Dictionary<string, string> { ["k"] = "v" } };
        await Store.CreateAsync(created, Token);
        var run = Assert.Single(await Store.ClaimAsync(Claim(), Token));
        await Store.AppendInboxAsync("a", Message("one", "k1"), Token);
        await Store.AppendInboxAsync("a", Message("two"), Token);

        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Continuing(run, 1, created, 2, inboxTaken: 1), Token));

        var row = (await Store.FindAsync("a", Token))!;
        Assert.Equal((2, 1, RunStatus.Running, "v", created.CreatedAt), (row.Generation, row.Length, row.State.Status, row.Tags["k"], row.CreatedAt));
        Assert.Equal(Text(GenerationStart(2)), Text(row.Start));
        Assert.Equal([Text(GenerationStart(2))], await JournalAsync("a"));
        Assert.Equal(["two"], (await Store.ReadInboxAsync("a", 0, Token)).Select(message => message.Entry.Name));
        Assert.Equal(InboxOutcome.Duplicate, await Store.AppendInboxAsync("a", Message("again", "k1"), Token));
        Assert.Equal(CommitOutcome.Fenced, await Store.CommitAsync(Commit(run, 2, new(RunStatus.Running)), Token));
        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running)), Token));
        await Store.ReleaseAsync(run.Lease, Token);
        Assert.Equal(2, Assert.Single(await Store.ClaimAsync(Claim(), Token)).Journal.Count);
    }

    [Fact]
    public async Task NextGeneration_EveryOneBefore_StaysReadable()
    {
        var run = await StartAndClaimAsync("a");
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running), records: 2), Token);
        await Store.CommitAsync(Continuing(run, 3, NewRun("a"), 2), Token);
        await Store.CommitAsync(Continuing(run, 1, NewRun("a"), 3), Token);
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Completed), records: 2), Token);

        await AssertGenerationsAsync();
        if (Persists)
        {
            await CrashAndReopenAsync();
            await AssertGenerationsAsync();
        }

        async Task AssertGenerationsAsync()
        {
            var counts = new List<int>();
            for (var generation = 0; generation <= 4; generation++)
            {
                counts.Add(await CountAsync(generation));
            }

            Assert.Equal([0, 4, 2, 3, 0], counts);
            Assert.Equal(3, (await JournalAsync("a")).Count);
            Assert.Equal(3, (await Store.FindAsync("a", Token))!.Generation);
        }

        async Task<int> CountAsync(int generation)
        {
            var count = 0;
            await foreach (var entry in Store.ReadJournalAsync("a", generation, cancellationToken: Token))
            {
                Assert.Equal(++count, entry.Position);
            }

            return count;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reopen_WhatCommitsSentAndCreated_IsThere(bool cleanly)
    {
        Assert.SkipUnless(Persists, "Nothing outlives this store.");
        await StartAndParkAsync("receiver", new(RunStatus.Waiting));
        await Store.CreateAsync(NewRun("greeted") with { Messages = [Message("early", "k")] }, Token);
        var parent = Assert.Single(await Store.ClaimAsync(Claim(), Token));
        var child = NewRun("child \"1\"\u00e9") with { Tags = new Dictionary<string, string> { ["k"] = "v" } };
        await Store.CommitAsync(Creating(
            parent,
            1,
            child,
            new RunMessage("receiver", Message("one", "k1")),
            new RunMessage("receiver", new InboxEntry("signal", "lines", "{\n}"u8.ToArray(), Time.GetUtcNow())),
            new RunMessage("receiver", new InboxEntry("cancel", null, default, Time.GetUtcNow()))), Token);
        await Store.CommitAsync(Continuing(parent, 2, NewRun(parent.Run.RunId), 2), Token);
        await Store.ReleaseAsync(parent.Lease, Token);

        await (cleanly ? ReopenAsync() : CrashAndReopenAsync());

        Assert.Equal(InboxOutcome.Duplicate, await Store.AppendInboxAsync("receiver", Message("x", "k1"), Token));
        var claimed = (await Store.ClaimAsync(Claim(), Token)).ToDictionary(run => run.Run.RunId);
        Assert.Equal(["child \"1\"\u00e9", "greeted", "receiver"], claimed.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["early"], claimed["greeted"].Inbox.Select(message => message.Entry.Name));
        Assert.Equal(2, claimed["greeted"].Run.Generation);
        Assert.Equal([Text(GenerationStart(2))], claimed["greeted"].Journal.Select(Text));
        Assert.Equal(["one", "lines", null], claimed["receiver"].Inbox.Select(message => message.Entry.Name));
        Assert.Equal("{\n}"u8.ToArray(), claimed["receiver"].Inbox[1].Entry.Payload.ToArray());
        Assert.Equal("v", claimed[child.RunId].Run.Tags["k"]);
        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Commit(claimed[child.RunId], 1, new(RunStatus.Completed)), Token));
        Assert.Equal(2, (await JournalAsync(child.RunId)).Count);
    }

    private static JournalEntry GenerationStart(int generation) => Record(1, $"generation {generation}");

    private static RunCommit Sending(ClaimedRun run, int length, params RunMessage[] messages) => new()
    {
        Lease = run.Lease,
        ExpectedLength = length,
        Records = [Record(length + 1)],
        State = new RunState(RunStatus.Running),
        InboxTaken = 0,
        Messages = messages,
    };

    private static RunCommit Creating(ClaimedRun run, int length, NewRun created, params RunMessage[] messages) => new()
    {
        Lease = run.Lease,
        ExpectedLength = length,
        Records = [Record(length + 1)],
        State = new RunState(RunStatus.Running),
        InboxTaken = 0,
        NewRuns = [created],
        Messages = messages,
    };

    private static RunCommit Continuing(ClaimedRun run, int length, NewRun created, int generation, long inboxTaken = 0) => new()
    {
        Lease = run.Lease,
        ExpectedLength = length,
        Records = [Record(length + 1)],
        State = new RunState(RunStatus.Running),
        InboxTaken = inboxTaken,
        NextGeneration = created with { Generation = generation, Start = GenerationStart(generation) },
    };
}
