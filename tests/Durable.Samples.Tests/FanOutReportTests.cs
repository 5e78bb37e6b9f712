namespace Durable.Samples.Tests;

public sealed class FanOutReportTests
{
    [Fact]
    public async Task Run_TenThousandStations_AsksEachFiftyAtATime()
    {
        await using var sample = SampleProcess.Start("FanOutReport");

        var lines = await sample.EndAsync();

        Assert.Contains("10000 stations asked", lines);
        Assert.Contains(lines, line => line.StartsWith("10000 stations in", StringComparison.Ordinal) && line.Contains("10103 calls, at most ", StringComparison.Ordinal));
    }
}
