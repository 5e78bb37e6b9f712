using Durable.Storage;
using Durable.Tests.Harness;
using static Durable.Store.Contract.StoreSamples;

namespace Durable.Store.Contract;

[Proves("B-RUN-5")]
[Proves("B-RUN-6")]
[Proves("B-WORK-1")]
[Proves("B-WAIT-1")]
public abstract partial class StoreContract
{
    [Fact]
    public async Task Claim_NothingThere_ReturnsNothing() => Assert.Empty(await ClaimIdsAsync());

    [Fact]
    public async Task Claim_DueRun_BringsRowJournalAndInbox()
    {
        var run = NewRun("a") with { Tags = new Dictionary<string, string> { ["k"] = "v" } };
        await Store.CreateAsync(run, Token);
        await Store.AppendInboxAsync("a", Message("hello", "key-1"), Token);

        var claimed = Assert.Single(await Store.ClaimAsync(Claim(), Token));

        Assert.Equal("a", claimed.Lease.RunId);
        Assert.Equal(Worker.WorkerId, claimed.Run.Owner);
        Assert.Equal("v", claimed.Run.Tags["k"]);
        Assert.Equal(Text(run.Start), Text(claimed.Run.Start));
        Assert.Equal([Text(run.Start)], claimed.Journal.Select(Text));
        var message = Assert.Single(claimed.Inbox);
        Assert.Equal(1, message.Sequence);
        Assert.Equal(("signal", "hello", "key-1"), (message.Entry.Kind, message.Entry.Name, message.Entry.IdempotencyKey));
        Assert.Equal(Message("hello").Payload.ToArray(), message.Entry.Payload.ToArray());
        Assert.Equal(Time.GetUtcNow(), message.Entry.SentAt);
        Assert.Equal((0, 0), (claimed.Deaths, claimed.DeathsAlone));
    }

    [Fact, Proves("B-RUN-5")]
    public async Task Claim_Order_IsPriorityThenDueTimeThenCreationThenId()
    {
        var now = Time.GetUtcNow();
        await Store.CreateAsync(NewRun("late") with { CreatedAt = now.AddSeconds(-1) }, Token);
        await Store.CreateAsync(NewRun("b") with { CreatedAt = now.AddSeconds(-2) }, Token);
        await Store.CreateAsync(NewRun("a") with { CreatedAt = now.AddSeconds(-2) }, Token);
        await Store.CreateAsync(NewRun("B") with { CreatedAt = now.AddSeconds(-2) }, Token);
        await Store.CreateAsync(NewRun("due-later-born-earlier") with { CreatedAt = now.AddSeconds(-9), StartAt = now }, Token);
        await Store.CreateAsync(NewRun("same-due-born-first") with { CreatedAt = now.AddSeconds(-8), StartAt = now.AddSeconds(-1) }, Token);
        await Store.CreateAsync(NewRun("high") with { Priority = 2 }, Token);
        await Store.CreateAsync(NewRun("low") with { Priority = -1, CreatedAt = now.AddDays(-1) }, Token);
        await Store.CreateAsync(NewRun("other") with { Priority = 1, Workflow = "refund", Queue = "bulk" }, Token);

        var first = await ClaimIdsAsync(Claim(max: 4));
        var rest = await ClaimIdsAsync();

        Assert.Equal(["high", "other", "B", "a"], first);
        Assert.Equal(["b", "same-due-born-first", "late", "due-later-born-earlier", "low"], rest);
    }

