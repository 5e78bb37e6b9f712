using System.Text.Json;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Asks;

[Proves("B-WAIT-4")]
public sealed class AskTokenTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Token_AnswersItsQuestionOnce(bool takenFirst)
    {
        await using var engine = await AskedAsync("count");
        var token = await engine.Client.CreateAnswerTokenAsync(Engine.RunId, "count");
        if (takenFirst)
        {
            await engine.UntilAsync(static info => info.JournalLength == 3);
        }

        await engine.Client.AnswerByTokenAsync(token, 4);

        Assert.Equal("4", await Handle(engine).ResultAsync(engine.Patience));
        await RefusedAsync(DurableErrorCodes.AskAnswered, engine.Client.AnswerByTokenAsync(token, 5));
    }

    [Fact]
    public async Task Token_BadAnswer_IsRefusedAndTheTokenStillWorks()
    {
        await using var engine = await AskedAsync("count");
        var token = await engine.Client.CreateAnswerTokenAsync(Engine.RunId, "count");

        await RefusedAsync(DurableErrorCodes.AnswerInvalid, engine.Client.AnswerByTokenAsync(token, 40));
        await RefusedAsync(DurableErrorCodes.AnswerInvalid, engine.Client.AnswerByTokenAsync(token, JsonDocument.Parse("\"four\"").RootElement));
        await engine.Client.AnswerByTokenAsync(token, JsonDocument.Parse("0").RootElement);

        Assert.Equal("0", await Handle(engine).ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Token_IsLongRandomAndStoredAsAHashOnly()
    {
        await using var engine = await AskedAsync("count");
        var tokens = new List<string>
        {
            await engine.Client.CreateAnswerTokenAsync(Engine.RunId, "count"), await engine.Client.CreateAnswerTokenAsync(Engine.RunId, "count"),
        };
        await engine.UntilAsync(static info => info.JournalLength == 4);

        Assert.NotEqual(tokens[0], tokens[1]);
        foreach (var token in tokens)
        {
            var secret = token.Split('.')[1];
            Assert.True(secret.Length * 6 >= 128 && token.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'), token);
            Assert.DoesNotContain(await engine.LinesAsync(), line => line.Contains(secret, StringComparison.Ordinal));
        }

        // Whichever is used first uses both up.
        await engine.Client.AnswerByTokenAsync(tokens[1], 1);
        await RefusedAsync(DurableErrorCodes.AskAnswered, engine.Client.AnswerByTokenAsync(tokens[0], 2));
    }

    [Fact]
    public async Task Token_ThatWasNotMade_IsRefused()
    {
        await using var engine = await AskedAsync("count");
        var token = await engine.Client.CreateAnswerTokenAsync(Engine.RunId, "count");
        var forged = token[..^1] + (token[^1] == 'A' ? 'B' : 'A');

        foreach (var other in (string[])[forged, "", "x", "count", ".", "!!.x", token.Split('.')[0], token.Split('.')[1]])
        {
            await RefusedAsync(DurableErrorCodes.AskTokenUnknown, engine.Client.AnswerByTokenAsync(other, 1));
        }

        await engine.Client.AnswerByTokenAsync(token, 1);
    }

    [Fact]
    public async Task CreateToken_NothingToAnswer_IsRefused()
    {
        await using var engine = await AskedAsync("expire");

        await RefusedAsync(DurableErrorCodes.RunNotFound, engine.Client.CreateAnswerTokenAsync("nobody", "approve"));
        await RefusedAsync(DurableErrorCodes.AskUnknown, engine.Client.CreateAnswerTokenAsync(Engine.RunId, "other"));
        var token = await engine.Client.CreateAnswerTokenAsync(Engine.RunId, "approve");
        await engine.UntilAsync(static info => info.JournalLength == 3);
        await engine.WakeAsync();
        await engine.UntilAsync(static info => info.JournalLength == 5);

        await RefusedAsync(DurableErrorCodes.AskExpired, engine.Client.CreateAnswerTokenAsync(Engine.RunId, "approve"));
        await RefusedAsync(DurableErrorCodes.AskExpired, engine.Client.AnswerByTokenAsync(token, true));
        await engine.WakeAsync();
        await Handle(engine).ResultAsync(engine.Patience);
        await RefusedAsync(DurableErrorCodes.RunFinished, engine.Client.CreateAnswerTokenAsync(Engine.RunId, "approve"));
    }

    [Fact, Proves("B-POL-2")]
    public async Task Token_OfATenant_WorksForTheHostAndTheTenantOnly()
    {
        await using var engine = await Engine.StartAsync(static durable => durable.AddWorkflow<ApprovalWorkflow>());
        var client = engine.Client.ForTenant("acme");
        var tokens = new List<string>();
        foreach (var runId in (string[])["one", "two"])
        {
            await client.StartAsync("approval", JsonDocument.Parse("\"count\"").RootElement, new() { RunId = runId });
            await engine.UntilAsync(async () => await client.GetAsync(runId) is { OpenAsks.Count: 1 });
            tokens.Add(await client.CreateAnswerTokenAsync(runId, "count"));
        }

        await RefusedAsync(DurableErrorCodes.AskTokenUnknown, engine.Client.ForTenant("globex").AnswerByTokenAsync(tokens[0], 1));
        await engine.Client.AnswerByTokenAsync(tokens[0], 1);
        await client.AnswerByTokenAsync(tokens[1], 2);

        await engine.UntilAsync(async () => await client.GetAsync("one") is { Status: RunStatus.Completed } && await client.GetAsync("two") is { Status: RunStatus.Completed });
    }

    private static async Task<Engine> AskedAsync(string what)
    {
        var engine = await Engine.StartAsync(static durable => durable.AddWorkflow<ApprovalWorkflow>());
        await engine.Host.Services.GetRequiredService<ApprovalWorkflow.Client>().StartAsync(what, new() { RunId = Engine.RunId });
        await engine.UntilAsleepAsync();
        return engine;
    }

    private static ApprovalWorkflow.Run Handle(Engine engine) => engine.Host.Services.GetRequiredService<ApprovalWorkflow.Client>().Get(Engine.RunId);

    private static async Task RefusedAsync(string code, Task act) =>
        Assert.Equal(code, (await Assert.ThrowsAnyAsync<DurableException>(() => act)).Code);
}
