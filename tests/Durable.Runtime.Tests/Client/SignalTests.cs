using System.Text.Json;
using Durable.Tests.Harness;
using static Durable.Tests.Client.ClientFixture;

namespace Durable.Tests.Client;

/// <summary>What a caller may send: the declared type, refused at once otherwise; to an unknown or finished run nothing is stored.</summary>
[Proves("B-WAIT-2")]
[Proves("B-WAIT-3")]
public sealed class SignalTests
{
    [Fact]
    public async Task Signal_DeclaredOne_IsInTheInboxOnceAcknowledged()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);

        await run.SignalAsync(GreetingWorkflow.Answered, new Answer("hi"), cancellationToken: Token);
        await fixture.Client.SignalAsync(run.RunId, GreetingWorkflow.Answered, new Answer("ho"), cancellationToken: Token);

        var inbox = await fixture.InboxAsync(run.RunId);
        Assert.Equal(["""{"Text":"hi"}""", """{"Text":"ho"}"""], inbox.Select(message => Text(message.Entry.Payload)));
        Assert.All(inbox, message => Assert.Equal(("signal", "answered"), (message.Entry.Kind, message.Entry.Name)));
        Assert.All(inbox, message => Assert.Equal(fixture.Time.GetUtcNow(), message.Entry.SentAt));
    }

    [Fact]
    public async Task Signal_SameIdempotencyKey_IsStoredOnce()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);

        await run.SignalAsync(GreetingWorkflow.Answered, new Answer("hi"), "click-17", Token);
        await run.SignalAsync(GreetingWorkflow.Answered, new Answer("again"), "click-17", Token);
        await run.SignalAsync(GreetingWorkflow.Answered, new Answer("other"), "click-18", Token);

        Assert.Equal(
            ["""{"Text":"hi"}""", """{"Text":"other"}"""],
            (await fixture.InboxAsync(run.RunId)).Select(message => Text(message.Entry.Payload)));
    }

    [Fact]
    public async Task Signal_KeyThatACancelUsed_IsStoredAllTheSame()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);

        await run.SignalAsync(GreetingWorkflow.Answered, new Answer("hi"), "k", Token);
        await run.CancelAsync(idempotencyKey: "k", cancellationToken: Token);

        Assert.Equal(["signal", "cancel"], (await fixture.InboxAsync(run.RunId)).Select(message => message.Entry.Kind));
    }

    [Fact]
    public async Task Signal_AnotherPayloadType_IsRefusedNamingTheRightOne()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);

        var refused = await RefusedAsync(
            DurableErrorCodes.SignalTypeMismatch, run.SignalAsync(new Signal<int>("answered"), 1, cancellationToken: Token));

        Assert.Contains(nameof(Answer), refused.Message, StringComparison.Ordinal);
        Assert.Empty(await fixture.InboxAsync(run.RunId));
    }

    [Fact]
    public async Task Signal_UndeclaredOne_IsRefusedNamingTheDeclared()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);

        var refused = await RefusedAsync(
            DurableErrorCodes.SignalUnknown, run.SignalAsync(new Signal<Answer>("asked"), new Answer("x"), cancellationToken: Token));

        Assert.Contains("answered", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await fixture.InboxAsync(run.RunId));
    }

    [Fact]
    public async Task Signal_UnknownRun_IsRefused()
    {
        await using var fixture = await OpenAsync();

        await RefusedAsync(
            DurableErrorCodes.RunNotFound,
            fixture.Greetings.Get("nobody").SignalAsync(GreetingWorkflow.Answered, new Answer("hi"), cancellationToken: Token));
    }

    [Fact]
    public async Task Signal_FinishedRun_IsRefusedAndNothingStored()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);
        await fixture.EndAsync(run.RunId, "\"done\"");

        await RefusedAsync(
            DurableErrorCodes.RunFinished, run.SignalAsync(GreetingWorkflow.Answered, new Answer("hi"), cancellationToken: Token));

        Assert.Empty(await fixture.InboxAsync(run.RunId));
    }

    [Fact]
    public async Task Signal_HandleOfAnotherWorkflow_IsRefused()
    {
        await using var fixture = await OpenAsync();
        var silent = await fixture.Silent.StartAsync(cancellationToken: Token);

        await RefusedAsync(
            DurableErrorCodes.WorkflowMismatch,
            fixture.Greetings.Get(silent.RunId).SignalAsync(GreetingWorkflow.Answered, new Answer("hi"), cancellationToken: Token));
    }

    [Fact]
    public async Task Signal_AboveTheCap_IsRefusedAndNothingStored()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);

        await RefusedAsync(
            DurableErrorCodes.PayloadTooLarge,
            run.SignalAsync(GreetingWorkflow.Answered, new Answer(new string('x', PayloadCap)), cancellationToken: Token));

        Assert.Empty(await fixture.InboxAsync(run.RunId));
    }

    [Fact]
    public async Task Signal_UnprintableIdempotencyKey_IsRefused()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);

        await RefusedAsync(
            DurableErrorCodes.OptionInvalid, run.SignalAsync(GreetingWorkflow.Answered, new Answer("hi"), "a\0b", Token));
    }

    [Fact]
    public async Task SignalByName_JsonOfThePayload_StoresWhatATypedOneWould()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);
        using var json = JsonDocument.Parse("""{ "Text" : "hi" }""");

        await fixture.Client.SignalAsync(run.RunId, "answered", json.RootElement, cancellationToken: Token);

        Assert.Equal("""{"Text":"hi"}""", Text(Assert.Single(await fixture.InboxAsync(run.RunId)).Entry.Payload));
    }

    [Fact]
    public async Task SignalByName_JsonOfAnotherType_IsRefusedAndNothingStored()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);
        using var json = JsonDocument.Parse("[]");

        await RefusedAsync(
            DurableErrorCodes.PayloadInvalid, fixture.Client.SignalAsync(run.RunId, "answered", json.RootElement, cancellationToken: Token));

        Assert.Empty(await fixture.InboxAsync(run.RunId));
    }
}
