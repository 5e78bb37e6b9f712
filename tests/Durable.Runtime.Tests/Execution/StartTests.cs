using System.Text.Json;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Execution;

public sealed class StartTests
{
    [Fact, Proves("B-RUN-1")]
    public async Task Start_WorkerCutOffRightAfter_RunsInTheNextProcess()
    {
        var hold = new TaskCompletionSource();
        var script = new Script { Body = static (_, w, input) => w.AlphaAsync(input), Step = (a, _) => hold.Task.ContinueWith(_ => a, TaskScheduler.Default) };
        await using var engine = await Engine.StartAsync(script);

        await engine.StartRunAsync("x");
        await engine.CrashAsync(new Script { Body = static (_, w, input) => w.AlphaAsync(input) });

        Assert.Equal("x", await engine.Run.ResultAsync(engine.Patience));
        hold.SetResult();
    }

    [Fact, Proves("B-RUN-1")]
    public async Task Start_WithoutId_GeneratesIdsThatSortByTime()
    {
        await using var engine = await Engine.StartAsync(new Script { Body = static (ctx, _, _) => Task.FromResult(ctx.RunId) });
        var client = engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>();

        var first = await client.StartAsync("a");
        engine.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await client.StartAsync("b");

        Assert.True(string.CompareOrdinal(first.RunId, second.RunId) < 0);
        Assert.Equal(first.RunId, await first.ResultAsync(engine.Patience));
    }

    [Fact, Proves("B-RUN-2")]
    public async Task Start_SameIdWhileRunning_ReturnsTheRunAndExecutesNothingTwice()
    {
        var hold = new TaskCompletionSource<string>();
        var script = new Script { Body = static (_, w, input) => w.AlphaAsync(input), Step = (_, _) => hold.Task };
        await using var engine = await Engine.StartAsync(script);

        var first = await engine.StartRunAsync("first");
        var again = await engine.StartRunAsync("second");
        hold.SetResult("done");

        Assert.Equal("done", await first.ResultAsync(engine.Patience));
        Assert.Equal("done", await again.ResultAsync(engine.Patience));
        Assert.Equal(["Alpha(first) 1"], script.Calls);
        Assert.Equal(["start", "step Alpha", "end"], await engine.JournalAsync());
    }

    [Fact, Proves("B-RUN-2"), Proves("B-RUN-3")]
    public async Task Start_SameIdAfterTheEnd_ReturnsTheOldResult()
    {
        var script = new Script { Body = static (_, w, input) => w.AlphaAsync(input) };
        await using var engine = await Engine.StartAsync(script);
        await (await engine.StartRunAsync("first")).ResultAsync(engine.Patience);

        var again = await engine.StartRunAsync("second");

        Assert.Equal("first", await again.ResultAsync(engine.Patience));
        Assert.Single(script.Calls);
    }

    [Fact, Proves("B-RUN-2")]
    public async Task Start_SameIdWithFail_Throws()
    {
        await using var engine = await Engine.StartAsync(new Script { Body = static (_, _, input) => Task.FromResult(input) });
        await engine.StartRunAsync();

        var client = engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>();
        var refused = await Assert.ThrowsAsync<DurableException>(
            () => client.StartAsync("x", new() { RunId = Engine.RunId, IdConflict = IdConflict.Fail }));

        Assert.Equal(DurableErrorCodes.RunExists, refused.Code);
    }

