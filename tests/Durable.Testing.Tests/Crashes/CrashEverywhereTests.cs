using Durable.Testing;
using Durable.Tests.Harness;
using Durable.Tests.Testing.Tours;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Testing.Crashes;

[Proves("B-JRN-1")]
[Proves("B-JRN-2")]
public sealed class CrashEverywhereTests
{
    public static TheoryData<string> Parts => [.. TourScene.Parts.Keys];

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task EveryOperation_CrashAtEveryWrite_EndsAsWithout(string part)
    {
        var report = await CrashEverywhere.RunAsync(scene => PlayAsync(scene, part));

        Assert.Equal(3 * report.Writes.Count, report.Plays);
        Assert.Equal($"start of run '{part}'", report.Writes[0]);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task EveryOperation_OnDisk_CrashAtEveryWrite_EndsAsWithout(string part) =>
        await CrashEverywhere.RunAsync(scene => PlayAsync(scene, part), new CrashOptions { OnDisk = true, PlaysAtOnce = 4 });

    [Fact]
    [Proves("B-CTL-2")]
    [Proves("B-POL-3")]
    public async Task RetriesDeletionsAndArtifacts_AreWritesToo()
    {
        var report = await CrashEverywhere.RunAsync(async scene =>
        {
            await scene.StartAsync(d => TourScene.Configure(d.ConfigurePayloads(payloads => payloads.ThresholdBytes = 1024)));
            var tour = TourScene.Of(scene);
            var retried = await tour.PlayAsync("retry");
            await tour.PlayAsync("large");
            await tour.PlayAsync("compensate");
            await scene.Client.DeleteAsync("compensate");
            return $"{retried} {await scene.Client.GetAsync("compensate") is null}";
        });

        Assert.Contains("retry of run 'retry'", report.Writes);
        Assert.Contains("deletion of run 'compensate'", report.Writes);
        Assert.Contains("artifact of run 'large'", report.Writes);
    }

    [Theory]
    [InlineData("steps")]
    [InlineData("handlers")]
    [InlineData("waits")]
    [InlineData("runs")]
    [InlineData("large")]
    [Proves("B-POL-3")]
    public async Task EncryptedPayloads_CrashAtEveryWrite_EndsAsWithout(string part)
    {
        var key = new PayloadKey("today", Enumerable.Range(1, 32).Select(static i => (byte)i).ToArray());
        await CrashEverywhere.RunAsync(async scene =>
        {
            await scene.StartAsync(d => TourScene.Configure(d.ConfigurePayloads(payloads =>
            {
                payloads.ThresholdBytes = 1024;
                payloads.Codecs = [PayloadCodec.Brotli(), PayloadCodec.AesGcm(key)];
            })));
            return await TourScene.Of(scene).PlayAsync(part);
        });
    }

    [Theory]
    [InlineData("waits")]
    [InlineData("branches")]
    [InlineData("handlers")]
    public async Task RunsLeaveMemory_CrashAtEveryWrite_EndsAsWithout(string part) =>
        await CrashEverywhere.RunAsync(scene => PlayAsync(scene, part), new CrashOptions { KeepsRunsInMemory = false });

    [Theory]
    [InlineData("steps")]
    [InlineData("branches")]
    public async Task StepsSideBySide_CrashAtEveryWrite_EndsAsWithout(string part) =>
        await CrashEverywhere.RunAsync(scene => PlayAsync(scene, part), new CrashOptions { SideBySide = true, Comparable = WithoutTheWinner });

    [Fact]
    public async Task Trip_CrashAtEveryWrite_BookedOnceForTheOutsideWorld()
    {
        var report = await CrashEverywhere.RunAsync(async scene =>
        {
            var hotel = new Hotel();
            await scene.StartAsync(d =>
            {
                d.Services.AddSingleton<Travel>(hotel);
                d.AddWorkflow<TripWorkflow>();
            });
            var run = await scene.Services.GetRequiredService<TripWorkflow.Client>().StartAsync(new Trip("t", 2_000m, Nights: 2), new() { RunId = "trip" });
            await run.SignalAsync(TripWorkflow.Approved, new Approval(true));
            return $"{await run.ResultAsync()}, {hotel.Seats} seats";
        });

        Assert.Contains("signal 'approved' to run 'trip'", report.Writes);
    }

    [Fact]
    public async Task StaticCounter_IsFoundOut_AndTheWriteIsNamed()
    {
        var difference = await Assert.ThrowsAsync<CrashDifferenceException>(() => CrashEverywhere.RunAsync(async scene =>
        {
            CountingWorkflow.Count = 0;
            await scene.StartAsync(d => d.AddWorkflow<CountingWorkflow>());
            var run = await scene.Services.GetRequiredService<CountingWorkflow.Client>().StartAsync(new() { RunId = "count" });
            return await run.ResultAsync();
        }));

        // The start itself, when the body had begun by then; otherwise the step.
        Assert.InRange(difference.Write, 1, 2);
        Assert.Matches(@"^A crash .* write \d \((start|commit) of run 'count'.*\): run 'count' is Completed with ""run 2""; without a crash it is Completed with ""run 1""\.$", difference.Message);
    }

    [Fact]
    public async Task EffectWithoutItsKey_IsFoundOut()
    {
        var difference = await Assert.ThrowsAsync<CrashDifferenceException>(() => CrashEverywhere.RunAsync(async scene =>
        {
            var booked = new List<string>();
            await scene.StartAsync(d =>
            {
                d.Services.AddSingleton(new Travel());
                d.AddWorkflow<TripWorkflow>();
            });
            scene.Fake<TripWorkflow>().Step("book", call =>
            {
                // Books anew with every attempt, whatever its key.
                booked.Add(call.Step.IdempotencyKey);
                return Task.FromResult($"seat {booked.Count}");
            });
            var run = await scene.Services.GetRequiredService<TripWorkflow.Client>().StartAsync(new Trip("t", 1m), new() { RunId = "trip" });
            return await run.ResultAsync();
        }));

        Assert.Equal(CrashMoment.BeforeWrite, difference.Moment);
        Assert.Contains("seat 2", difference.Difference, StringComparison.Ordinal);
        Assert.Contains("without a crash it is Completed with \"seat 1", difference.Difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scenario_WithoutAHost_SaysSo()
    {
        var wrong = await Assert.ThrowsAsync<InvalidOperationException>(() => CrashEverywhere.RunAsync(static _ => Task.CompletedTask));

        Assert.Contains("scene.StartAsync", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scenario_FailsWithoutACrash_FailsAsItIs()
    {
        var wrong = await Assert.ThrowsAsync<InvalidTimeZoneException>(() => CrashEverywhere.RunAsync(async scene =>
        {
            await scene.StartAsync(TourScene.Configure);
            throw new InvalidTimeZoneException("mine");
        }));

        Assert.Equal("mine", wrong.Message);
    }

    private static async Task<object?> PlayAsync(CrashScene scene, string part)
    {
        await scene.StartAsync(TourScene.Configure);
        return await TourScene.Of(scene).PlayAsync(part);
    }

    // Who wins the race is open where steps really run side by side.
    private static string WithoutTheWinner(string text) => text.Replace("left", "side", StringComparison.Ordinal).Replace("right", "side", StringComparison.Ordinal);

    /// <summary>Gives the same seat for the same key, as a decent service does.</summary>
    private sealed class Hotel : Travel
    {
        private readonly HashSet<string> _keys = [];

        public int Seats
        {
            get
            {
                lock (_keys)
                {
                    return _keys.Count;
                }
            }
        }

        public override Task<string> BookAsync(string id, decimal price, string key)
        {
            lock (_keys)
            {
                _keys.Add(key);
            }

            return base.BookAsync(id, price, key);
        }
    }
}
