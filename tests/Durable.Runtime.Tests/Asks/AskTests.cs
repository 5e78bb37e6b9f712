using System.Text.Json;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Asks;

[Proves("B-WAIT-4")]
public sealed class AskTests
{
    [Fact]
    public async Task Answer_RunAsleep_IsRecordedOnceAndGoesOn()
    {
        await using var engine = await StartAsync();
        var run = await AskedAsync(engine, "approve");

        await run.AnswerAsync(ApprovalWorkflow.Approve, false);

        Assert.Equal("False", await run.ResultAsync(engine.Patience));
        Assert.Equal(["start", "ask approve", "answer approve", "end"], await engine.JournalAsync());
    }

    [Fact]
    public async Task Ask_Recorded_HoldsTheWholeQuestion()
    {
        await using var engine = await StartAsync();
        await AskedAsync(engine, "approve");

        var ask = Assert.Single(await OpenAsync(engine));

        Assert.Equal((Engine.RunId, "approval", "approve", "approve"), (ask.RunId, ask.Workflow, ask.AskId, ask.Name));
        Assert.Equal((AskKind.Confirm, "Pay?", "boss", "true"), (ask.Prompt.Kind, ask.Prompt.Message, ask.Prompt.Assignee, ask.Prompt.Default));
        Assert.Equal(engine.Time.GetUtcNow() + TimeSpan.FromDays(2), ask.ExpiresAt);
        var recorded = JsonDocument.Parse((await engine.HistoryAsync())[1].ToJson()).RootElement.GetProperty("data");
        Assert.Equal(
            """{"kind":"Confirm","message":"Pay?","assignee":"boss","expiresIn":"2.00:00:00","default":"true"}""", recorded.GetRawText());
    }

    [Theory]
    [InlineData("count", """{"kind":"Number","message":"How many?","min":0,"max":9}""")]
    [InlineData("comment", """{"kind":"Text","message":"Why?","max":5,"pattern":"[a-z]*"}""")]
    [InlineData("colour", """{"kind":"Select","message":"Which?","choices":[{"value":"r","label":"Red"},{"value":"g","label":"Green"}]}""")]
    [InlineData("form", """{"kind":"Form","message":"Where?","fields":[{"name":"Street","prompt":{"kind":"Text","message":"Street","required":true}},{"name":"Number","prompt":{"kind":"Number","message":"Number"}}]}""")]
    [InlineData("date", """{"kind":"Date","message":"When?","assignee":"boss","default":"2025-03-01"}""")]
    [InlineData("password", """{"kind":"Password","message":"Which word?","min":4,"required":true}""")]
    public async Task Ask_OfEachKind_IsRecordedAndListedWhole(string what, string prompt)
    {
        await using var engine = await StartAsync();
        await AskedAsync(engine, what);

        Assert.Equal(prompt, JsonDocument.Parse((await engine.HistoryAsync())[1].ToJson()).RootElement.GetProperty("data").GetRawText());
        await engine.KillAsync();
        await engine.LiveAsync(script: null);
        var listed = Assert.Single(await OpenAsync(engine)).Prompt;
        var asked = JsonDocument.Parse(prompt).RootElement;
        Assert.Equal(asked.GetProperty("kind").GetString(), listed.Kind.ToString());
        Assert.Equal((Number("min"), Number("max"), Text("pattern"), Text("assignee"), Text("default")), (listed.Min, listed.Max, listed.Pattern, listed.Assignee, listed.Default));
        Assert.Equal(what == "colour" ? 2 : 0, listed.Choices?.Count ?? 0);
        Assert.Equal(what == "form" ? 2 : 0, listed.Fields?.Count ?? 0);

        decimal? Number(string name) => asked.TryGetProperty(name, out var value) ? value.GetDecimal() : null;
        string? Text(string name) => asked.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    [Fact]
    public async Task Answer_Second_IsRefused()
    {
        await using var engine = await StartAsync();
        var run = await AskedAsync(engine, "approve");
        await run.AnswerAsync(ApprovalWorkflow.Approve, true, "click-1");

        await RefusedAsync(DurableErrorCodes.AskAnswered, run.AnswerAsync(ApprovalWorkflow.Approve, false));
        await RefusedAsync(DurableErrorCodes.AskAnswered, run.AnswerAsync(ApprovalWorkflow.Approve, false, "click-2"));
        await run.AnswerAsync(ApprovalWorkflow.Approve, false, "click-1");

        Assert.Equal("True", await run.ResultAsync(engine.Patience));
        await run.AnswerAsync(ApprovalWorkflow.Approve, false, "click-1");
        await RefusedAsync(DurableErrorCodes.AskAnswered, run.AnswerAsync(ApprovalWorkflow.Approve, false));
        await RefusedAsync(DurableErrorCodes.RunFinished, run.AnswerAsync(ApprovalWorkflow.Count, 1));
    }

    [Fact]
    public async Task Answer_ManyAtOnce_ExactlyOneCounts()
    {
        await using var engine = await StartAsync();
        var run = await AskedAsync(engine, "count");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            try
            {
                await run.AnswerAsync(ApprovalWorkflow.Count, number);
                return number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
            catch (DurableException exception) when (exception.Code == DurableErrorCodes.AskAnswered)
            {
                return null;
            }
        }));

