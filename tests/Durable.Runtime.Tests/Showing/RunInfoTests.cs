using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Showing;

[Proves("B-SHOW-3")]
public sealed class RunInfoTests
{
    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task Get_RunInMemoryThatWaits_IsWaitingWithoutAnotherWrite(StoreKind kind)
    {
        await using var engine = await Engine.StartAsync(
            new Script
            {
                Body = static async (ctx, w, _) => await w.AlphaAsync("x") + await ctx.WaitForSignalAsync(ScriptedWorkflow.Go),
            },
            StayInMemory,
            kind);
        await engine.StartRunAsync();
        var waiting = await engine.UntilAsync(static info => info.Status == RunStatus.Waiting);

        Assert.NotNull(waiting.Worker);
        Assert.Equal(("go", "go signal"), (waiting.State, Pending(waiting)));
        Assert.Equal(1, engine.Store.Commits);
        Assert.Equal([Engine.RunId], await IdsAsync(engine, RunStatus.Waiting));
        Assert.Empty(await IdsAsync(engine, RunStatus.Running, RunStatus.Pending));

        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "y");

        Assert.Equal("xy", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal([Engine.RunId], await IdsAsync(engine, RunStatus.Completed));
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task GetAndList_WhileItRunsAndAfterItsEnd_ShowEverything(StoreKind kind)
    {
        var go = new TaskCompletionSource<string>();
        var begun = new TaskCompletionSource();
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                await w.AlphaAsync(input);
                return ctx.Generation == 1 && input == "fail" ? throw new InvalidOperationException("no") : "done";
            },
            Step = (_, _) =>
            {
                begun.TrySetResult();
                return go.Task;
            },
        };
        await using var engine = await Engine.StartAsync(script, kind: kind);
        var created = engine.Time.GetUtcNow();
        var client = engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>();
        await client.StartAsync("fail", new() { RunId = Engine.RunId, Priority = 3, Tags = new Dictionary<string, string> { ["a"] = "b" }, Delay = TimeSpan.FromMinutes(5), Timeout = TimeSpan.FromHours(1) });
        engine.Time.Advance(TimeSpan.FromMinutes(5));
        await begun.Task.WaitAsync(engine.Patience);

        foreach (var running in new[] { (await engine.Client.GetAsync(Engine.RunId))!, await ListedAsync(engine) })
        {
            Assert.Equal(("scripted", 1, 1, RunStatus.Running, false), (running.Workflow, running.Version, running.Generation, running.Status, running.IsFinished));
            Assert.Equal((created, created.AddMinutes(5), null, created.AddMinutes(65)), (running.CreatedAt, running.StartAt, running.EndedAt, running.Deadline));
            Assert.Equal(("fail", null, null), (running.Input!.Value.GetString(), running.Result, running.Error));
            Assert.Equal((3, "default", "b", "api"), (running.Priority, running.Queue, running.Tags["a"], running.Trigger));
            Assert.NotNull(running.Worker);
        }

        engine.Time.Advance(TimeSpan.FromMinutes(1));
        go.SetResult("");
        await engine.UntilEndedAsync();
        foreach (var ended in new[] { (await engine.Client.GetAsync(Engine.RunId))!, await ListedAsync(engine) })
        {
            Assert.Equal((RunStatus.Failed, true, "no", null), (ended.Status, ended.IsFinished, ended.Error!.Message, ended.Worker));
            Assert.Equal((created.AddMinutes(6), null), (ended.EndedAt, ended.Result));
        }

