using Durable.Testing;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Testing.Hosting;

public sealed class TimeSkippingTests
{
    private static readonly TimeSpan s_month = TimeSpan.FromDays(30);

    [Fact]
    [Proves("B-WAIT-1")]
    public async Task OneRun_TenThousandSleepsOf30Days_EndsAtTheRightTime()
    {
        await using var durable = await DurableTestHost.StartAsync(d => d.AddWorkflow<NapsWorkflow>());
        var start = durable.Clock.GetUtcNow();

        var run = await durable.Services.GetRequiredService<NapsWorkflow.Client>().StartAsync(10_000, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(start + (10_000 * s_month), await run.ResultAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    [Proves("B-WAIT-1")]
    public async Task TenThousandRuns_OneSleepEach_AllEndAtTheRightTime()
    {
        await using var durable = await DurableTestHost.StartAsync(d => d.AddWorkflow<NapsWorkflow>());
        var start = durable.Clock.GetUtcNow();
        var naps = durable.Services.GetRequiredService<NapsWorkflow.Client>();

        var runs = new List<NapsWorkflow.Run>();
        for (var i = 0; i < 10_000; i++)
        {
            runs.Add(await naps.StartAsync(1, cancellationToken: TestContext.Current.CancellationToken));
        }

        var ends = await Task.WhenAll(runs.Select(run => run.ResultAsync(TestContext.Current.CancellationToken)));

        Assert.All(ends, end => Assert.Equal(start + s_month, end));
    }

    [Fact]
    public async Task ManyHosts_SideBySide_EachHasItsOwnTime()
    {
        var ends = await Task.WhenAll(Enumerable.Range(1, 20).Select(async naps =>
        {
            await using var durable = await DurableTestHost.StartAsync(d => d.AddWorkflow<NapsWorkflow>());
            var run = await durable.Services.GetRequiredService<NapsWorkflow.Client>().StartAsync(naps);
            return (await run.ResultAsync(), durable.Clock.GetUtcNow());
        }));

        Assert.All(ends.Index(), end => Assert.Equal(new VirtualClock().GetUtcNow() + ((end.Index + 1) * s_month), end.Item.Item1));
        Assert.All(ends, end => Assert.Equal(end.Item1, end.Item2));
    }

    [Fact]
    [Proves("B-WAIT-1")]
    public async Task RunsLeaveMemoryAtOnce_EveryWakeUpIsAReplay_SameEnd()
    {
        await using var durable = await DurableTestHost.StartAsync(
            d => d.AddWorkflow<NapsWorkflow>().ConfigureWorker(worker => worker.IdleEviction = TimeSpan.Zero));
        var start = durable.Clock.GetUtcNow();

        var run = await durable.Services.GetRequiredService<NapsWorkflow.Client>().StartAsync(50, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(start + (50 * s_month), await run.ResultAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task MoreRunsThanFitIntoMemory_AllEnd()
    {
        await using var durable = await DurableTestHost.StartAsync(
            d => d.AddWorkflow<NapsWorkflow>().ConfigureWorker(worker => worker.MaxConcurrentRuns = 2));
        var naps = durable.Services.GetRequiredService<NapsWorkflow.Client>();

        var runs = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => naps.StartAsync(2)));
        await Task.WhenAll(runs.Select(run => run.ResultAsync(TestContext.Current.CancellationToken)));

        Assert.All(runs, async run => Assert.Equal(RunStatus.Completed, (await run.GetInfoAsync(TestContext.Current.CancellationToken)).Status));
    }

    [Fact]
    public async Task Clock_NobodyWaits_StandsStill()
    {
        await using var durable = await DurableTestHost.StartAsync(d => d.AddWorkflow<NapsWorkflow>());
        var start = durable.Clock.GetUtcNow();

        await durable.Services.GetRequiredService<NapsWorkflow.Client>().StartAsync(1, new() { RunId = "nap" }, TestContext.Current.CancellationToken);
        await durable.SettleAsync(TestContext.Current.CancellationToken);

        Assert.Equal(start, durable.Clock.GetUtcNow());
        Assert.Equal(RunStatus.Waiting, (await durable.Client.GetAsync("nap", TestContext.Current.CancellationToken))!.Status);
    }

    [Fact]
    public async Task Advance_OverSeveralSleeps_CarriesThemOutOnTheWay()
    {
        await using var durable = await DurableTestHost.StartAsync(d => d.AddWorkflow<NapsWorkflow>());
        var run = await durable.Services.GetRequiredService<NapsWorkflow.Client>().StartAsync(3, cancellationToken: TestContext.Current.CancellationToken);

        await durable.AdvanceAsync((3 * s_month) - TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken);
        Assert.False((await run.GetInfoAsync(TestContext.Current.CancellationToken)).IsFinished);

        await durable.AdvanceAsync(TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken);
        Assert.Equal(RunStatus.Completed, (await run.GetInfoAsync(TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    [Proves("B-WAIT-2")]
    public async Task Signal_SentBeforeTheTimeOut_IsReceivedHoweverLongTheTestTakes()
    {
        await using var durable = await StartTripsAsync(new Travel());
        var run = await durable.Services.GetRequiredService<TripWorkflow.Client>().StartAsync(new Trip("t", 2_000m), cancellationToken: TestContext.Current.CancellationToken);
        await durable.SettleAsync(TestContext.Current.CancellationToken);

        await run.SignalAsync(TripWorkflow.Approved, new Approval(true), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("seat-t 5 2025-03-02", await run.ResultAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    [Proves("B-WAIT-2")]
    public async Task Signal_NeverSent_TimesOutByItself()
    {
        var travel = new Travel();
        await using var durable = await StartTripsAsync(travel);
        var run = await durable.Services.GetRequiredService<TripWorkflow.Client>().StartAsync(new Trip("t", 2_000m), cancellationToken: TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(TestContext.Current.CancellationToken));

        Assert.Equal(RunStatus.Compensated, failure.Status);
        Assert.Equal(["book t", "cancel t seat-t"], travel.Calls);
        Assert.Equal(new VirtualClock().GetUtcNow().AddDays(2), durable.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Wait_ForWhatNobodyBrings_FailsAndNamesTheRun()
    {
        await using var durable = await DurableTestHost.StartAsync(
            d => d.AddWorkflow<DeafWorkflow>(), new TestHostOptions { StallTimeout = TimeSpan.FromMilliseconds(50) });
        var run = await durable.Services.GetRequiredService<DeafWorkflow.Client>().StartAsync(new() { RunId = "deaf" }, TestContext.Current.CancellationToken);

        var stalled = await Assert.ThrowsAsync<DurableException>(() => run.ResultAsync(TestContext.Current.CancellationToken));

        Assert.Equal(DurableErrorCodes.TestStalled, stalled.Code);
        Assert.Equal("deaf", stalled.RunId);
    }

    [Fact]
    public async Task Wait_ForWhatNobodyBrings_FailsThoughTheClockGoesOnForOthers()
    {
        await using var durable = await DurableTestHost.StartAsync(d => d.AddWorkflow<DeafWorkflow>().AddWorkflow<MinuteWorkflow>(), new TestHostOptions { MostIdleSkips = 50 });
        var run = await durable.Services.GetRequiredService<DeafWorkflow.Client>().StartAsync(new() { RunId = "deaf" }, TestContext.Current.CancellationToken);
        await durable.Services.GetRequiredService<MinuteWorkflow.Client>().StartAsync(cancellationToken: TestContext.Current.CancellationToken);

        var stalled = await Assert.ThrowsAsync<DurableException>(() => run.ResultAsync(TestContext.Current.CancellationToken));

        Assert.Equal(DurableErrorCodes.TestStalled, stalled.Code);
        Assert.Equal("deaf", stalled.RunId);
        Assert.Contains("skipped 50 times", stalled.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_RunsForALongRealTime_HoldsTheClock()
    {
        var travel = new SlowTravel();
        await using var durable = await StartTripsAsync(travel);
        var run = await durable.Services.GetRequiredService<TripWorkflow.Client>().StartAsync(new Trip("t", 1m), cancellationToken: TestContext.Current.CancellationToken);

        var result = run.ResultAsync(TestContext.Current.CancellationToken);
        await travel.Rating.Task;
        var before = durable.Clock.GetUtcNow();
        await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(before, durable.Clock.GetUtcNow());
        travel.Rated.SetResult(4);
        Assert.Equal("seat-t 4 2025-03-02", await result);
    }

    [Fact]
    [Proves("B-STEP-3")]
    public async Task Step_ThatHangs_TimesOutWhenTheTestMovesTheClock()
    {
        var travel = new SlowTravel();
        await using var durable = await StartTripsAsync(travel);
        var run = await durable.Services.GetRequiredService<TripWorkflow.Client>().StartAsync(new Trip("t", 1m), cancellationToken: TestContext.Current.CancellationToken);
        var result = run.ResultAsync(TestContext.Current.CancellationToken);
        await travel.Rating.Task;

        await durable.AdvanceAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await travel.RatingAgain.Task;
        travel.Rated.SetResult(3);

        Assert.Equal("seat-t 3 2025-03-02", await result);
    }

    private static Task<DurableTestHost> StartTripsAsync(Travel travel) => DurableTestHost.StartAsync(d =>
    {
        d.Services.AddSingleton(travel);
        d.AddWorkflow<TripWorkflow>();
    });

    private sealed class SlowTravel : Travel
    {
        private int _ratings;

        public TaskCompletionSource Rating { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource RatingAgain { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<int> Rated { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override Task<int> RateAsync(Trip trip, CancellationToken cancellationToken)
        {
            (Interlocked.Increment(ref _ratings) == 1 ? Rating : RatingAgain).TrySetResult();
            return Rated.Task.WaitAsync(cancellationToken);
        }
    }
}
