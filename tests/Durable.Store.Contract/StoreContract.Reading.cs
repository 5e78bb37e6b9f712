using Durable.Storage;
using Durable.Tests.Harness;
using static Durable.Store.Contract.StoreSamples;

namespace Durable.Store.Contract;

[Proves("B-RUN-3")]
[Proves("B-SHOW-3")]
public abstract partial class StoreContract
{
    [Fact]
    public async Task Find_UnknownRun_IsNull()
    {
        Assert.Null(await Store.FindAsync("unknown", Token));
        Assert.Empty(await JournalAsync("unknown"));
    }

    [Fact]
    public async Task Query_Empty_ReturnsAllNewestFirstThenById()
    {
        var now = Time.GetUtcNow();
        await Store.CreateAsync(NewRun("b") with { CreatedAt = now }, Token);
        await Store.CreateAsync(NewRun("a") with { CreatedAt = now }, Token);
        await Store.CreateAsync(NewRun("C") with { CreatedAt = now }, Token);
        await Store.CreateAsync(NewRun("older") with { CreatedAt = now.AddSeconds(-1) }, Token);
        await Store.CreateAsync(NewRun("newer") with { CreatedAt = now.AddSeconds(1) }, Token);

        Assert.Equal(["newer", "C", "a", "b", "older"], await QueryIdsAsync(new()));
    }

    [Fact]
    public async Task Query_Filters_MustAllHold()
    {
        var now = Time.GetUtcNow();
        await StartAndFinishAsync("done");
        await Store.CreateAsync(NewRun("refund") with { Workflow = "refund", CreatedAt = now.AddSeconds(10) }, Token);
        await Store.CreateAsync(
            NewRun("tagged") with
            {
                CreatedAt = now.AddSeconds(20),
                Tags = new Dictionary<string, string> { ["customer"] = "c1", ["region"] = "eu" },
            },
            Token);

        Assert.Equal(["tagged", "done"], await QueryIdsAsync(new() { Workflow = "order" }));
        Assert.Equal(["done"], await QueryIdsAsync(new() { Statuses = [RunStatus.Completed, RunStatus.Failed] }));
        Assert.Equal(["tagged", "refund"], await QueryIdsAsync(new() { Statuses = [RunStatus.Pending] }));
        Assert.Equal(["tagged"], await QueryIdsAsync(new() { Tags = new Dictionary<string, string> { ["customer"] = "c1" } }));
        Assert.Empty(await QueryIdsAsync(new() { Tags = new Dictionary<string, string> { ["customer"] = "c1", ["region"] = "us" } }));
        Assert.Equal(["tagged", "refund"], await QueryIdsAsync(new() { CreatedFrom = now.AddSeconds(10) }));
        Assert.Equal(["done"], await QueryIdsAsync(new() { CreatedBefore = now.AddSeconds(10) }));
        Assert.Equal(["refund"], await QueryIdsAsync(new() { CreatedFrom = now.AddSeconds(10), CreatedBefore = now.AddSeconds(20) }));
        Assert.Empty(await QueryIdsAsync(new() { Workflow = "refund", Statuses = [RunStatus.Completed] }));
        Assert.Empty(await QueryIdsAsync(new() { Workflow = "unknown" }));
    }

    // B-POL-2.
    [Fact]
    public async Task Query_Space_ReturnsOnlyKeysThatLieInIt()
    {
        var now = Time.GetUtcNow();
        string[] keys = ["a", "acme\u001Fa", "acme\u001F\u001Fschedule\u001Fa", "acm\u001Fa", "\u001Fschedule\u001Fa"];
        for (var i = 0; i < keys.Length; i++)
        {
            await Store.CreateAsync(NewRun(keys[i]) with { CreatedAt = now.AddSeconds(-i) }, Token);
        }

        Assert.Equal(keys, await QueryIdsAsync(new()));
        Assert.All(keys, key => Assert.Equal([key], QueryIdsAsync(new() { Space = RunKey.SpaceOf(key) }).GetAwaiter().GetResult()));
        Assert.Empty(await QueryIdsAsync(new() { Space = "ac\u001F" }));
        Assert.Equal(keys[2], (await Store.FindAsync(keys[2], Token))!.RunId);
    }