        Assert.Equal(Assert.Single(outcomes, outcome => outcome is not null), await run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Answer_SameQuestionAskedTwice_GoesToTheOneThatIsOpen()
    {
        await using var engine = await StartAsync();
        var run = await AskedAsync(engine, "twice");

        await run.AnswerAsync(ApprovalWorkflow.Approve, true);
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("ask approve#2"));
        await engine.KillAsync();
        await engine.LiveAsync(script: null);
        run = Handle(engine);
        Assert.Equal("Second?", Assert.Single(await OpenAsync(engine)).Prompt.Message);
        await engine.Client.AnswerAsync(Engine.RunId, "approve#2", JsonDocument.Parse("false").RootElement);

        Assert.Equal("True,False", await run.ResultAsync(engine.Patience));
    }

    [Theory]
    [InlineData("count", "0", "0")]
    [InlineData("comment", "\"\"", "''")]
    [InlineData("comment", "null", "'null'")]
    [InlineData("comment", "\"abc\"", "'abc'")]
    [InlineData("colour", "\"g\"", "g")]
    [InlineData("form", """{"Street":"Elm","Number":4}""", "Address { Street = Elm, Number = 4 }")]
    [InlineData("date", "\"2025-12-24\"", "2025-12-24 00:00")]
    [InlineData("date", "\"2025-12-24T18:30:00+00:00\"", "2025-12-24 18:30")]
    [InlineData("password", "\"open sesame\"", "open sesame")]
    public async Task Answer_Allowed_IsTheResult(string what, string answer, string result)
    {
        await using var engine = await StartAsync();
        var run = await AskedAsync(engine, what);
        var askId = (await OpenAsync(engine))[0].AskId;

        await engine.Client.AnswerAsync(Engine.RunId, askId, JsonDocument.Parse(answer).RootElement);

        Assert.Equal(result, await run.ResultAsync(engine.Patience));
    }

    [Theory]
    [InlineData("approve", "1")]
    [InlineData("approve", "null")]
    [InlineData("count", "\"3\"")]
    [InlineData("count", "10")]
    [InlineData("count", "-1")]
    [InlineData("count", "1e300")]
    [InlineData("count", "1.5")]
    [InlineData("comment", "\"toolong\"")]
    [InlineData("comment", "\"ABC\"")]
    [InlineData("comment", "\"a\\n\"")]
    [InlineData("colour", "\"Red\"")]
    [InlineData("form", "{}")]
    [InlineData("form", """{"Street":""}""")]
    [InlineData("form", """{"Street":"Elm","Number":"four"}""")]
    [InlineData("form", "\"Elm 4\"")]
    [InlineData("date", "\"Christmas\"")]
    [InlineData("date", "20251224")]
    [InlineData("password", "\"\"")]
    [InlineData("password", "null")]
    [InlineData("password", "\"\\ud800\"")]
    [InlineData("date", "\"\\ud800\"")]
    [InlineData("password", "\"abc\"")]
    public async Task Answer_NotAllowed_IsRefusedAndNothingStored(string what, string answer)
    {
        await using var engine = await StartAsync();
        await AskedAsync(engine, what);
        var askId = (await OpenAsync(engine))[0].AskId;
        var journal = await engine.JournalAsync();

        await RefusedAsync(DurableErrorCodes.AnswerInvalid, engine.Client.AnswerAsync(Engine.RunId, askId, JsonDocument.Parse(answer).RootElement));

        Assert.Equal(journal, await engine.JournalAsync());
        Assert.Equal(askId, Assert.Single(await OpenAsync(engine)).AskId);
    }

