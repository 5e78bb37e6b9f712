namespace Durable.Samples.Tests;

public sealed class SubscriptionTests
{
    [Fact]
    public async Task Run_FourMonths_ChargesEachAndGivesTheLastOneBack()
    {
        await using var sample = SampleProcess.Start("Subscription", "--month", "0.2", "--months", "4");

        var lines = await sample.EndAsync();

        Assert.Equal(4, lines.Count(line => line.StartsWith("Ada pays", StringComparison.Ordinal)));
        Assert.Single(lines, line => line.StartsWith("Ada gets", StringComparison.Ordinal));
        Assert.Contains("Cancelled in generation 4", lines[^1], StringComparison.Ordinal);
    }
}
