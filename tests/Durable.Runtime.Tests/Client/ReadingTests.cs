using System.Text.Json;
using Durable.Storage;
using Durable.Tests.Harness;
using static Durable.Tests.Client.ClientFixture;

namespace Durable.Tests.Client;

[Proves("B-SHOW-3")]
[Proves("B-SHOW-4")]
public sealed class ReadingTests
{
    [Fact]
    public async Task Get_UnknownRun_IsNull()
    {
        await using var fixture = await OpenAsync();

        Assert.Null(await fixture.Client.GetAsync("nobody", Token));
        await RefusedAsync(DurableErrorCodes.RunNotFound, fixture.Greetings.Get("nobody").GetInfoAsync(Token));
    }

    [Fact]
    public async Task Get_StuckRun_SaysWhy()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);

        await fixture.ParkStuckAsync(run.RunId, "record 2 is a sleep, the code asks for a step");

        var info = await fixture.Client.GetAsync(run.RunId, Token);
        Assert.Equal(RunStatus.Stuck, info?.Status);
        Assert.Equal("record 2 is a sleep, the code asks for a step", info?.Reason);
        Assert.False(info?.IsFinished);
    }

    [Fact]
    public async Task List_ByWorkflowStatusAndTag_ReturnsThoseNewestFirst()
    {
        await using var fixture = await OpenAsync();
        foreach (var id in (string[])["a", "b", "c"])
        {
            await fixture.Greetings.StartAsync(Ada, new() { RunId = id, Tags = new Dictionary<string, string> { ["shop"] = id == "b" ? "south" : "north" } }, Token);
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await fixture.Silent.StartAsync(new() { RunId = "d" }, Token);
        await fixture.EndAsync("c", "\"done\"");

        Assert.Equal(["d", "c", "b", "a"], await IdsAsync(fixture, null));
        Assert.Equal(["c", "b", "a"], await IdsAsync(fixture, new() { Workflow = "greeting" }));
        Assert.Equal(["c"], await IdsAsync(fixture, new() { Statuses = [RunStatus.Completed] }));
        Assert.Equal(["c"], await IdsAsync(fixture, new() { Status = RunStatus.Completed }));
        Assert.Equal(
            (RunStatus.Completed, null, null, null),
            (new RunQuery { Statuses = [RunStatus.Completed] }.Status, new RunQuery().Status, new RunQuery { Statuses = [RunStatus.Completed, RunStatus.Failed] }.Status,
                (new RunQuery { Status = RunStatus.Failed } with { Status = null }).Status));
        Assert.Equal(["c", "a"], await IdsAsync(fixture, new() { Tags = new Dictionary<string, string> { ["shop"] = "north" } }));
    }

    [Fact]
    public async Task List_RunWhoseStartANewerLibraryWrote_IsListedWithTheReason()
    {
        await using var fixture = await OpenAsync();
        await fixture.Greetings.StartAsync(Ada, new() { RunId = "ours" }, Token);
        await fixture.Store.CreateAsync(
            new NewRun
            {
                RunId = "theirs",
                Workflow = "greeting",
                Version = 1,
                Queue = "default",
                CreatedAt = fixture.Time.GetUtcNow(),
                Start = new JournalEntry(1, """{"t":"begin","n":1,"ts":0}"""u8.ToArray()),
            },
            Token);

        var runs = new List<RunInfo>();
        await foreach (var run in fixture.Client.ListAsync(cancellationToken: Token))
        {
            runs.Add(run);
        }

        Assert.Contains("begin", Assert.Single(runs, run => run.RunId == "theirs").Reason, StringComparison.Ordinal);
        Assert.Null(Assert.Single(runs, run => run.RunId == "ours").Reason);
    }

    [Fact]
    public async Task History_EndedRun_IsEveryRecordAsStored()
    {
        await using var fixture = await OpenAsync();
        var run = await fixture.Greetings.StartAsync(Ada, cancellationToken: Token);
        var started = fixture.Time.GetUtcNow();
        fixture.Time.Advance(TimeSpan.FromMilliseconds(1500));
        await fixture.EndAsync(run.RunId, "\"hello\"");

        var records = new List<HistoryRecord>();
        await foreach (var record in fixture.Client.ReadHistoryAsync(run.RunId, Token))
        {
            records.Add(record);
        }

        Assert.Equal(["1 start", "2 end"], records.Select(record => record.ToString()));
        Assert.Equal([started, started.AddMilliseconds(1500)], records.Select(record => record.Timestamp));
        Assert.All(records, record => Assert.Null(record.OperationId));
        using var end = JsonDocument.Parse(records[1].ToJson());
        Assert.Equal("hello", end.RootElement.GetProperty("result").GetString());
        Assert.DoesNotContain('\n', records[0].ToJson());
    }

    [Fact]
    public async Task History_UnknownRun_IsRefused()
    {
        await using var fixture = await OpenAsync();

        await RefusedAsync(DurableErrorCodes.RunNotFound, fixture.Client.ReadHistoryAsync("nobody", Token).GetAsyncEnumerator(Token).MoveNextAsync().AsTask());
    }

    private static async Task<List<string>> IdsAsync(ClientFixture fixture, RunQuery? query)
    {
        var ids = new List<string>();
        await foreach (var run in fixture.Client.ListAsync(query, Token))
        {
            ids.Add(run.RunId);
        }

        return ids;
    }
}
