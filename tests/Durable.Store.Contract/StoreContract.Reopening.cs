using Durable.Storage;
using Durable.Tests.Harness;
using static Durable.Store.Contract.StoreSamples;

namespace Durable.Store.Contract;

// I1, I3.
[Proves("B-JRN-2")]
public abstract partial class StoreContract
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reopen_EverythingAcknowledged_IsThere(bool cleanly)
    {
        Assert.SkipUnless(Persists, "Nothing outlives this store.");
        var wakeAt = Time.GetUtcNow().AddHours(1);
        await StartAndFinishAsync("finished");
        await StartAndParkAsync("sleeping", new(RunStatus.Waiting, wakeAt));
        await StartAndParkAsync("waiting", new(RunStatus.Waiting));
        await StartAndParkAsync("stuck", new(RunStatus.Stuck, Reason: "why"));
        var running = await StartAndClaimAsync("running");
        await Store.AppendInboxAsync("running", Message("one", "k1"), Token);
        await Store.AppendInboxAsync("running", Message("two", "k2"), Token);
        await Store.CommitAsync(Commit(running, 1, new(RunStatus.Running), inboxTaken: 1), Token);
        await Store.CreateAsync(NewRun("pending") with { Tags = new Dictionary<string, string> { ["k"] = "v" } }, Token);

        await (cleanly ? ReopenAsync() : CrashAndReopenAsync());

        Assert.Equal(6, (await QueryIdsAsync(new())).Count);
        var finished = (await Store.FindAsync("finished", Token))!;
        Assert.Equal(RunStatus.Completed, finished.State.Status);
        Assert.Equal(Text(Record(2)), Text(finished.End!.Value));
        Assert.Equal(Text(NewRun("finished").Start), Text(finished.Start));
        Assert.Equal(new RunState(RunStatus.Waiting, wakeAt), (await Store.FindAsync("sleeping", Token))!.State);
        Assert.Equal(new RunState(RunStatus.Waiting), (await Store.FindAsync("waiting", Token))!.State);
        Assert.Equal(new RunState(RunStatus.Stuck, Reason: "why"), (await Store.FindAsync("stuck", Token))!.State);
        Assert.Equal("v", (await Store.FindAsync("pending", Token))!.Tags["k"]);
        Assert.False((await Store.CreateAsync(NewRun("finished"), Token)).Created);
        Assert.Equal(InboxOutcome.Duplicate, await Store.AppendInboxAsync("running", Message("x", "k1"), Token));
        Assert.Equal(InboxOutcome.RunFinished, await Store.AppendInboxAsync("finished", Message("x"), Token));

        var claimed = (await Store.ClaimAsync(Claim(), Token)).ToDictionary(run => run.Run.RunId);
        Assert.Equal(["pending", "running"], claimed.Keys.Order());
        var again = claimed["running"];
        Assert.Equal([(2L, "two")], again.Inbox.Select(message => (message.Sequence, message.Entry.Name)));
        Assert.Equal(2, again.Journal.Count);
        Assert.Equal(cleanly ? 0 : 1, again.Deaths);
        Assert.True(again.Lease.Token > running.Lease.Token);
        Assert.Equal(CommitOutcome.Fenced, await Store.CommitAsync(Commit(running, 2, new(RunStatus.Completed)), Token));
        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Commit(again, 2, new(RunStatus.Completed)), Token));

        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["sleeping"], await ClaimIdsAsync());
    }

    [Fact]
    public async Task Reopen_StuckWithAnEarlierMessage_StaysStuck()
    {
        Assert.SkipUnless(Persists, "Nothing outlives this store.");
        var run = await StartAndClaimAsync("a");
        await Store.AppendInboxAsync("a", Message("before"), Token);
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Stuck, Reason: "why"), records: 0), Token);

        await CrashAndReopenAsync();

        Assert.Empty(await ClaimIdsAsync());
        await Store.AppendInboxAsync("a", Message("after"), Token);
        Assert.Equal(["a"], await ClaimIdsAsync());
    }

    [Fact]
    public async Task Close_WaitersAreLetGo()
    {
        await StartAndClaimAsync("a");
        var end = Store.WaitForEndAsync("a", cancellationToken: Token).AsTask();
        var claimable = Store.WaitForClaimableAsync(Claim(), Token).AsTask();

        await Store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Soon(end));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Soon(claimable));
    }
}
