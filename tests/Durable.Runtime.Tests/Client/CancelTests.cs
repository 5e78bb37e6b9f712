using Durable.Journal;
using Durable.Tests.Harness;
using static Durable.Tests.Client.ClientFixture;

namespace Durable.Tests.Client;

/// <summary>What a caller can ask of a run, and when it is too late.</summary>
[Proves("B-CTL-1")]
public sealed class CancelTests
{
    [Fact]
    public async Task Cancel_UnfinishedRun_SendsTheReason()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);

        await run.CancelAsync("customer \"changed\" her mind", cancellationToken: Token);
        await fixture.Client.TerminateAsync(run.RunId, cancellationToken: Token);

        var inbox = await fixture.InboxAsync(run.RunId);
        Assert.Equal(["cancel", "terminate"], inbox.Select(message => message.Entry.Kind));
        Assert.Equal(@"""customer \u0022changed\u0022 her mind""", Text(inbox[0].Entry.Payload));
        Assert.True(inbox[1].Entry.Payload.IsEmpty);
    }

    [Fact]
    public async Task Cancel_UnknownRun_IsRefused()
    {
        await using var fixture = await OpenAsync();

        await RefusedAsync(DurableErrorCodes.RunNotFound, fixture.Client.CancelAsync("nobody", cancellationToken: Token));
        await RefusedAsync(DurableErrorCodes.RunNotFound, fixture.Client.TerminateAsync("nobody", cancellationToken: Token));
    }

    [Theory]
    [InlineData(RunStatus.Completed)]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Terminated)]
    public async Task Cancel_RunThatEndedOtherwise_IsRefused(RunStatus status)
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);
        await fixture.EndAsync(run.RunId, new EndRecord { Status = status });

        await RefusedAsync(DurableErrorCodes.RunFinished, run.CancelAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task Cancel_CancelledRun_ChangesNothing()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);
        await fixture.EndAsync(run.RunId, new EndRecord { Status = RunStatus.Cancelled });

        await run.CancelAsync(cancellationToken: Token);

        Assert.Equal(RunStatus.Cancelled, (await run.GetInfoAsync(Token)).Status);
    }

    [Fact]
    public async Task Terminate_TerminatedRun_ChangesNothing()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);
        await fixture.EndAsync(run.RunId, new EndRecord { Status = RunStatus.Terminated });

        await fixture.Client.TerminateAsync(run.RunId, cancellationToken: Token);

        await RefusedAsync(DurableErrorCodes.RunFinished, fixture.Client.CancelAsync(run.RunId, cancellationToken: Token));
    }

    [Fact]
    public async Task Cancel_HandleOfAnotherWorkflow_IsRefusedAndNothingSent()
    {
        await using var fixture = await OpenAsync();
        var silent = await fixture.Silent.StartAsync(cancellationToken: Token);

        await RefusedAsync(DurableErrorCodes.WorkflowMismatch, fixture.Greetings.Get(silent.RunId).CancelAsync(cancellationToken: Token));

        Assert.Empty(await fixture.InboxAsync(silent.RunId));
    }
}
