using Durable.Tests.Harness;

namespace Durable.Tests.Handlers;

[Proves("B-WAIT-7")]
public sealed class UpdateTests
{
    [Fact]
    public async Task Update_RunAsleep_WakesItAndReturnsTheRecordedOutcome()
    {
        await using var scene = await CartScene.StartAsync();
        await scene.Engine.UntilAsleepAsync();

        Assert.Equal(2, await scene.Cart.AddAsync("apple", 2, cancellationToken: scene.Engine.Patience));
        Assert.Equal(3, await scene.Cart.AddAsync("pear", 1, cancellationToken: scene.Engine.Patience));

        Assert.Equal(["update", "step", "step", "updateEnd", "update", "step", "updateEnd"], (await scene.Engine.JournalAsync())
            .Select(line => line.Split(' ')[0]).Where(kind => kind is "update" or "updateEnd" or "step"));
        Assert.Equal("closed: apple0,apple1,pear0 + 0 [limit 9]", await scene.CloseAsync());
    }

    [Fact]
    public async Task Update_SameKeyAgain_ReturnsTheOutcomeWithoutCarryingItOutTwice()
    {
        await using var scene = await CartScene.StartAsync();

        var first = await scene.Cart.AddAsync("apple", 1, "click-1", scene.Engine.Patience);
        var again = await scene.Cart.AddAsync("apple", 1, "click-1", scene.Engine.Patience);
        await scene.CrashAsync();
        var later = await scene.Cart.AddAsync("apple", 1, "click-1", scene.Engine.Patience);
        await scene.CloseAsync();
        var afterTheEnd = await scene.Cart.AddAsync("apple", 1, "click-1", scene.Engine.Patience);

        Assert.Equal([1, 1, 1, 1], [first, again, later, afterTheEnd]);
        Assert.Equal(1, scene.Probe.Calls);
    }

    [Fact]
    public async Task Update_ProcessDiesMidway_CallerAsksAgainAndGetsTheOutcome()
    {
        await using var scene = await CartScene.StartAsync();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Probe.Price = _ =>
        {
            started.TrySetResult();
            return new TaskCompletionSource<int>().Task;
        };
        var lost = scene.Cart.AddAsync("apple", 1, "click-1", scene.Engine.Patience);
        await started.Task.WaitAsync(scene.Engine.Patience);

        await scene.Engine.KillAsync();
        scene.Probe.Price = Task.FromResult;
        await scene.Engine.LiveAsync(script: null);

        Assert.Equal(1, await scene.Cart.AddAsync("apple", 1, "click-1", scene.Engine.Patience));
        Assert.False(lost.IsCompletedSuccessfully);
        Assert.Equal("closed: apple0 + 0 [limit 9]", await scene.CloseAsync());
    }

    [Fact]
    public async Task Update_Refused_LeavesNoTraceAndTellsWhy()
    {
        await using var scene = await CartScene.StartAsync();
        await scene.Cart.AddAsync("apple", 1, cancellationToken: scene.Engine.Patience);
        await scene.Engine.UntilAsleepAsync();
        var journal = await scene.Engine.JournalAsync();
        var commits = scene.Engine.Store.Commits;

        var many = await Assert.ThrowsAsync<UpdateRefusedException>(() => scene.Cart.AddAsync("pear", 4, cancellationToken: scene.Engine.Patience));
        var twice = await Assert.ThrowsAsync<UpdateRefusedException>(() => scene.Cart.AddAsync("apple", 1, cancellationToken: scene.Engine.Patience));
        var thrown = await Assert.ThrowsAsync<UpdateRefusedException>(() => scene.Cart.FailAsync("early", cancellationToken: scene.Engine.Patience));

        Assert.Equal(["too many", "apple is there already", "refused early"], [many.Reason, twice.Reason, thrown.Reason]);
        Assert.Equal(DurableErrorCodes.UpdateRefused, many.Code);
        Assert.Equal(journal, await scene.Engine.JournalAsync());
        Assert.Equal(commits, scene.Engine.Store.Commits);
    }

    [Fact]
    public async Task Update_RefusableOnlyOnceAnotherWasDone_IsRefusedInItsTurn()
    {
        await using var scene = await CartScene.StartAsync();
        await scene.Engine.UntilAsleepAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                return await scene.Cart.AddAsync("apple", 1, cancellationToken: scene.Engine.Patience);
            }
            catch (UpdateRefusedException)
            {
                return 0;
            }
        }));
        await scene.CrashAsync();

        Assert.All(outcomes, outcome => Assert.InRange(outcome, 0, 8));
        Assert.Equal(outcomes.Count(outcome => outcome > 0), await scene.Cart.CountAsync(scene.Engine.Patience));
    }

    [Fact]
    public async Task Update_Throws_FailsForItsCallerAndTheRunGoesOn()
    {
        await using var scene = await CartScene.StartAsync();

        var failed = await Assert.ThrowsAsync<UpdateFailedException>(() => scene.Cart.FailAsync("late", "key", scene.Engine.Patience));
        await scene.CrashAsync();
        var again = await Assert.ThrowsAsync<UpdateFailedException>(() => scene.Cart.FailAsync("late", "key", scene.Engine.Patience));

        Assert.Equal(["failed late", "failed late"], [failed.Error.Message, again.Error.Message]);
        Assert.Equal("closed:  + 0 [limit 9]", await scene.CloseAsync());
    }

    [Fact]
    public async Task Update_WaitsForAnHour_SurvivesEvictionAndAnswers()
    {
        await using var scene = await CartScene.StartAsync();
        await scene.Engine.UntilAsleepAsync();

        var waiting = scene.Cart.WaitAsync(60, cancellationToken: scene.Engine.Patience);
        await scene.Engine.UntilAsync(async () => (await scene.Engine.JournalAsync()).Contains("sleep sleep#2"));
        await scene.Engine.WakeAsync();
        await scene.Engine.WakeAsync();

        Assert.Equal("waited 0", await waiting);
    }

    [Fact]
    public async Task Update_RunEndsFirst_TellsTheCaller()
    {
        await using var scene = await CartScene.StartAsync();
        await scene.Engine.UntilAsleepAsync();

        var waiting = scene.Cart.WaitAsync(60, cancellationToken: scene.Engine.Patience);
        await scene.Engine.UntilAsync(async () => (await scene.Engine.JournalAsync()).Contains("sleep sleep#2"));
        await scene.CloseAsync();

        var abandoned = await Assert.ThrowsAsync<DurableException>(() => waiting);
        Assert.Equal(DurableErrorCodes.UpdateAbandoned, abandoned.Code);
        var late = await Assert.ThrowsAsync<DurableException>(() => scene.Cart.ClearAsync(cancellationToken: scene.Engine.Patience));
        Assert.Equal(DurableErrorCodes.RunFinished, late.Code);
    }
}
