using Durable.Journal;
using Durable.Tests.Harness;
using static Durable.Tests.Client.ClientFixture;

namespace Durable.Tests.Client;

/// <summary>The recorded result or error, any time.</summary>
[Proves("B-RUN-3")]
public sealed class ResultTests
{
    [Fact]
    public async Task Result_AskedBeforeTheEnd_ComesWithIt()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);
        var result = run.ResultAsync(Token);
        Assert.False(result.IsCompleted);

        await fixture.EndAsync(run.RunId, "\"hello\"");

        Assert.Equal("hello", await result);
        Assert.Equal("hello", await fixture.Greetings.Get(run.RunId).ResultAsync(Token));
    }

    [Fact]
    public async Task Result_WorkflowWithoutOne_JustCompletes()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Silent.StartAsync(cancellationToken: Token);

        await fixture.EndAsync(run.RunId, new EndRecord { Status = RunStatus.Completed });

        await run.ResultAsync(Token);
        var info = await run.GetInfoAsync(Token);
        Assert.Null(info.Result);
        Assert.True(info.IsFinished);
        Assert.Equal(fixture.Time.GetUtcNow(), info.EndedAt);
    }

    [Fact]
    public async Task Result_FailedRun_ThrowsTheRecordedErrorAndReports()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, new() { RunId = "g-1" }, Token);
        var error = new ErrorInfo(DurableErrorCodes.StepFailed, "The step 'charge' failed.") { StepId = "charge", Attempts = 3 };
        CompensationReport[] reports = [new("reserve#2", 1, null), new("reserve", 3, new ErrorInfo(ErrorInfo.Exception, "gone"))];
        await fixture.EndAsync("g-1", new EndRecord { Status = RunStatus.CompensationFailed, Error = error, Compensations = reports });

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(Token));

        Assert.Equal(DurableErrorCodes.RunFailed, failure.Code);
        Assert.Equal("g-1", failure.RunId);
        Assert.Equal("charge", failure.StepId);
        Assert.Equal(RunStatus.CompensationFailed, failure.Status);
        Assert.Equal(error, failure.Error);
        Assert.Equal(reports, failure.Compensations);
        Assert.Contains("Not undone: reserve.", failure.Message, StringComparison.Ordinal);

        var info = await run.GetInfoAsync(Token);
        Assert.Equal(error, info.Error);
        Assert.Equal(reports, info.Compensations);
    }

    // B-JRN-5: an empty message is still a failure.
    [Fact]
    public async Task Result_FailedWithoutAnyText_StillThrows()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);
        await fixture.EndAsync(run.RunId, new EndRecord { Status = RunStatus.Failed, Error = new ErrorInfo(ErrorInfo.Exception, "") });

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(Token));

        Assert.Equal(RunStatus.Failed, failure.Status);
    }

    // B-JRN-6: a run that the engine parked says so to whoever waits for it.
    [Fact]
    public async Task Result_RunGetsStuck_ThrowsWithTheReason()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);
        var result = run.ResultAsync(Token);

        await fixture.ParkStuckAsync(run.RunId, "record 2 is a sleep, the code asks for a step");

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => result);
        Assert.Equal(RunStatus.Stuck, failure.Status);
        Assert.Equal(DurableErrorCodes.RunStuck, failure.Error.Kind);
        Assert.Contains("record 2 is a sleep", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Result_UnknownRun_IsRefused()
    {
        await using var fixture = await OpenAsync();

        await RefusedAsync(DurableErrorCodes.RunNotFound, fixture.Greetings.Get("nobody").ResultAsync(Token));
    }

    [Fact]
    public async Task Result_RunOfAnotherWorkflow_IsRefused()
    {
        await using var fixture = await OpenAsync();
        var silent = await fixture.Silent.StartAsync(cancellationToken: Token);

        await RefusedAsync(DurableErrorCodes.WorkflowMismatch, fixture.Greetings.Get(silent.RunId).ResultAsync(Token));
    }

    [Fact]
    public async Task Result_CallerGivesUp_IsCancelledWithTheCallersTokenAndTheRunGoesOn()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);
        using var impatience = new CancellationTokenSource();
        var result = run.ResultAsync(impatience.Token);

        await impatience.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => result);
        Assert.Equal(impatience.Token, cancelled.CancellationToken);
        Assert.Equal(RunStatus.Pending, (await run.GetInfoAsync(Token)).Status);
    }

    [Fact]
    public async Task Result_HostStopsMeanwhile_SaysSo()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);
        var result = run.ResultAsync(Token);

        await fixture.CloseAsync();

        await RefusedAsync(DurableErrorCodes.HostStopped, result);
        await RefusedAsync(DurableErrorCodes.HostStopped, run.GetInfoAsync(Token));
    }
}