    [Fact, Proves("B-RUN-3")]
    public async Task Result_FailedRun_ThrowsTheRecordedErrorAlsoAfterARestart()
    {
        var script = new Script { Body = static (_, _, _) => throw new NonRetryableException("no stock", "stock") };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();

        var first = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));
        await engine.RestartAsync(script);
        var second = await Assert.ThrowsAsync<RunFailedException>(() => engine.Run.ResultAsync(engine.Patience));

        Assert.Equal((RunStatus.Failed, "stock", "no stock"), (first.Status, first.Error.Kind, first.Error.Message));
        Assert.Equal((RunStatus.Failed, "stock", "no stock"), (second.Status, second.Error.Kind, second.Error.Message));
        Assert.Single(script.Traces);
    }

    [Fact, Proves("B-RUN-6")]
    public async Task Start_UnknownName_FailsAtOnce()
    {
        await using var engine = await Engine.StartAsync(new Script { Body = static (_, _, input) => Task.FromResult(input) });

        var refused = await Assert.ThrowsAsync<DurableException>(() => engine.Client.StartAsync("nobody", default(JsonElement)));

        Assert.Equal(DurableErrorCodes.WorkflowUnknown, refused.Code);
    }

    [Fact, Proves("B-RUN-4")]
    public async Task Start_DelayedAndSignalled_KeepsTheSignalAndBeginsAtItsTime()
    {
        var script = new Script { Body = static (ctx, _, _) => ctx.WaitForSignalAsync(ScriptedWorkflow.Go) };
        await using var engine = await Engine.StartAsync(script);
        var client = engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>();

        var run = await client.StartAsync("x", new() { RunId = Engine.RunId, Delay = TimeSpan.FromMinutes(5) });
        await run.SignalAsync(ScriptedWorkflow.Go, "early");
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("signal"));
        var waiting = await engine.UntilAsync(info => info.Worker is null);
        Assert.Equal((RunStatus.Pending, engine.Time.GetUtcNow().AddMinutes(5)), (waiting.Status, waiting.WakeAt));
        Assert.Empty(script.Traces);
        engine.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("early", await run.ResultAsync(engine.Patience));
    }

    [Fact, Proves("B-RUN-4"), Proves("B-CTL-1")]
    public async Task Start_DelayedAndCancelled_IsCancelledWithoutRunningAStep()
    {
        var script = new Script { Body = static (_, w, input) => w.AlphaAsync(input) };
        await using var engine = await Engine.StartAsync(script);
        var client = engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>();

        var run = await client.StartAsync("x", new() { RunId = Engine.RunId, Delay = TimeSpan.FromMinutes(5) });
        await run.CancelAsync();
        var ended = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal(RunStatus.Cancelled, ended.Status);
        Assert.Empty(script.Calls);
    }

    [Theory, Proves("B-RUN-5")]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task Start_WhileNoWorkerServesThem_AreTakenByPriorityThenTimeThenId(StoreKind kind)
    {
        var order = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var script = new Script
        {
            Body = static async (ctx, w, _) => await w.AlphaAsync(ctx.RunId),
            Step = (argument, _) =>
            {
                order.Enqueue(argument);
                return Task.FromResult(argument);
            },
        };
        await using var engine = await Engine.StartAsync(script, static durable => durable.ConfigureWorker(worker => worker.Queues = ["nobody"]), kind);
        var client = engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>();
        await StartAsync("low", new() { Priority = -1 });
        await StartAsync("b", new());
        await StartAsync("a", new());
        engine.Time.Advance(TimeSpan.FromSeconds(1));
        await StartAsync("later", new());
        await StartAsync("soon", new() { StartAt = engine.Time.GetUtcNow() + TimeSpan.FromMinutes(1) });
        await StartAsync("high", new() { Priority = 5 });
        engine.Time.Advance(TimeSpan.FromMinutes(5));

        await engine.RestartAsync(script, static durable => durable.ConfigureWorker(worker =>
        {
            worker.Queues = ["default"];
            worker.MaxConcurrentRuns = 1;
        }));

        await engine.UntilAsync(() => Task.FromResult(order.Count == 6));
        Assert.Equal(["high", "a", "b", "later", "soon", "low"], order);

        Task StartAsync(string id, StartOptions options) => client.StartAsync("x", options with { RunId = id });
    }

    [Theory, Proves("B-RUN-1")]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("nul\0")]
    [InlineData("x201")]
    public async Task Start_IdThatIsNone_IsRefused(string id)
    {
        await using var engine = await Engine.StartAsync(new Script { Body = static (_, _, input) => Task.FromResult(input) });

        var refused = await Assert.ThrowsAsync<DurableException>(() => engine.StartRunAsync(runId: id == "x201" ? new string('x', 201) : id));

        Assert.Equal(DurableErrorCodes.RunIdInvalid, refused.Code);
        Assert.Equal("ok", await (await engine.StartRunAsync("ok", new string('x', 200))).ResultAsync(engine.Patience));
    }

    [Fact, Proves("B-RUN-4")]
    public async Task Start_EverythingGiven_StandsInTheStartRecord()
    {
        await using var engine = await Engine.StartAsync(
            new Script { Body = static (_, _, input) => Task.FromResult(input) }, static durable => durable.ConfigureWorker(worker => worker.Queues = ["slow"]));
        var client = engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>();
        await client.StartAsync("in", new()
        {
            RunId = Engine.RunId,
            Delay = TimeSpan.FromMinutes(5),
            Priority = 7,
            Tags = new Dictionary<string, string> { ["team"] = "ops" },
            Queue = "slow",
            Timeout = TimeSpan.FromHours(1),
            Principal = new Principal("ada") { Scopes = ["pay"], EgressAllowed = false, SpendLimit = 2.5m },
        });

        var start = JsonElement.Parse((await engine.HistoryAsync())[0].ToJson());

        Assert.Equal(("start", 7, "slow", "api", "in"), (Text("t"), start.GetProperty("priority").GetInt32(), Text("queue"), Text("trigger"), Text("input")));
        var begin = (engine.Time.GetUtcNow() + TimeSpan.FromMinutes(5)).ToUnixTimeMilliseconds();
        Assert.Equal((begin, begin + 3_600_000), (start.GetProperty("startAt").GetInt64(), start.GetProperty("deadline").GetInt64()));
        Assert.Equal("ops", start.GetProperty("tags").GetProperty("team").GetString());
        Assert.Equal("""{"id":"ada","scopes":["pay"],"egress":false,"spendLimit":2.5}""", start.GetProperty("principal").GetRawText());

        string? Text(string name) => start.GetProperty(name).GetString();
    }

    [Fact, Proves("B-RUN-4")]
    public async Task Start_Delayed_BeginsAtItsTime()
    {
        var script = new Script { Body = static (_, w, input) => w.AlphaAsync(input) };
        await using var engine = await Engine.StartAsync(script);
        var client = engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>();

        var run = await client.StartAsync("x", new() { Delay = TimeSpan.FromMinutes(5) });
        engine.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Empty(script.Calls);
        engine.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("x", await run.ResultAsync(engine.Patience));
    }
}