    [Fact]
    public async Task Query_RunEndsMeanwhile_IsReturnedOnce()
    {
        await Store.CreateAsync(NewRun("b"), Token);
        await Store.CreateAsync(NewRun("a"), Token);
        var claimed = await Store.ClaimAsync(Claim(), Token);

        var ids = new List<string>();
        await foreach (var row in Store.QueryAsync(new(), Token))
        {
            ids.Add(row.RunId);
            foreach (var run in claimed)
            {
                await Store.CommitAsync(Commit(run, 1, new(RunStatus.Completed)), Token);
            }
        }

        Assert.Equal(["a", "b"], ids);
    }

    [Fact]
    public async Task WaitForEnd_UnknownRun_IsNull() => Assert.Null(await Soon(Store.WaitForEndAsync("unknown", cancellationToken: Token).AsTask()));

    [Fact]
    public async Task WaitForEnd_FinishedRun_ReturnsItAtOnce()
    {
        await StartAndFinishAsync("a");

        var row = await Soon(Store.WaitForEndAsync("a", cancellationToken: Token).AsTask());

        Assert.Equal(RunStatus.Completed, row!.State.Status);
        Assert.Equal(Text(Record(2)), Text(row.End!.Value));
    }

    [Fact]
    public async Task WaitForEnd_RunEndsLater_AllWaitersGetTheRow()
    {
        var run = await StartAndClaimAsync("a");
        var waits = Enumerable.Range(0, 3).Select(_ => Store.WaitForEndAsync("a", cancellationToken: Token).AsTask()).ToList();
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running)), Token);
        Assert.DoesNotContain(waits, wait => wait.IsCompleted);

        await Store.CommitAsync(Commit(run, 2, new(RunStatus.Failed)), Token);

        foreach (var row in await Soon(Task.WhenAll(waits)))
        {
            Assert.Equal(RunStatus.Failed, row!.State.Status);
            Assert.Equal(Text(Record(3)), Text(row.End!.Value));
        }
    }

    [Fact]
    public async Task WaitForEnd_StuckRunWasSentAMessageSince_WaitsForWhatComesOfIt()
    {
        var run = await StartAndClaimAsync("a");
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Stuck, Reason: "why"), records: 0), Token);
        await Store.ReleaseAsync(run.Lease, Token);

        await Store.AppendInboxAsync("a", Message("retry"), Token);
        var wait = Store.WaitForEndAsync("a", cancellationToken: Token).AsTask();
        Assert.False(wait.IsCompleted);
        var again = Assert.Single(await Store.ClaimAsync(Claim(), Token));
        await Store.CommitAsync(Commit(again, 1, new(RunStatus.Stuck, Reason: "again"), records: 0), Token);

        Assert.Equal("again", (await Soon(wait))!.State.Reason);
    }

    [Fact]
    public async Task WaitForEnd_RunGetsStuck_ReturnsItAndWaitsAnewOnceItGoesOn()
    {
        var run = await StartAndClaimAsync("a");
        var wait = Store.WaitForEndAsync("a", cancellationToken: Token).AsTask();

        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Stuck, Reason: "why"), records: 0), Token);

        Assert.Equal("why", (await Soon(wait))!.State.Reason);
        Assert.Equal(RunStatus.Stuck, (await Soon(Store.WaitForEndAsync("a", cancellationToken: Token).AsTask()))!.State.Status);
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running)), Token);
        var again = Store.WaitForEndAsync("a", cancellationToken: Token).AsTask();
        Assert.False(again.IsCompleted);
        await Store.CommitAsync(Commit(run, 2, new(RunStatus.Completed)), Token);
        Assert.Equal(RunStatus.Completed, (await Soon(again))!.State.Status);
    }

    [Fact]
    public async Task WaitForEnd_Cancelled_ThrowsAndOthersGoOn()
    {
        var run = await StartAndClaimAsync("a");
        using var source = new CancellationTokenSource();
        var cancelled = Store.WaitForEndAsync("a", cancellationToken: source.Token).AsTask();
        var other = Store.WaitForEndAsync("a", cancellationToken: Token).AsTask();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(cancelled));
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Completed)), Token);
        Assert.NotNull(await Soon(other));
    }

    [Fact]
    public async Task ReadJournal_AfterAPosition_ReturnsTheRest()
    {
        var run = await StartAndClaimAsync("a");
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running), records: 3), Token);
        await Store.CommitAsync(Commit(run, 4, new(RunStatus.Waiting), records: 0), Token);
        await Store.CommitAsync(Commit(run, 4, new(RunStatus.Running), records: 2), Token);

        await AssertRestAsync();
        await Store.CommitAsync(Commit(run, 6, new(RunStatus.Completed), records: 0), Token);
        await AssertRestAsync();
        if (Persists)
        {
            await CrashAndReopenAsync();
            await AssertRestAsync();
        }

        async Task AssertRestAsync()
        {
            for (var after = 0; after <= 7; after++)
            {
                var positions = new List<int>();
                await foreach (var entry in Store.ReadJournalAsync("a", generation: 1, after, Token))
                {
                    positions.Add(entry.Position);
                    Assert.True(entry.Position == 1 || Text(entry) == Text(Record(entry.Position)));
                }

                Assert.Equal(Enumerable.Range(after + 1, Math.Max(0, 6 - after)), positions);
            }
        }
    }

    [Fact]
    public async Task WaitForChange_Commit_TellsAllWaiters()
    {
        var run = await StartAndClaimAsync("a");
        var known = (await Store.FindAsync("a", Token))!;
        var waits = Enumerable.Range(0, 3).Select(_ => Store.WaitForChangeAsync(known, Token).AsTask()).ToList();
        Assert.DoesNotContain(waits, wait => wait.IsCompleted);

        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running)), Token);

        foreach (var row in await Soon(Task.WhenAll(waits)))
        {
            Assert.Equal(2, row!.Length);
        }

        Assert.Equal(2, (await Soon(Store.WaitForChangeAsync(known, Token).AsTask()))!.Length);
    }

    [Fact]
    public async Task WaitForChange_StateOrGenerationAlone_IsAChange()
    {
        var run = await StartAndClaimAsync("a");
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running), records: 0), Token);
        var state = Store.WaitForChangeAsync((await Store.FindAsync("a", Token))!, Token).AsTask();
        Assert.False(state.IsCompleted);
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Waiting), records: 0), Token);
        var waiting = (await Soon(state))!;
        Assert.Equal(RunStatus.Waiting, waiting.State.Status);

        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running), records: 0), Token);
        var generation = Store.WaitForChangeAsync((await Store.FindAsync("a", Token))!, Token).AsTask();
        await Store.CommitAsync(Continuing(run, 1, NewRun("a"), 2), Token);

        Assert.Equal((2, 1), ((await Soon(generation))!.Generation, (await Store.FindAsync("a", Token))!.Length));
        if (Persists)
        {
            await CrashAndReopenAsync();
            Assert.Equal(2, (await Soon(Store.WaitForChangeAsync(waiting, Token).AsTask()))!.Generation);
        }
    }

    [Fact]
    public async Task WaitForChange_RunEnds_ReturnsItThenAndAtOnceFromThenOn()
    {
        var run = await StartAndClaimAsync("a");
        var wait = Store.WaitForChangeAsync((await Store.FindAsync("a", Token))!, Token).AsTask();

        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Completed)), Token);

        var ended = (await Soon(wait))!;
        Assert.Equal(RunStatus.Completed, ended.State.Status);
        Assert.Equal(ended.State, (await Soon(Store.WaitForChangeAsync(ended, Token).AsTask()))!.State);
        Assert.Null(await Soon(Store.WaitForChangeAsync(ended with { RunId = "unknown" }, Token).AsTask()));
    }

    [Fact]
    public async Task WaitForChange_Cancelled_ThrowsAndOthersGoOn()
    {
        var run = await StartAndClaimAsync("a");
        var known = (await Store.FindAsync("a", Token))!;
        using var source = new CancellationTokenSource();
        var cancelled = Store.WaitForChangeAsync(known, source.Token).AsTask();
        var other = Store.WaitForChangeAsync(known, Token).AsTask();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(cancelled));
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running)), Token);
        Assert.NotNull(await Soon(other));
    }
}
