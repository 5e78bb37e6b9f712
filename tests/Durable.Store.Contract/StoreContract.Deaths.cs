using Durable.Storage;
using Durable.Tests.Harness;
using static Durable.Store.Contract.StoreSamples;

namespace Durable.Store.Contract;

// An owner dies when its lease ends, or, where leases last as long as the process, with the process.
[Proves("B-JRN-7")]
public abstract partial class StoreContract
{
    [Fact]
    public async Task Deaths_WithoutProgress_AddUp()
    {
        await Store.CreateAsync(NewRun("a"), Token);

        for (var deaths = 0; deaths < 3; deaths++)
        {
            Assert.Equal(deaths, Assert.Single(await Store.ClaimAsync(Claim(), Token)).Deaths);
            await DieAsync();
        }
    }

    [Fact]
    public async Task Deaths_Progress_StartsAgain()
    {
        await Store.CreateAsync(NewRun("a"), Token);
        await Store.ClaimAsync(Claim(), Token);
        await DieAsync();
        var run = Assert.Single(await Store.ClaimAsync(Claim(), Token));
        Assert.Equal(1, run.Deaths);
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running)), Token);
        await Store.ReleaseAsync(run.Lease, Token);

        Assert.Equal(0, Assert.Single(await Store.ClaimAsync(Claim(), Token)).Deaths);
        await DieAsync();
        Assert.Equal(1, Assert.Single(await Store.ClaimAsync(Claim(), Token)).Deaths);
    }

    [Fact]
    public async Task Deaths_StateOnlyCommit_IsNoProgress()
    {
        await Store.CreateAsync(NewRun("a"), Token);
        var run = Assert.Single(await Store.ClaimAsync(Claim(), Token));
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running), records: 0), Token);
        await DieAsync();
        run = Assert.Single(await Store.ClaimAsync(Claim(), Token));
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running), records: 0), Token);
        await DieAsync();

        Assert.Equal(2, Assert.Single(await Store.ClaimAsync(Claim(), Token)).Deaths);
    }

    [Fact]
    public async Task Deaths_GivenBack_IsNoDeath()
    {
        var run = await StartAndClaimAsync("a");
        await Store.ReleaseAsync(run.Lease, Token);

        Assert.Equal(0, Assert.Single(await Store.ClaimAsync(Claim(), Token)).Deaths);
    }

    [Fact]
    public async Task Deaths_SleepingRun_HasNone()
    {
        await StartAndParkAsync("timer", new(RunStatus.Waiting, Time.GetUtcNow().AddDays(1)));
        await StartAndParkAsync("signal", new(RunStatus.Waiting));
        await DieAsync();
        await Store.AppendInboxAsync("signal", Message("go"), Token);
        Time.Advance(TimeSpan.FromDays(2));

        Assert.All(await Store.ClaimAsync(Claim(), Token), run => Assert.Equal(0, run.Deaths));
    }

    [Fact]
    public async Task Deaths_Suspect_IsHandedOutOnlyAloneAndItsDeathsAloneAreCounted()
    {
        await Store.CreateAsync(NewRun("poison"), Token);
        await Store.CreateAsync(NewRun("poison-too"), Token);
        await Store.ClaimAsync(Claim(), Token);
        await DieAsync();
        await Store.ClaimAsync(Claim(), Token);
        await DieAsync();
        await Store.CreateAsync(NewRun("innocent"), Token);
        var others = Claim() with { SuspectAfter = 2 };
        var suspects = others with { Suspects = true };

        var innocent = Assert.Single(await Store.ClaimAsync(others, Token));
        Assert.Equal("innocent", innocent.Run.RunId);
        await Store.CommitAsync(Commit(innocent, 1, new(RunStatus.Completed)), Token);
        var wait = Store.WaitForClaimableAsync(others, Token).AsTask();
        Assert.False(wait.IsCompleted);
        await Soon(Store.WaitForClaimableAsync(suspects, Token).AsTask());
        var run = Assert.Single(await Store.ClaimAsync(suspects, Token));
        Assert.Equal(("poison", 2, 0), (run.Run.RunId, run.Deaths, run.DeathsAlone));
        await DieAsync();

        run = Assert.Single(await Store.ClaimAsync(suspects, Token));
        Assert.Equal(("poison", 3, 1), (run.Run.RunId, run.Deaths, run.DeathsAlone));
        await DieAsync();

        run = Assert.Single(await Store.ClaimAsync(suspects, Token));
        Assert.Equal(("poison", 4, 2), (run.Run.RunId, run.Deaths, run.DeathsAlone));
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Stuck, Reason: "poison"), records: 0), Token);
        await Store.ReleaseAsync(run.Lease, Token);

        run = Assert.Single(await Store.ClaimAsync(suspects, Token));
        Assert.Equal(("poison-too", 0), (run.Run.RunId, run.DeathsAlone));
    }

    [Fact]
    public async Task Deaths_SuspectBesideOthersThatItsOwnerTookLater_DidNotDieAlone()
    {
        await Store.CreateAsync(NewRun("slow"), Token);
        await Store.ClaimAsync(Claim(), Token);
        await DieAsync();
        var others = Claim() with { SuspectAfter = 1 };
        var suspects = others with { Suspects = true };
        Assert.Equal(0, Assert.Single(await Store.ClaimAsync(suspects, Token)).DeathsAlone);
        Assert.Empty(await Store.ClaimAsync(others, Token));
        await DieAsync();
        Assert.Equal(1, Assert.Single(await Store.ClaimAsync(suspects, Token)).DeathsAlone);
        await Store.CreateAsync(NewRun("other"), Token);
        Assert.Equal("other", Assert.Single(await Store.ClaimAsync(others, Token)).Run.RunId);

        await DieAsync();

        Assert.All(
            [.. await Store.ClaimAsync(suspects, Token), .. await Store.ClaimAsync(suspects, Token)],
            run => Assert.Equal(run.Run.RunId == "slow" ? (3, 1) : (1, 0), (run.Deaths, run.DeathsAlone)));
    }

    [Fact]
    public async Task Deaths_SuspectThatGoesOn_IsCleared()
    {
        await Store.CreateAsync(NewRun("a"), Token);
        await Store.ClaimAsync(Claim(), Token);
        await DieAsync();
        var suspects = Claim() with { SuspectAfter = 1, Suspects = true };
        var run = Assert.Single(await Store.ClaimAsync(suspects, Token));

        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Running)), Token);
        await Store.ReleaseAsync(run.Lease, Token);

        Assert.Empty(await Store.ClaimAsync(suspects, Token));
        run = Assert.Single(await Store.ClaimAsync(suspects with { Suspects = false }, Token));
        Assert.Equal((0, 0), (run.Deaths, run.DeathsAlone));
    }

    [Fact]
    public async Task Deaths_ParkedAsStuckAndReleasedByAMessage_IsCleared()
    {
        await Store.CreateAsync(NewRun("a"), Token);
        await Store.ClaimAsync(Claim(), Token);
        await DieAsync();
        var run = Assert.Single(await Store.ClaimAsync(Claim() with { SuspectAfter = 1, Suspects = true }, Token));
        await Store.CommitAsync(Commit(run, 1, new(RunStatus.Stuck, Reason: "poison"), records: 0), Token);
        await Store.ReleaseAsync(run.Lease, Token);

        await Store.AppendInboxAsync("a", Message("retry"), Token);

        run = Assert.Single(await Store.ClaimAsync(Claim() with { SuspectAfter = 1 }, Token));
        Assert.Equal(0, run.Deaths);
    }

    private async Task DieAsync()
    {
        if (LeasesExpire)
        {
            Time.Advance(LeaseTime);
        }
        else
        {
            await CrashAndReopenAsync();
        }
    }
}