    [Fact]
    public async Task Claim_Max_IsNotExceededAndNothingIsClaimedTwice()
    {
        foreach (var i in Enumerable.Range(0, 10))
        {
            await Store.CreateAsync(NewRun($"r{i}"), Token);
        }

        var claims = await Soon(Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ClaimIdsAsync(Claim(max: 2)), Token))));

        Assert.All(claims, claim => Assert.InRange(claim.Length, 0, 2));
        Assert.Equal(10, claims.SelectMany(claim => claim).Distinct().Count());
        Assert.Equal(10, claims.Sum(claim => claim.Length));
    }

    [Fact]
    public async Task Claim_OtherQueueOrWorkflowOrVersion_IsLeftForOthers()
    {
        await Store.CreateAsync(NewRun("queue") with { Queue = "gpu" }, Token);
        await Store.CreateAsync(NewRun("workflow") with { Workflow = "unknown" }, Token);
        await Store.CreateAsync(NewRun("version") with { Version = 9 }, Token);

        Assert.Empty(await ClaimIdsAsync());

        var gpu = Claim() with { Queues = new HashSet<string> { "gpu" } };
        Assert.Equal(["queue"], await ClaimIdsAsync(gpu));
        var newer = Claim() with { Workflows = new HashSet<(string, int)> { ("order", 9), ("unknown", 1) } };
        Assert.Equal(["version", "workflow"], await ClaimIdsAsync(newer));
    }

    [Fact]
    public async Task Claim_StartAt_IsTakenAtThatTimeAndNotBefore()
    {
        await Store.CreateAsync(NewRun("a") with { StartAt = Time.GetUtcNow().AddSeconds(10) }, Token);

        Time.Advance(TimeSpan.FromMilliseconds(9_999));
        Assert.Empty(await ClaimIdsAsync());
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["a"], await ClaimIdsAsync());
    }

    [Fact]
    public async Task Claim_WaitingWithWakeAt_IsTakenAtThatTimeAndNotBefore()
    {
        var wakeAt = Time.GetUtcNow().AddDays(3_650);
        await StartAndParkAsync("a", new(RunStatus.Waiting, wakeAt));

        Time.Advance(wakeAt - Time.GetUtcNow() - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await ClaimIdsAsync());
        Time.Advance(TimeSpan.FromMilliseconds(1));
        var claimed = Assert.Single(await Store.ClaimAsync(Claim(), Token));

        Assert.Equal([Text(NewRun("a").Start), Text(Record(2))], claimed.Journal.Select(Text));
        Assert.Equal(new RunState(RunStatus.Waiting, wakeAt), claimed.Run.State);
    }

    [Theory]
    [InlineData(RunStatus.Waiting)]
    [InlineData(RunStatus.Paused)]
    [InlineData(RunStatus.Stuck)]
    public async Task Claim_ParkedWithoutWakeAt_IsTakenOnlyAfterAMessage(RunStatus status)
    {
        await StartAndParkAsync("a", new(status, Reason: status == RunStatus.Stuck ? "why" : null));
        Time.Advance(TimeSpan.FromDays(400));
        Assert.Empty(await ClaimIdsAsync());

        await Store.AppendInboxAsync("a", Message("go"), Token);

        Assert.Equal(["a"], await ClaimIdsAsync());
    }

    [Theory]
    [InlineData(RunStatus.Running)]
    [InlineData(RunStatus.Compensating)]
    [InlineData(RunStatus.Pending)]
    public async Task Claim_BusyWithoutWakeAt_IsTakenAtOnce(RunStatus status)
    {
        await StartAndParkAsync("a", new(status));

        Assert.Equal(["a"], await ClaimIdsAsync());
    }

    [Fact]
    public async Task Claim_Stuck_IsNotTakenForAMessageThatWasThereBefore()
    {
        // Otherwise it would be claimed, get stuck and be claimed again for ever (B-JRN-6).
        var run = await StartAndClaimAsync("a");
        await Store.AppendInboxAsync("a", Message("before"), Token);
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Stuck, Reason: "it does not fit"), records: 0), Token);
        await Store.ReleaseAsync(run.Lease, Token);

        Assert.Empty(await ClaimIdsAsync());
        Assert.Equal("it does not fit", (await Store.FindAsync("a", Token))!.State.Reason);

        await Store.AppendInboxAsync("a", Message("after"), Token);
        var claimed = Assert.Single(await Store.ClaimAsync(Claim(), Token));
        Assert.Equal(["before", "after"], claimed.Inbox.Select(message => message.Entry.Name));
    }

    [Fact]
    public async Task Claim_Stuck_IsTakenForAMessageThatCameBeforeAndWasNotSeen()
    {
        var run = await StartAndClaimAsync("a");
        await Store.AppendInboxAsync("a", Message("seen"), Token);
        await Store.AppendInboxAsync("a", Message("unseen"), Token);
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Stuck, Reason: "it does not fit"), records: 0) with { InboxSeen = 1 }, Token);
        await Store.ReleaseAsync(run.Lease, Token);

        var claimed = Assert.Single(await Store.ClaimAsync(Claim(), Token));
        Assert.Equal(["seen", "unseen"], claimed.Inbox.Select(message => message.Entry.Name));
        await Store.CommitAsync(Commit(claimed, 1, new(RunStatus.Stuck, Reason: "it does not fit"), records: 0) with { InboxSeen = 2 }, Token);
        await Store.ReleaseAsync(claimed.Lease, Token);

        Assert.Empty(await ClaimIdsAsync());
    }

    [Fact]
    public async Task Claim_WaitingWithMessage_OrdersByTheTimeItWasSent()
    {
        await StartAndParkAsync("waiting", new(RunStatus.Waiting));
        Time.Advance(TimeSpan.FromSeconds(1));
        await Store.CreateAsync(NewRun("older"), Token);
        Time.Advance(TimeSpan.FromSeconds(1));
        await Store.AppendInboxAsync("waiting", Message("go"), Token);
        Time.Advance(TimeSpan.FromSeconds(1));
        await Store.CreateAsync(NewRun("younger"), Token);

        Assert.Equal(["older", "waiting", "younger"], await ClaimIdsAsync());
    }

    [Fact]
    public async Task Claim_FinishedRun_IsNeverTaken()
    {
        await StartAndFinishAsync("a");
        Time.Advance(TimeSpan.FromDays(1));

        Assert.Empty(await ClaimIdsAsync());
    }

    [Fact]
    public async Task WaitForClaimable_SomethingIsThere_CompletesAtOnce()
    {
        await Store.CreateAsync(NewRun("a"), Token);

        await Soon(Store.WaitForClaimableAsync(Claim(), Token).AsTask());
    }

    [Fact]
    public async Task WaitForClaimable_RunCreated_Completes()
    {
        var wait = Store.WaitForClaimableAsync(Claim(), Token).AsTask();
        Assert.False(wait.IsCompleted);

        await Store.CreateAsync(NewRun("a"), Token);

        await Soon(wait);
        Assert.Equal(["a"], await ClaimIdsAsync());
    }

    [Fact]
    public async Task WaitForClaimable_TimeComes_Completes()
    {
        await StartAndParkAsync("b", new(RunStatus.Waiting, Time.GetUtcNow().AddHours(2)));
        await StartAndParkAsync("a", new(RunStatus.Waiting, Time.GetUtcNow().AddHours(1)));
        var wait = Store.WaitForClaimableAsync(Claim(), Token).AsTask();

        Time.Advance(TimeSpan.FromMinutes(59));
        Assert.False(wait.IsCompleted);
        Time.Advance(TimeSpan.FromMinutes(1));

        await Soon(wait);
        Assert.Equal(["a"], await ClaimIdsAsync());
    }

    [Fact]
    public async Task WaitForClaimable_MessageToAWaitingRun_Completes()
    {
        await StartAndParkAsync("a", new(RunStatus.Waiting));
        var wait = Store.WaitForClaimableAsync(Claim(), Token).AsTask();

        await Store.AppendInboxAsync("a", Message("go"), Token);

        await Soon(wait);
    }

    [Fact]
    public async Task WaitForClaimable_LeaseGivenBack_Completes()
    {
        var run = await StartAndClaimAsync("a");
        var wait = Store.WaitForClaimableAsync(Claim(), Token).AsTask();
        Assert.False(wait.IsCompleted);

        await Store.ReleaseAsync(run.Lease, Token);

        await Soon(wait);
    }

    [Fact]
    public async Task WaitForClaimable_Cancelled_ThrowsAndLeavesNothingBehind()
    {
        using var source = new CancellationTokenSource();
        var wait = Store.WaitForClaimableAsync(Claim(), source.Token).AsTask();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(wait));
        await Store.CreateAsync(NewRun("a"), Token);
        Assert.Equal(["a"], await ClaimIdsAsync());
    }

    [Fact]
    public async Task WaitForClaimable_SeveralWaiters_AllWhoseRequestFitsComplete()
    {
        var first = Store.WaitForClaimableAsync(Claim(), Token).AsTask();
        var second = Store.WaitForClaimableAsync(Claim(owner: OtherWorker), Token).AsTask();

        await Store.CreateAsync(NewRun("a"), Token);

        await Soon(Task.WhenAll(first, second));
    }
}
