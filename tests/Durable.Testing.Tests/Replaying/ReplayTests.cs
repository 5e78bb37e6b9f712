using Durable.Testing;
using Durable.Tests.Harness;
using Durable.Tests.Testing.Tours;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Testing.Replaying;

[Proves("B-SHOW-4")]
[Proves("B-JRN-6")]
public sealed class ReplayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task History_OfARunOfTheSameCode_Replays()
    {
        var history = await RecordAsync("steps");

        await Replay.VerifyAsync<TourWorkflow>(history);
        await Replay.VerifyAsync(history, TourScene.Configure);
    }

    [Fact]
    public async Task History_CutAnywhere_Replays()
    {
        foreach (var part in TourScene.Parts.Keys)
        {
            var lines = (await RecordAsync(part)).ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            for (var length = 2; length <= lines.Length; length++)
            {
                await Replay.VerifyAsync<TourWorkflow>(RunHistory.Parse(string.Join('\n', lines[..length])));
            }
        }
    }

    [Fact]
    public async Task Class_TakesServices_TheyAreNotNeeded()
    {
        await using var durable = await DurableTestHost.StartAsync(d =>
        {
            d.Services.AddSingleton(new Travel());
            d.AddWorkflow<TripWorkflow>();
        });
        var run = await durable.Services.GetRequiredService<TripWorkflow.Client>().StartAsync(new Trip("t", 1m), cancellationToken: Token);
        await run.ResultAsync(Token);

        await Replay.VerifyAsync<TripWorkflow>(await durable.Client.ExportHistoryAsync(run.RunId, cancellationToken: Token));
    }

    [Fact]
    public async Task Code_PassesAnotherInput_IsTheFirstDifference()
    {
        var history = await RecordAsync("steps", static text => text.Replace("\"what\":\"second\"", "\"what\":\"another\"", StringComparison.Ordinal));

        var difference = await Assert.ThrowsAsync<ReplayMismatchException>(() => Replay.VerifyAsync<TourWorkflow>(history));

        Assert.Equal(3, difference.Position);
        Assert.Equal("'step' of operation 'do#2'", difference.Recorded);
        Assert.Contains("recorded {\"what\":\"another\"}, now {\"what\":\"second\"}", difference.Asked, StringComparison.Ordinal);
        Assert.Equal("do#2", difference.StepId);
    }

    [Fact]
    public async Task Code_AsksForAnotherOperation_NamesBoth()
    {
        var history = await RecordAsync("steps", static text => text.Replace("\"id\":\"do#2\"", "\"id\":\"ship\"", StringComparison.Ordinal));

        var difference = await Assert.ThrowsAsync<ReplayMismatchException>(() => Replay.VerifyAsync<TourWorkflow>(history));

        Assert.Equal(3, difference.Position);
        Assert.Equal("'step' of operation 'ship'", difference.Recorded);
        Assert.Equal("the code did not ask for it; it waits for step 'do#2'", difference.Asked);
    }

    [Fact]
    public async Task Code_ReturnsAnotherResult_IsADifference()
    {
        var history = await RecordAsync("rounds", static text => text.Replace("round 3, generation 3", "round 9", StringComparison.Ordinal));

        var difference = await Assert.ThrowsAsync<ReplayMismatchException>(() => Replay.VerifyAsync<TourWorkflow>(history));

        Assert.Equal(history.Records.Count, difference.Position);
        Assert.Contains("the code returns another result: recorded \"round 9\", now \"round 3, generation 3\"", difference.Asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_EndsWhereTheRunWentOn_IsADifference()
    {
        var history = await RecordAsync("steps", static text => text.Replace("\"Part\":\"steps\"", "\"Part\":\"no such part\"", StringComparison.Ordinal));

        var difference = await Assert.ThrowsAsync<ReplayMismatchException>(() => Replay.VerifyAsync<TourWorkflow>(history));

        Assert.Equal(2, difference.Position);
        Assert.Contains("the code's body is over without asking for it", difference.Asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_AsksForMoreThanTheEndedRun_IsADifference()
    {
        var lines = (await RecordAsync("rounds")).ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var cut = string.Join('\n', lines[0], lines[1], lines[3].Replace("\"n\":3", "\"n\":2", StringComparison.Ordinal));

        var difference = await Assert.ThrowsAsync<ReplayMismatchException>(() => Replay.VerifyAsync<TourWorkflow>(RunHistory.Parse(cut)));

        Assert.Equal("'end'", difference.Recorded);
        Assert.Equal("the code did not ask for it; it waits for step 'do'", difference.Asked);
    }

    [Fact]
    public async Task Body_WaitsForWhatIsNotDurable_IsADifference()
    {
        var history = RunHistory.Parse("""
            {"history":1,"run":"lost"}
            {"t":"start","n":1,"ts":1740830400000,"workflow":"lost","version":1,"fingerprint":"x","trigger":"api"}
            """);

        var difference = await Assert.ThrowsAsync<ReplayMismatchException>(() => Replay.VerifyAsync<LostWorkflow>(history));

        Assert.Contains("no durable operation", difference.Asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_OfAnUnknownWorkflow_SaysSo()
    {
        var history = await RecordAsync("steps");

        var unknown = await Assert.ThrowsAsync<DurableException>(() => Replay.VerifyAsync<NapsWorkflow>(history));

        Assert.Equal(DurableErrorCodes.WorkflowUnknown, unknown.Code);
    }

    [Fact]
    public async Task Host_AfterARun_VerifiesItsReplay()
    {
        await using var durable = await DurableTestHost.StartAsync(d => d.AddWorkflow<ForgetfulWorkflow>());
        var run = await durable.Services.GetRequiredService<ForgetfulWorkflow.Client>().StartAsync(cancellationToken: Token);
        await run.ResultAsync(Token);

        var difference = await Assert.ThrowsAsync<ReplayMismatchException>(() => durable.VerifyReplayAsync(run.RunId));

        Assert.Contains("the code returns another result", difference.Asked, StringComparison.Ordinal);
    }

    private static async Task<RunHistory> RecordAsync(string part, Func<string, string>? change = null)
    {
        await using var durable = await DurableTestHost.StartAsync(TourScene.Configure);
        await TourScene.Of(durable).PlayAsync(part);
        var history = await durable.Client.ExportHistoryAsync(part);
        return change is null ? history : RunHistory.Parse(change(history.ToString()));
    }
}
