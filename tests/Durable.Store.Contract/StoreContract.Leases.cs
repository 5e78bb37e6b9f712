using Durable.Storage;
using Durable.Tests.Harness;
using static Durable.Store.Contract.StoreSamples;

namespace Durable.Store.Contract;

// I5.
[Proves("B-WORK-1")]
[Proves("B-WORK-2")]
[Proves("B-WORK-4")]
public abstract partial class StoreContract
{
    [Fact]
    public async Task Lease_WhileHeld_NobodyElseGetsTheRun()
    {
        await StartAndClaimAsync("a");

        Assert.Empty(await ClaimIdsAsync(Claim(owner: OtherWorker)));
    }

    [Fact]
    public async Task Lease_Released_TheNextTokenIsHigherAndTheOldOneIsFenced()
    {
        var first = await StartAndClaimAsync("a");
        await Store.ReleaseAsync(first.Lease, Token);
        var second = Assert.Single(await Store.ClaimAsync(Claim(owner: OtherWorker), Token));

        Assert.True(second.Lease.Token > first.Lease.Token);
        Assert.Equal(CommitOutcome.Fenced, await Store.CommitAsync(Commit(first, 1, new(RunStatus.Completed)), Token));
        await Store.ReleaseAsync(first.Lease, Token);

        Assert.Equal(OtherWorker.WorkerId, (await Store.FindAsync("a", Token))!.Owner);
        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Commit(second, 1, new(RunStatus.Running)), Token));
        Assert.Equal(2, (await JournalAsync("a")).Count);
    }

    [Fact]
    public async Task Lease_ReleasedAndNotClaimedAgain_IsFenced()
    {
        var run = await StartAndClaimAsync("a");
        await Store.ReleaseAsync(run.Lease, Token);

        Assert.Equal(CommitOutcome.Fenced, await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running)), Token));
        Assert.Single(await JournalAsync("a"));
        Assert.Null((await Store.FindAsync("a", Token))!.Owner);
    }

    [Fact]
    public async Task Lease_AtItsExpiryTime_IsTakenOverAndTheOldOwnerIsFenced()
    {
        Assert.SkipUnless(LeasesExpire, "This store's leases last as long as the process.");
        var frozen = await StartAndClaimAsync("a");
        Time.Advance(LeaseTime - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await ClaimIdsAsync(Claim(owner: OtherWorker)));

        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(CommitOutcome.Fenced, await Store.CommitAsync(Commit(frozen, 1, new(RunStatus.Running)), Token));
        var taken = Assert.Single(await Store.ClaimAsync(Claim(owner: OtherWorker), Token));

        Assert.True(taken.Lease.Token > frozen.Lease.Token);
        Assert.Equal(CommitOutcome.Fenced, await Store.CommitAsync(Commit(frozen, 1, new(RunStatus.Completed)), Token));
        Assert.Equal([frozen.Lease], await Store.RenewAsync([frozen.Lease, taken.Lease], LeaseTime, Token));
        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Commit(taken, 1, new(RunStatus.Running)), Token));
    }

    [Fact]
    public async Task Lease_Expires_WakesWhoWaitsForRuns()
    {
        Assert.SkipUnless(LeasesExpire, "This store's leases last as long as the process.");
        await StartAndClaimAsync("a");
        var wait = Store.WaitForClaimableAsync(Claim(owner: OtherWorker), Token).AsTask();
        Assert.False(wait.IsCompleted);

        Time.Advance(LeaseTime);

        await Soon(wait);
        Assert.Equal(["a"], await ClaimIdsAsync(Claim(owner: OtherWorker)));
    }

    [Fact]
    public async Task Renew_HeldLease_CountsFromNow()
    {
        Assert.SkipUnless(LeasesExpire, "This store's leases last as long as the process.");
        var run = await StartAndClaimAsync("a");
        Time.Advance(LeaseTime - TimeSpan.FromMilliseconds(1));

        Assert.Empty(await Store.RenewAsync([run.Lease], LeaseTime, Token));

        Time.Advance(LeaseTime - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await ClaimIdsAsync(Claim(owner: OtherWorker)));
        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running)), Token));
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["a"], await ClaimIdsAsync(Claim(owner: OtherWorker)));
    }

    [Fact]
    public async Task Renew_LostLeases_AreNamed()
    {
        var released = await StartAndClaimAsync("released");
        await Store.ReleaseAsync(released.Lease, Token);
        var finished = Assert.Single(await Store.ClaimAsync(Claim(), Token));
        await Store.CommitAsync(Commit(finished, 1, new(RunStatus.Completed)), Token);
        var held = await StartAndClaimAsync("held");
        var unknown = new RunLease("unknown", 1);

        var lost = await Store.RenewAsync([released.Lease, finished.Lease, unknown, held.Lease], LeaseTime, Token);

        Assert.Equal([released.Lease, finished.Lease, unknown], lost);
    }

    [Fact]
    public async Task Release_UnknownRun_IsIgnored() => await Store.ReleaseAsync(new RunLease("unknown", 1), Token);
}
