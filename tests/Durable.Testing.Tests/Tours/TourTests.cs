using Durable.Testing;

namespace Durable.Tests.Testing.Tours;

public sealed class TourTests
{
    public static TheoryData<string> Parts => [.. TourScene.Parts.Keys];

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task Part_Played_EndsAsMeantAndReplays(string part)
    {
        await using var durable = await DurableTestHost.StartAsync(TourScene.Configure);

        await TourScene.Of(durable).PlayAsync(part);

        var info = await durable.Client.GetAsync(part, TestContext.Current.CancellationToken);
        Assert.True(TourScene.Parts[part] == info!.Status, $"{info.Status}: {info.Error?.Message} {info.Reason}");
        await durable.VerifyReplayAsync(part);
    }
}
