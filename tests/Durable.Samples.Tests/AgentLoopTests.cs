namespace Durable.Samples.Tests;

public sealed class AgentLoopTests
{
    [Fact]
    public async Task Run_PersonAgrees_BooksOnceAndAnswers()
    {
        await using var sample = SampleProcess.Start("AgentLoop");

        var lines = await sample.EndAsync();

        Assert.Single(lines, line => line.Contains("the agency confirms the night train", StringComparison.Ordinal));
        Assert.Contains("Answer: All set: booked the night train to Lisbon. You leave at nine and arrive at dawn.", lines);
    }

    [Fact]
    public async Task Run_PersonRefuses_BooksNothing()
    {
        await using var sample = SampleProcess.Start("AgentLoop", "--no");

        Assert.Contains("Answer: Nothing was booked.", await sample.EndAsync());
    }

    [Fact]
    public async Task Run_SpendLimitReached_FailsAndSaysSo()
    {
        await using var sample = SampleProcess.Start("AgentLoop", "--limit", "0.03");

        Assert.Contains(await sample.EndAsync(), line => line.Contains("SPEND", StringComparison.OrdinalIgnoreCase));
    }
}
