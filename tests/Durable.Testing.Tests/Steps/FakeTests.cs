using Durable.Testing;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Testing.Steps;

public sealed class FakeTests
{
    private readonly Travel _travel = new();

    [Fact]
    public async Task Step_Faked_IsRecordedInsteadOfTheAuthors()
    {
        await using var durable = await StartAsync();
        durable.Fake<TripWorkflow>()
            .Step("book", call => Task.FromResult($"{call.Argument("id").GetString()} for {call.Argument("price").GetDecimal()}"))
            .Returns("rate", 1);

        var run = await durable.Services.GetRequiredService<TripWorkflow.Client>().StartAsync(new Trip("t", 7m), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("t for 7 1 2025-03-02", await run.ResultAsync(TestContext.Current.CancellationToken));
        Assert.Empty(_travel.Calls);
    }

    [Fact]
    [Proves("B-STEP-1")]
    public async Task Step_FakeThrows_IsRetriedByTheStepsOwnPolicy()
    {
        await using var durable = await StartAsync();
        var attempts = new List<(int Attempt, string Key)>();
        durable.Fake<TripWorkflow>().Step("book", call =>
        {
            attempts.Add((call.Step.Attempt, call.Step.IdempotencyKey));
            return attempts.Count < 3 ? throw new TimeoutException("no answer") : Task.FromResult("seat");
        });

        var run = await durable.Services.GetRequiredService<TripWorkflow.Client>().StartAsync(new Trip("t", 7m, Nights: 0), new() { RunId = "r" }, TestContext.Current.CancellationToken);

        Assert.Equal("seat 5 2025-03-01", await run.ResultAsync(TestContext.Current.CancellationToken));
        Assert.Equal([(1, "r/1/book"), (2, "r/1/book"), (3, "r/1/book")], attempts);
        Assert.Equal(new VirtualClock().GetUtcNow().AddHours(3), durable.Clock.GetUtcNow());
    }

    [Fact]
    [Proves("B-COMP-1")]
    public async Task Compensator_Faked_IsCalledWithTheStepsArguments()
    {
        await using var durable = await StartAsync();
        var undone = new List<string?>();
        durable.Fake<TripWorkflow>()
            .Step<int>("rate", _ => throw new NonRetryableException("no stars"))
            .Undo("book", call =>
            {
                undone.Add($"{call.Argument("id").GetString()} {call.Step.IdempotencyKey}");
                return Task.CompletedTask;
            });

        var run = await durable.Services.GetRequiredService<TripWorkflow.Client>().StartAsync(new Trip("t", 7m), new() { RunId = "r" }, TestContext.Current.CancellationToken);
        var failure = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(TestContext.Current.CancellationToken));

        Assert.Equal(RunStatus.Compensated, failure.Status);
        Assert.Equal(["t r/1/book/undo"], undone);
        Assert.Equal(["book t"], _travel.Calls);
    }

    [Fact]
    public async Task Fake_OfWhatTheWorkflowDoesNotDeclare_IsRefusedAtOnce()
    {
        await using var durable = await StartAsync();
        var fakes = durable.Fake<TripWorkflow>();

        Assert.Contains("declares no step 'fly'", Assert.Throws<ArgumentException>(() => fakes.Returns("fly", 1)).Message, StringComparison.Ordinal);
        Assert.Contains("returns String, not Int32", Assert.Throws<ArgumentException>(() => fakes.Returns("book", 1)).Message, StringComparison.Ordinal);
        Assert.Contains("returns String, not no value", Assert.Throws<ArgumentException>(() => fakes.Step("book", _ => Task.CompletedTask)).Message, StringComparison.Ordinal);
        Assert.Contains("has no compensator", Assert.Throws<ArgumentException>(() => fakes.Undo("rate", _ => Task.CompletedTask)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fake_AskedForAnUnknownArgument_SaysWhatIsRecorded()
    {
        await using var durable = await StartAsync();
        string? message = null;
        durable.Fake<TripWorkflow>().Step<string>("book", call =>
        {
            message = Assert.Throws<ArgumentException>(() => call.Argument("seat")).Message;
            throw new NonRetryableException("over");
        });

        var run = await durable.Services.GetRequiredService<TripWorkflow.Client>().StartAsync(new Trip("t", 7m), cancellationToken: TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(TestContext.Current.CancellationToken));

        Assert.Contains("no recorded parameter 'seat'; recorded is {\"id\":\"t\",\"price\":7}", message, StringComparison.Ordinal);
    }

    private Task<DurableTestHost> StartAsync() => DurableTestHost.StartAsync(d =>
    {
        d.Services.AddSingleton(_travel);
        d.AddWorkflow<TripWorkflow>();
    });
}
