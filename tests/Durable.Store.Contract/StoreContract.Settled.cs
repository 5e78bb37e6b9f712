using Durable.Storage;
using static Durable.Store.Contract.StoreSamples;

namespace Durable.Store.Contract;

// Runs that nobody works on: brought back to life, deleted. And runs that begin with a history.
public abstract partial class StoreContract
{
    [Theory]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.CompensationFailed)]
    [InlineData(RunStatus.Cancelled)]
    public async Task Reopen_EndedRun_IsClaimableWithItsWholeJournal(RunStatus status)
    {
        await StartAndEndAsync("a", status);

        Assert.Equal(ReopenOutcome.Reopened, await Store.ReopenAsync(Reopening("a", 2), Token));

        var row = (await Store.FindAsync("a", Token))!;
        Assert.Equal((RunStatus.Running, 3, null), (row.State.Status, row.Length, row.End));
        var run = Assert.Single(await Store.ClaimAsync(Claim(), Token));
        Assert.Equal(["a"], await QueryIdsAsync(new()));
        Assert.Equal(3, run.Journal.Count);
        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Commit(run, 3, new(RunStatus.Completed)), Token));
        Assert.Equal(["a"], await QueryIdsAsync(new()));
        Assert.Empty(await QueryIdsAsync(new() { Statuses = [status] }));
        Assert.Equal(4, (await JournalAsync("a")).Count);
    }

    [Fact]
    public async Task Reopen_StuckRun_IsClaimable()
    {
        await StartAndParkAsync("a", new(RunStatus.Stuck, Reason: "because"));
        await Store.AppendInboxAsync("a", Message("later"), Token);

        Assert.Equal(ReopenOutcome.Reopened, await Store.ReopenAsync(Reopening("a", 2), Token));

        var run = Assert.Single(await Store.ClaimAsync(Claim(), Token));
        Assert.Equal((3, 1, null), (run.Journal.Count, run.Inbox.Count, run.Run.State.Reason));
    }

    [Fact]
    public async Task Reopen_RunThatGoesOnOrHasAnotherJournal_ChangesNothing()
    {
        var live = await StartAndClaimAsync("live");
        Assert.Equal(ReopenOutcome.Changed, await Store.ReopenAsync(Reopening("live", 1), Token));
        await Store.CommitAsync(Commit(live, 1, new(RunStatus.Waiting)), Token);
        await Store.ReleaseAsync(live.Lease, Token);
        Assert.Equal(ReopenOutcome.Changed, await Store.ReopenAsync(Reopening("live", 2), Token));
        await StartAndEndAsync("ended", RunStatus.Failed);
        Assert.Equal(ReopenOutcome.Changed, await Store.ReopenAsync(Reopening("ended", 1), Token));
        Assert.Equal(ReopenOutcome.RunNotFound, await Store.ReopenAsync(Reopening("nobody", 1), Token));

        Assert.Equal(RunStatus.Failed, (await Store.FindAsync("ended", Token))!.State.Status);
        Assert.Equal(2, (await JournalAsync("ended")).Count);
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ReopenAsync(Reopening("ended", 2, RunStatus.Completed), Token).AsTask());
    }

    [Fact]
    public async Task Reopen_ManyAtOnce_OneWins()
    {
        await StartAndEndAsync("a", RunStatus.Failed);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Store.ReopenAsync(Reopening("a", 2), Token).AsTask())));

        Assert.Single(outcomes, ReopenOutcome.Reopened);
        Assert.Equal(3, (await JournalAsync("a")).Count);
    }

    [Fact]
    public async Task Reopen_OldMessages_KeysOfTakenOnesCountAndTheRestIsGone()
    {
        var run = await StartAndClaimAsync("a");
        await Store.AppendInboxAsync("a", Message("taken", "k1"), Token);
        await Store.AppendInboxAsync("a", Message("untaken", "k2"), Token);
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Failed), inboxTaken: 1), Token);

        await Store.ReopenAsync(Reopening("a", 2), Token);

        Assert.Empty(await Store.ReadInboxAsync("a", 0, Token));
        Assert.Equal(InboxOutcome.Duplicate, await Store.AppendInboxAsync("a", Message("taken", "k1"), Token));
        Assert.Equal(InboxOutcome.Stored, await Store.AppendInboxAsync("a", Message("untaken", "k2"), Token));
        var again = Assert.Single(await Store.ClaimAsync(Claim(), Token));
        Assert.Equal("untaken", Assert.Single(again.Inbox).Entry.Name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reopen_ThenTheStoreIsOpenedAgain_IsStillThere(bool cleanly)
    {
        Assert.SkipUnless(Persists, "This store is gone with its object.");
        await StartAndEndAsync("a", RunStatus.Failed);
        await StartAndEndAsync("b", RunStatus.Failed);
        await FillAsync(20);
        await Store.ReopenAsync(Reopening("a", 2), Token);
        await Store.ReopenAsync(Reopening("b", 2), Token);
        var b = (await Store.ClaimAsync(Claim(), Token)).Single(run => run.Run.RunId == "b");
        await Store.CommitAsync(Commit(b, 3, new(RunStatus.Completed)), Token);
        await FillAsync(20, "y");

        for (var i = 0; i < 2; i++)
        {
            await (cleanly ? ReopenAsync() : CrashAndReopenAsync());

            Assert.Equal((RunStatus.Running, 3), ((await Store.FindAsync("a", Token))!.State.Status, (await JournalAsync("a")).Count));
            Assert.Equal((RunStatus.Completed, 4), ((await Store.FindAsync("b", Token))!.State.Status, (await JournalAsync("b")).Count));
            Assert.Equal(42, (await QueryIdsAsync(new())).Count);
        }

        var run = (await Store.ClaimAsync(Claim(), Token)).Single();
        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Commit(run, 3, new(RunStatus.Completed)), Token));
    }

    [Fact]
    public async Task Delete_EndedRun_IsGoneAndItsIdIsFree()
    {
        await StartAndEndAsync("a", RunStatus.Completed);
        await StartAndEndAsync("b", RunStatus.Completed);

        Assert.Equal(DeleteOutcome.Deleted, await Store.DeleteAsync("a", Token));

        Assert.Null(await Store.FindAsync("a", Token));
        Assert.Empty(await JournalAsync("a"));
        Assert.Equal(["b"], await QueryIdsAsync(new()));
        Assert.Null(await Soon(Store.WaitForEndAsync("a", cancellationToken: Token).AsTask()));
        Assert.Equal(DeleteOutcome.RunNotFound, await Store.DeleteAsync("a", Token));
        Assert.Equal(InboxOutcome.RunNotFound, await Store.AppendInboxAsync("a", Message("x"), Token));
        Assert.True((await Store.CreateAsync(NewRun("a"), Token)).Created);
        Assert.Equal(1, Assert.Single(await Store.ClaimAsync(Claim(), Token)).Run.Length);
    }

    [Fact]
    public async Task Delete_RunThatHasNotEnded_ChangesNothing()
    {
        await StartAndParkAsync("stuck", new(RunStatus.Stuck, Reason: "because"));
        await Store.CreateAsync(NewRun("new"), Token);

        Assert.Equal(DeleteOutcome.RunNotFinished, await Store.DeleteAsync("stuck", Token));
        Assert.Equal(DeleteOutcome.RunNotFinished, await Store.DeleteAsync("new", Token));
        Assert.Equal(DeleteOutcome.RunNotFound, await Store.DeleteAsync("nobody", Token));

        Assert.Equal(2, (await QueryIdsAsync(new())).Count);
    }

    [Fact]
    public async Task Delete_ManyAtOnce_OneDeletesAndTheOthersFindNothing()
    {
        await StartAndEndAsync("a", RunStatus.Completed);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Store.DeleteAsync("a", Token).AsTask())));

        Assert.Single(outcomes, DeleteOutcome.Deleted);
        Assert.Equal(19, outcomes.Count(outcome => outcome == DeleteOutcome.RunNotFound));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delete_ThenTheStoreIsOpenedAgain_StaysGone(bool cleanly)
    {
        Assert.SkipUnless(Persists, "This store is gone with its object.");
        await StartAndEndAsync("early", RunStatus.Completed);
        await StartAndEndAsync("again", RunStatus.Completed);
        await FillAsync(20);
        await StartAndEndAsync("late", RunStatus.Completed);
        await Store.DeleteAsync("early", Token);
        await Store.DeleteAsync("late", Token);
        await Store.DeleteAsync("again", Token);
        await Store.CreateAsync(NewRun("again"), Token);
        await FillAsync(20, "y");

        for (var i = 0; i < 2; i++)
        {
            await (cleanly ? ReopenAsync() : CrashAndReopenAsync());

            Assert.Null(await Store.FindAsync("early", Token));
            Assert.Null(await Store.FindAsync("late", Token));
            Assert.Equal(RunStatus.Pending, (await Store.FindAsync("again", Token))!.State.Status);
            Assert.Equal(41, (await QueryIdsAsync(new())).Count);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Create_WithHistory_IsTheJournalFromTheBeginning(bool reopen)
    {
        Assert.SkipWhen(reopen && !Persists, "This store is gone with its object.");
        var outcome = await Store.CreateAsync(NewRun("a") with { History = [Record(2, "x"), Record(3, "y")] }, Token);
        Assert.Equal((true, 3), (outcome.Created, outcome.Run.Length));
        if (reopen)
        {
            await ReopenAsync();
        }

        var run = Assert.Single(await Store.ClaimAsync(Claim(), Token));
        Assert.Equal((3, Text(Record(3, "y"))), (run.Run.Length, Text(run.Journal[2])));
        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Commit(run, 3, new(RunStatus.Completed)), Token));
        Assert.Equal([Text(run.Run.Start), Text(Record(2, "x")), Text(Record(3, "y")), Text(Record(4))], await JournalAsync("a"));
        Assert.Equal(4, (await Store.FindAsync("a", Token))!.End!.Value.Position);
    }

    private static RunReopening Reopening(string runId, int length, RunStatus status = RunStatus.Running) => new()
    {
        RunId = runId,
        ExpectedLength = length,
        Records = [Record(length + 1, "again")],
        State = new RunState(status),
    };

    private async Task StartAndEndAsync(string runId, RunStatus status)
    {
        await Store.CreateAsync(NewRun(runId), Token);
        var claimed = await Store.ClaimAsync(Claim(), Token);
        foreach (var run in claimed)
        {
            if (run.Run.RunId == runId)
            {
                Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Commit(run, 1, new(status)), Token));
            }
            else
            {
                await Store.ReleaseAsync(run.Lease, Token);
            }
        }
    }

    /// <summary>Enough runs that come and end to begin new segments where those are small.</summary>
    private async Task FillAsync(int runs, string prefix = "x")
    {
        for (var i = 0; i < runs; i++)
        {
            await StartAndEndAsync($"{prefix}{i}", RunStatus.Completed);
        }
    }
}
