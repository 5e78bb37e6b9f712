using Durable.Testing;
using Durable.Tests.Harness;

namespace Durable.Tests.Testing.Samples;

/// <summary>The samples' workflows, killed at every write: nobody can tell.</summary>
[Proves("B-JRN-1")]
[Proves("B-JRN-2")]
public sealed class SampleTests
{
    public static TheoryData<string> Scenes => [.. SampleScene.All.Keys];

    [Theory]
    [MemberData(nameof(Scenes))]
    public async Task Sample_CrashAtEveryWrite_EndsAsWithout(string scene) => await PlayEverywhereAsync(SampleScene.All[scene]);

    [Theory]
    [MemberData(nameof(Scenes))]
    public async Task Sample_LeavesMemoryAtEveryWait_CrashAtEveryWrite_EndsAsWithout(string scene) =>
        await PlayEverywhereAsync(SampleScene.All[scene], new CrashOptions { KeepsRunsInMemory = false });

    [Theory]
    [MemberData(nameof(Scenes))]
    public async Task Sample_OnDisk_CrashAtEveryWrite_EndsAsWithout(string scene) =>
        await PlayEverywhereAsync(SampleScene.All[scene], new CrashOptions { OnDisk = true, PlaysAtOnce = 4 });

    [Fact]
    public async Task Report_HundredStationsAtOnce_CrashAtEveryWrite_EndsAsWithout() =>
        await PlayEverywhereAsync(static () => SampleScene.Report(stations: 100), new CrashOptions { SideBySide = true });

    [Theory]
    [InlineData("expense-small", "Paid = True, Reason = paid, Transfer = transfer-1 of 100.00 to Ada")]
    [InlineData("expense-forgotten", "Paid = False, Reason = nobody answered in time")]
    [InlineData("agent-booked", "All set: booked the night train. You leave at nine and arrive at dawn. (night train to Lisbon)")]
    [InlineData("agent-refused", "Nothing was booked. ()")]
    [InlineData("agent-broke", "Failed:")]
    [InlineData("subscription", "Cancelled: the customer cancelled after 2 months, 22 paid")]
    public async Task Sample_WithoutACrash_EndsAsItSays(string scene, string expected)
    {
        var sample = SampleScene.All[scene]();
        await using var durable = await DurableTestHost.StartAsync(sample.Configure);

        Assert.Contains(expected, await sample.PlayAsync(Stage.Of(durable)), StringComparison.Ordinal);
    }

    private static Task<CrashReport> PlayEverywhereAsync(Func<SampleScene> make, CrashOptions? options = null) => CrashEverywhere.RunAsync(
        async scene =>
        {
            var sample = make();
            await scene.StartAsync(sample.Configure);
            return await sample.PlayAsync(Stage.Of(scene));
        },
        options);
}
