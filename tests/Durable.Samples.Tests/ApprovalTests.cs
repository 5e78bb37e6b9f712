using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Durable.Samples.Tests;

public sealed class ApprovalTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("durable-approval-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LargeExpense_Approved_IsPaidOnce()
    {
        await using var sample = Start();
        using var client = await ClientAsync(sample);
        var id = await HandInAsync(client, amount: 250m);
        await AskedAsync(client, id);

        var question = Assert.Single((await client.GetFromJsonAsync<JsonElement>("/questions", Token)).EnumerateArray());
        Assert.Equal(id, question.GetProperty("expense").GetString());
        Assert.Equal("finance", question.GetProperty("assignee").GetString());

        Assert.Equal(HttpStatusCode.NoContent, await AnswerAsync(client, id, pay: true));
        var decision = await DecisionAsync(client, id);
        Assert.True(decision.GetProperty("paid").GetBoolean());
        Assert.StartsWith("transfer-1 of 250.00", decision.GetProperty("transfer").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, await AnswerAsync(client, id, pay: false));
    }

    [Fact]
    public async Task SmallExpense_IsPaidWithoutAQuestion()
    {
        await using var sample = Start();
        using var client = await ClientAsync(sample);

        var id = await HandInAsync(client, amount: 20m);

        Assert.True((await DecisionAsync(client, id)).GetProperty("paid").GetBoolean());
    }

    [Fact]
    public async Task Expense_HandedInAgain_IsTheSameOne()
    {
        await using var sample = Start();
        using var client = await ClientAsync(sample);
        client.DefaultRequestHeaders.Add("Idempotency-Key", "trip-7");

        Assert.Equal("trip-7", await HandInAsync(client, amount: 20m));
        Assert.Equal("trip-7", await HandInAsync(client, amount: 20m));

        Assert.StartsWith("transfer-1 ", (await DecisionAsync(client, "trip-7")).GetProperty("transfer").GetString(), StringComparison.Ordinal);
        client.DefaultRequestHeaders.Remove("Idempotency-Key");
        Assert.StartsWith("transfer-2 ", (await DecisionAsync(client, await HandInAsync(client, amount: 30m))).GetProperty("transfer").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_ThatCannotBe_AreToldSo()
    {
        await using var sample = Start();
        using var client = await ClientAsync(sample);

        Assert.Equal(HttpStatusCode.NotFound, await AnswerAsync(client, "nobody", pay: true));
        client.DefaultRequestHeaders.Add("Idempotency-Key", new string('k', 300));
        using var refused = await client.PostAsJsonAsync("/expenses", new { employee = "Ada", what = "a train", amount = 1m }, Token);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Question_AfterARestart_StandsAndExpires()
    {
        string id;
        await using (var first = Start())
        {
            using var client = await ClientAsync(first);
            id = await HandInAsync(client, amount: 250m);
            await AskedAsync(client, id);
            Assert.Single((await client.GetFromJsonAsync<JsonElement>("/questions", Token)).EnumerateArray());
        }

        // Killed, not stopped: disposing kills. The second process finds the question where it was, and lets it expire.
        await using var second = Start("--AnswerWithinSeconds", "1");
        using var again = await ClientAsync(second);
        var expired = await HandInAsync(again, amount: 300m);
        Assert.Equal("nobody answered in time", (await DecisionAsync(again, expired)).GetProperty("reason").GetString());
        Assert.Equal(HttpStatusCode.NoContent, await AnswerAsync(again, id, pay: false));
        Assert.Equal("refused", (await DecisionAsync(again, id)).GetProperty("reason").GetString());
    }

    public void Dispose() => _data.Delete(recursive: true);

    private SampleProcess Start(params string[] arguments) =>
        SampleProcess.Start("Approval", ["--urls", "http://127.0.0.1:0", "--Data", _data.FullName, .. arguments]);

    private static async Task<HttpClient> ClientAsync(SampleProcess sample)
    {
        var line = await sample.LineAsync("Now listening on:");
        return new HttpClient { BaseAddress = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]) };
    }

    private static async Task<string> HandInAsync(HttpClient client, decimal amount)
    {
        using var response = await client.PostAsJsonAsync("/expenses", new { employee = "Ada", what = "a train", amount }, Token);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetString()!;
    }

    private static async Task AskedAsync(HttpClient client, string id)
    {
        await using var events = await client.GetStreamAsync($"/expenses/{id}/events", Token);
        await foreach (var happened in SseParser.Create(events).EnumerateAsync(Token))
        {
            if (JsonElement.Parse(happened.Data).GetProperty("kind").GetString() == "ask")
            {
                return;
            }
        }

        Assert.Fail("The expense ended without a question.");
    }

    private static async Task<HttpStatusCode> AnswerAsync(HttpClient client, string id, bool pay)
    {
        using var response = await client.PostAsJsonAsync($"/expenses/{id}/answer", new { pay }, Token);
        return response.StatusCode;
    }

    private static async Task<JsonElement> DecisionAsync(HttpClient client, string id)
    {
        var state = await client.GetFromJsonAsync<JsonElement>($"/expenses/{id}?wait=true", Token);
        Assert.Equal("Completed", state.GetProperty("status").GetString());
        return state.GetProperty("decision");
    }
}
