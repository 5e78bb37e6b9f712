using System.Text.Json;
using Durable.Tests.Harness;
using static Durable.Tests.Client.ClientFixture;

namespace Durable.Tests.Client;

[Proves("B-RUN-1")]
[Proves("B-RUN-2")]
[Proves("B-RUN-4")]
[Proves("B-RUN-6")]
public sealed class StartTests
{
    [Fact]
    public async Task Start_Acknowledged_IsStoredWithEverythingGiven()
    {
        await using var fixture = await OpenAsync();

        var run = await fixture.Greetings.StartAsync(
            Ada,
            new() { RunId = "g-1", Priority = 7, Queue = "bulk", Tags = new Dictionary<string, string> { ["shop"] = "north" } },
            Token);

        var info = await run.GetInfoAsync(Token);
        Assert.Equal("g-1", info.RunId);
        Assert.Equal("greeting", info.Workflow);
        Assert.Equal(1, info.Version);
        Assert.Equal(1, info.Generation);
        Assert.Equal(RunStatus.Pending, info.Status);
        Assert.False(info.IsFinished);
        Assert.Equal("bulk", info.Queue);
        Assert.Equal(7, info.Priority);
        Assert.Equal("north", info.Tags["shop"]);
        Assert.Equal("api", info.Trigger);
        Assert.Equal(fixture.Time.GetUtcNow(), info.CreatedAt);
        Assert.Equal(1, info.JournalLength);
        Assert.Equal("""{"Name":"Ada","Age":36}""", info.Input?.GetRawText());
        Assert.Null(info.Result);
        Assert.Null(info.Error);
    }

    [Fact]
    public async Task Start_NothingGiven_UsesAGeneratedIdAndTheWorkflowsQueue()
    {
        await using var fixture = await OpenAsync();

        var first = await fixture.Silent.StartAsync(cancellationToken: Token);
        var second = await fixture.Silent.StartAsync(cancellationToken: Token);

        Assert.NotEqual(first.RunId, second.RunId);
        var info = await first.GetInfoAsync(Token);
        Assert.Equal("bulk", info.Queue);
        Assert.Null(info.Input);
        Assert.Null(info.WakeAt);
    }

    [Fact]
    public async Task Start_SameIdAgain_ReturnsTheExistingRunUnchanged()
    {
        await using var fixture = await OpenAsync();
        await fixture.Greetings.StartAsync(Ada, new() { RunId = "g-1" }, Token);
        await fixture.EndAsync("g-1", "\"done\"");

        var again = await fixture.Greetings.StartAsync(new Person("Bob", 1), new() { RunId = "g-1", Priority = 9 }, Token);

        Assert.Equal("done", await again.ResultAsync(Token));
        var info = await again.GetInfoAsync(Token);
        Assert.Equal(0, info.Priority);
        Assert.Equal("Ada", info.Input?.GetProperty("Name").GetString());
    }

    [Fact]
    public async Task Start_SameIdWithFail_ThrowsRunExists()
    {
        await using var fixture = await OpenAsync();
        await fixture.Greetings.StartAsync(Ada, new() { RunId = "g-1" }, Token);

        var refused = await RefusedAsync(
            DurableErrorCodes.RunExists, fixture.Greetings.StartAsync(Ada, new() { RunId = "g-1", IdConflict = IdConflict.Fail }, Token));

        Assert.Equal("g-1", refused.RunId);
    }