    [Fact]
    public async Task Ask_NobodyAnswers_ExpiresAndTakesNoAnswerAnyMore()
    {
        await using var engine = await StartAsync();
        var run = await AskedAsync(engine, "expire");

        await engine.WakeAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("sleep sleep"));
        await RefusedAsync(DurableErrorCodes.AskExpired, run.AnswerAsync(ApprovalWorkflow.Approve, true));
        Assert.Empty(await OpenAsync(engine));
        await engine.WakeAsync();

        Assert.Equal("ASK_EXPIRED approve expire", await run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Ask_Withdrawn_IsNoLongerOpen()
    {
        await using var engine = await StartAsync();
        var run = await AskedAsync(engine, "withdraw");

        await run.SignalAsync(ApprovalWorkflow.Stop, true);
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("ask count"));

        Assert.Equal("count", Assert.Single(await OpenAsync(engine)).AskId);
        await RefusedAsync(DurableErrorCodes.AskExpired, run.AnswerAsync(ApprovalWorkflow.Approve, true));
        await run.AnswerAsync(ApprovalWorkflow.Count, 7);
        Assert.Equal("True 7", await run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Answer_NeverAsked_IsRefused()
    {
        await using var engine = await StartAsync();
        var run = await AskedAsync(engine, "approve");

        await RefusedAsync(DurableErrorCodes.AskUnknown, run.AnswerAsync(ApprovalWorkflow.Count, 1));
        await RefusedAsync(DurableErrorCodes.AskUnknown, engine.Client.AnswerAsync(Engine.RunId, "approve#2", JsonDocument.Parse("true").RootElement));
        await RefusedAsync(DurableErrorCodes.RunNotFound, engine.Client.AnswerAsync("other", ApprovalWorkflow.Count, 1));
    }

    [Fact]
    public async Task ListAsks_ManyRuns_ShowsTheOpenOnesOnly()
    {
        await using var engine = await StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await AskedAsync(engine, "approve", $"run-{i}");
        }

        await Handle(engine, "run-1").AnswerAsync(ApprovalWorkflow.Approve, true);

        Assert.Equal(["run-0", "run-2"], (await OpenAsync(engine)).Select(ask => ask.RunId).Order(StringComparer.Ordinal));
    }

    private static Task<Engine> StartAsync() => Engine.StartAsync(durable => durable.AddWorkflow<ApprovalWorkflow>());

    private static ApprovalWorkflow.Run Handle(Engine engine, string runId = Engine.RunId) =>
        engine.Host.Services.GetRequiredService<ApprovalWorkflow.Client>().Get(runId);

    private static async Task<ApprovalWorkflow.Run> AskedAsync(Engine engine, string what, string runId = Engine.RunId)
    {
        var run = await engine.Host.Services.GetRequiredService<ApprovalWorkflow.Client>().StartAsync(what, new() { RunId = runId });
        await engine.UntilAsleepAsync(runId);
        return run;
    }

    private static async Task<List<OpenAsk>> OpenAsync(Engine engine)
    {
        var open = new List<OpenAsk>();
        await foreach (var ask in engine.Client.ListAsksAsync(engine.Patience))
        {
            open.Add(ask);
        }

        return open;
    }

    private static async Task RefusedAsync(string code, Task act) =>
        Assert.Equal(code, (await Assert.ThrowsAnyAsync<DurableException>(() => act)).Code);
}