        await client.StartAsync("fine", new() { RunId = "fine" });
        await engine.UntilEndedAsync("fine");
        Assert.Equal("done", (await ListedAsync(engine, "fine")).Result!.Value.GetString());
    }

    [Fact]
    public async Task Get_FirstStepIsRunning_IsRunningAndNamesTheStep()
    {
        var go = new TaskCompletionSource();
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = static async (_, w, _) => await w.AlphaAsync("x"),
            Step = async (argument, _) =>
            {
                await go.Task;
                return argument;
            },
        });
        await engine.StartRunAsync();

        var running = await engine.UntilAsync(static info => info.Status == RunStatus.Running);

        Assert.Equal(("Alpha", "Alpha step 1"), (running.State, Pending(running)));
        go.SetResult();
        await engine.Run.ResultAsync(engine.Patience);
        var ended = (await engine.Client.GetAsync(Engine.RunId))!;
        Assert.Null(ended.State);
        Assert.Empty(ended.PendingOperations);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_StepThatFailed_ShowsTheNextAttemptAndItsTime(bool inMemory)
    {
        await using var engine = await Engine.StartAsync(
            new Script
            {
                Body = static async (_, w, _) => await w.HourlyAsync("x"),
                Step = static (argument, step) => step.Attempt < 3 ? throw new InvalidOperationException("not yet") : Task.FromResult(argument),
            },
            inMemory ? StayInMemory : null);
        await engine.StartRunAsync();
        for (var attempt = 2; attempt <= 3; attempt++)
        {
            var next = attempt;
            var waiting = await engine.UntilAsync(info => info.Status == RunStatus.Waiting && (inMemory || info.Worker is null) && info.PendingOperations is [{ } pending] && pending.Attempt == next);
            var retry = Assert.Single(waiting.PendingOperations);
            Assert.Equal(engine.Time.GetUtcNow() + TimeSpan.FromHours(1), retry.NextAttemptAt);
            Assert.Equal(waiting.WakeAt, retry.NextAttemptAt);
            engine.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal("x", await engine.Run.ResultAsync(engine.Patience));
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task Get_RunThatLeftMemory_ShowsWhatItWaitsFor(StoreKind kind)
    {
        Script Code() => new()
        {
            Body = static async (ctx, w, _) =>
            {
                ctx.Metadata.Set("phase", "waiting");
                await Task.WhenAll(
                    ctx.SleepAsync(TimeSpan.FromHours(5)),
                    ctx.WaitForSignalAsync(ScriptedWorkflow.Go, TimeSpan.FromHours(6)),
                    ctx.WaitForSignalAsync(ScriptedWorkflow.Count),
                    ctx.WaitUntilAsync(static () => false),
                    ctx.AskAsync(new Ask<string>("why"), AskPrompt.Text("Why?") with { ExpiresIn = TimeSpan.FromHours(7) }),
                    ChildWorkflow.RunChildAsync(ctx, "a"));
                return "";
            },
        };
        static void WithChild(DurableBuilder durable)
        {
            durable.AddWorkflow<ChildWorkflow>();
            durable.Services.AddSingleton(new ChildScript(static async (ctx, _, _) => await ctx.WaitForSignalAsync(ChildWorkflow.Go)));
        }

        await using var engine = await Engine.StartAsync(Code(), WithChild, kind);
        await engine.StartRunAsync();
        Check(await engine.UntilAsleepAsync());

        // Nothing of it is in any process's memory.
        await engine.UntilAsleepAsync("run-1/1/child");
        await engine.RestartAsync(Code());
        Check((await engine.Client.GetAsync(Engine.RunId))!);
        Assert.Equal([("why", "Why?")], (await AsksAsync(engine)).Select(static ask => (ask.AskId, ask.Prompt.Message)));

        void Check(RunInfo info)
        {
            Assert.Null(info.Worker);
            Assert.Equal(
                "sleep sleep 5h, go signal 6h, count signal, until until, why ask 7h, child child",
                string.Join(", ", info.PendingOperations.Select(operation => $"{operation.Id} {operation.Kind}{(operation.DueAt is { } due ? $" {(due - info.CreatedAt).TotalHours}h" : "")}")));
            Assert.Equal(("child", "waiting"), (info.State, info.Metadata["phase"].GetString()));
            Assert.Equal(new OpenChild("run-1/1/child", "child", "child"), Assert.Single(info.Children));
            var ask = Assert.Single(info.OpenAsks);
            Assert.Equal(("run-1", "scripted", "why", "why", "Why?", info.CreatedAt.AddHours(7)), (ask.RunId, ask.Workflow, ask.AskId, ask.Name, ask.Prompt.Message, ask.ExpiresAt));
        }
    }

    [Fact]
    public async Task Get_StepRunsBesideAQuestion_BothAreShownAndTheQuestionIsStored()
    {
        var go = new TaskCompletionSource();
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = static async (ctx, w, _) =>
            {
                var step = w.AlphaAsync("x");
                var answer = await ctx.AskAsync(new Ask<string>("why"), AskPrompt.Text("Why?"));
                return await step + answer;
            },
            Step = async (argument, _) =>
            {
                await go.Task;
                return argument;
            },
        });
        await engine.StartRunAsync();
        var asked = await engine.UntilAsync(static info => info.JournalLength == 2);
        Assert.Equal((RunStatus.Running, "Alpha step 1, why ask"), (asked.Status, Pending(asked)));

        // As another process would see it.
        var row = (await engine.Store.FindAsync(Engine.RunId))!;
        Assert.Contains("\"why\"", System.Text.Encoding.UTF8.GetString(row.Summary.Span), StringComparison.Ordinal);

        await engine.Client.AnswerAsync(Engine.RunId, "why", System.Text.Json.JsonDocument.Parse("\"!\"").RootElement);
        Assert.Empty(await AsksAsync(engine));
        await engine.UntilAsync(static info => info.JournalLength == 3);
        row = (await engine.Store.FindAsync(Engine.RunId))!;
        Assert.DoesNotContain("\"why\"", System.Text.Encoding.UTF8.GetString(row.Summary.Span), StringComparison.Ordinal);
        go.SetResult();
        Assert.Equal("x!", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Get_WideFanOut_ARowKeepsAHundredAndQuestionsAreFoundAllTheSame()
    {
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = static async (ctx, _, _) =>
            {
                await Task.WhenAll(Enumerable.Range(0, 120).Select(n => ctx.AskAsync(new Ask<string>($"why-{n}"), AskPrompt.Text("Why?"))));
                return "";
            },
        });
        await engine.StartRunAsync();
        var asleep = await engine.UntilAsleepAsync();

        Assert.Equal(100, asleep.PendingOperations.Count);
        Assert.Equal(120, (await AsksAsync(engine)).Count);
    }

    [Fact]
    public async Task BusyRun_StoresNoSummary()
    {
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = static async (_, w, _) => await w.AlphaAsync(await w.BetaAsync(await w.AlphaAsync("x"))),
        });
        var said = 0;
        engine.Store.BeforeCommit = commit =>
        {
            said += commit.Summary is null ? 0 : 1;
            return Task.CompletedTask;
        };
        var run = await engine.StartRunAsync();

        Assert.Equal("x", await run.ResultAsync(engine.Patience));
        Assert.Equal(0, said);
    }

    [Fact, Proves("B-RUN-4"), Proves("B-DET-1")]
    public async Task DelayedRun_NowBeginsWhenItWasToBegin()
    {
        Script script = null!;
        script = new Script
        {
            Body = async (ctx, _, _) =>
            {
                script.Trace($"{ctx.Now():O} {ctx.StartedAt:O}");
                await ctx.SleepAsync(TimeSpan.FromMinutes(10));
                script.Trace($"{ctx.Now():O}");
                return "";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var due = engine.Time.GetUtcNow() + TimeSpan.FromHours(3);
        await engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>().StartAsync("x", new() { RunId = Engine.RunId, Delay = TimeSpan.FromHours(3) });
        var pending = await engine.UntilAsync(static info => info is { Status: RunStatus.Pending });
        Assert.Equal((due, due), (pending.StartAt, pending.WakeAt));

        engine.Time.Advance(TimeSpan.FromHours(3));
        var asleep = await engine.UntilAsleepAsync();
        Assert.Equal(due.AddMinutes(10), asleep.WakeAt);
        await engine.CrashAsync(script);
        await engine.WakeAsync();
        await engine.Run.ResultAsync(engine.Patience);

        Assert.All(script.Traces, trace => Assert.Equal($"{due:O} {due:O}", trace[0]));
        Assert.Equal($"{due.AddMinutes(10):O}", script.LastTrace[1]);
    }

    private static async Task<RunInfo> ListedAsync(Engine engine, string runId = Engine.RunId)
    {
        await foreach (var info in engine.Client.ListAsync(new RunQuery { Workflow = "scripted" }))
        {
            if (info.RunId == runId)
            {
                return info;
            }
        }

        throw new InvalidOperationException("It is not listed.");
    }

    private static void StayInMemory(DurableBuilder durable) => durable.ConfigureWorker(static worker => worker.IdleEviction = TimeSpan.FromHours(1));

    private static string Pending(RunInfo info) => string.Join(
        ", ", info.PendingOperations.Select(static operation => $"{operation.Id} {operation.Kind}{(operation.Attempt == 0 ? "" : $" {operation.Attempt}")}"));

    private static async Task<List<string>> IdsAsync(Engine engine, params RunStatus[] statuses)
    {
        var ids = new List<string>();
        await foreach (var info in engine.Client.ListAsync(new() { Statuses = statuses }, engine.Patience))
        {
            ids.Add(info.RunId);
        }

        return ids;
    }

    private static async Task<List<OpenAsk>> AsksAsync(Engine engine)
    {
        var asks = new List<OpenAsk>();
        await foreach (var ask in engine.Client.ListAsksAsync(engine.Patience))
        {
            asks.Add(ask);
        }

        return asks;
    }
}