    [Fact, Proves("B-WORK-3")]
    public async Task Start_ManyAtOnceWithOneId_CreateOneRun()
    {
        await using var fixture = await OpenAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            async () =>
            {
                try
                {
                    await fixture.Greetings.StartAsync(new Person($"p{i}", i), new() { RunId = "g-1", IdConflict = IdConflict.Fail }, Token);
                    return i;
                }
                catch (DurableException exception) when (exception.Code == DurableErrorCodes.RunExists)
                {
                    return -1;
                }
            },
            Token)));

        var winner = Assert.Single(outcomes, outcome => outcome >= 0);
        Assert.Equal(winner, (await fixture.Greetings.Get("g-1").GetInfoAsync(Token)).Input?.GetProperty("Age").GetInt32());
    }

    [Fact]
    public async Task Start_IdOfAnotherWorkflowsRun_IsRefused()
    {
        await using var fixture = await OpenAsync();
        await fixture.Silent.StartAsync(new() { RunId = "shared" }, Token);

        await RefusedAsync(DurableErrorCodes.WorkflowMismatch, fixture.Greetings.StartAsync(Ada, new() { RunId = "shared" }, Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tab\there")]
    public async Task Start_BadId_IsRefused(string id)
    {
        await using var fixture = await OpenAsync();

        await RefusedAsync(DurableErrorCodes.RunIdInvalid, fixture.Greetings.StartAsync(Ada, new() { RunId = id }, Token));
    }

    [Fact]
    public async Task Start_InputAboveTheCap_IsRefusedAndNothingStored()
    {
        await using var fixture = await OpenAsync();

        await RefusedAsync(
            DurableErrorCodes.PayloadTooLarge,
            fixture.Greetings.StartAsync(new Person(new string('x', PayloadCap), 1), new() { RunId = "g-1" }, Token));

        Assert.Null(await fixture.Client.GetAsync("g-1", Token));
    }

    [Fact]
    public async Task SignalWithStart_NewRun_RecordsThatAnEventStartedIt()
    {
        await using var fixture = await ClientFixture.OpenAsync();

        await fixture.Greetings.SignalWithStartAsync(Ada, GreetingWorkflow.Answered, new Answer("x"), new() { RunId = "g-1" }, cancellationToken: Token);

        Assert.Equal("event", (await fixture.Client.GetAsync("g-1", Token))!.Trigger);
    }

    [Fact]
    public async Task Start_TooManyOrTooLongTags_IsRefused()
    {
        await using var fixture = await ClientFixture.OpenAsync();
        Dictionary<string, string>[] wrong =
        [
            Enumerable.Range(0, 101).ToDictionary(i => $"tag-{i}", i => ""),
            new() { [""] = "x" },
            new() { [new string('x', 101)] = "x" },
            new() { ["x"] = new string('x', 1001) },
        ];

        foreach (var tags in wrong)
        {
            await RefusedAsync(DurableErrorCodes.OptionInvalid, fixture.Greetings.StartAsync(Ada, new() { Tags = tags }, Token));
        }
    }

    [Fact]
    public async Task Start_Delay_IsDueAfterItInWholeMilliseconds()
    {
        await using var fixture = await OpenAsync();

        var run = await fixture.Greetings.StartAsync(Ada, new() { Delay = TimeSpan.FromTicks(1) }, Token);

        Assert.Equal(fixture.Time.GetUtcNow().AddMilliseconds(1), (await run.GetInfoAsync(Token)).WakeAt);
    }

    [Fact]
    public async Task Start_StartAt_IsDueThenInUtc()
    {
        await using var fixture = await OpenAsync();
        var time = new DateTimeOffset(2025, 6, 1, 9, 0, 0, TimeSpan.FromHours(2));

        var run = await fixture.Greetings.StartAsync(Ada, new() { StartAt = time }, Token);

        var due = (await run.GetInfoAsync(Token)).WakeAt;
        Assert.Equal(time, due);
        Assert.Equal(TimeSpan.Zero, due?.Offset);
    }

    public static TheoryData<StartOptions> BadOptions => new(
        new StartOptions { Delay = TimeSpan.FromTicks(-1) },
        new StartOptions { Delay = TimeSpan.FromDays(3651) },
        new StartOptions { Delay = TimeSpan.Zero, StartAt = DateTimeOffset.UnixEpoch },
        new StartOptions { StartAt = DateTimeOffset.MaxValue },
        new StartOptions { StartAt = DateTimeOffset.MaxValue, Timeout = TimeSpan.FromDays(1) },
        new StartOptions { Queue = "" },
        new StartOptions { Queue = "no spaces" });

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task Start_BadOption_IsRefused(StartOptions options)
    {
        await using var fixture = await OpenAsync();

        await RefusedAsync(DurableErrorCodes.OptionInvalid, fixture.Greetings.StartAsync(Ada, options, Token));
    }

    [Fact]
    public async Task Start_CallersTagsChangedLater_RunKeepsThoseGiven()
    {
        await using var fixture = await OpenAsync();
        var tags = new Dictionary<string, string> { ["shop"] = "north" };
        var run = await fixture.Greetings.StartAsync(Ada, new() { Tags = tags }, Token);

        tags["shop"] = "south";

        Assert.Equal("north", (await run.GetInfoAsync(Token)).Tags["shop"]);
    }

    [Fact]
    public async Task StartByName_JsonOfTheInput_StoresWhatATypedStartWould()
    {
        await using var fixture = await OpenAsync();
        using var json = JsonDocument.Parse("""
            {
              "Age": 36,
              "Name": "Ada",
              "Unknown": [1, 2]
            }
            """);

        var runId = await fixture.Client.StartAsync("greeting", json.RootElement, new() { RunId = "g-1" }, Token);

        Assert.Equal("g-1", runId);
        var info = await fixture.Client.GetAsync(runId, Token);
        Assert.Equal("""{"Name":"Ada","Age":36}""", info?.Input?.GetRawText());
    }

    [Fact]
    public async Task StartByName_UnknownWorkflow_IsRefusedNamingTheKnownOnes()
    {
        await using var fixture = await OpenAsync();

        var refused = await RefusedAsync(
            DurableErrorCodes.WorkflowUnknown, fixture.Client.StartAsync("gretting", default, cancellationToken: Token));

        Assert.Contains("greeting, silent", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("greeting", "[1]")]
    [InlineData("greeting", """{"Name":"Ada","Age":"old"}""")]
    [InlineData("silent", "1")]
    public async Task StartByName_JsonOfAnotherType_IsRefusedAndNothingStored(string workflow, string json)
    {
        await using var fixture = await OpenAsync();
        using var input = JsonDocument.Parse(json);

        await RefusedAsync(
            DurableErrorCodes.PayloadInvalid, fixture.Client.StartAsync(workflow, input.RootElement, new() { RunId = "g-1" }, Token));

        Assert.Null(await fixture.Client.GetAsync("g-1", Token));
    }
}
