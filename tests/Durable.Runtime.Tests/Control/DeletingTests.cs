using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Control;

/// <summary>Runs that have ended are deleted, one by one, by age, by query, and by their workflow's retention.</summary>
[Proves("B-CTL-2")]
public sealed partial class DeletingTests
{
    public static TheoryData<StoreKind> Stores => new(StoreKind.Memory, StoreKind.Files);

    [Theory, MemberData(nameof(Stores))]
    public async Task Delete_EndedRun_IsGoneForGoodAndOthersGetAClearAnswer(StoreKind store)
    {
        var script = Echo();
        await using var engine = await Engine.StartAsync(script, kind: store);
        await (await engine.StartRunAsync()).ResultAsync(engine.Patience);
        await engine.StartRunAsync("wait", "live");
        await engine.UntilAsleepAsync("live");

        await engine.Client.DeleteAsync(Engine.RunId);

        var gone = await Assert.ThrowsAsync<DurableException>(() => engine.Client.DeleteAsync(Engine.RunId));
        var live = await Assert.ThrowsAsync<DurableException>(() => engine.Client.DeleteAsync("live"));
        Assert.Equal((DurableErrorCodes.RunNotFound, DurableErrorCodes.RunNotFinished), (gone.Code, live.Code));
        await engine.RestartAsync(script);
        Assert.Null(await engine.Client.GetAsync(Engine.RunId));
        Assert.NotNull(await engine.Client.GetAsync("live"));
        Assert.Equal("again", await (await engine.StartRunAsync("again")).ResultAsync(engine.Patience));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Cleanup_DeletesWhatEndedStrictlyLongerAgo(StoreKind store)
    {
        await using var engine = await Engine.StartAsync(Echo(), kind: store);
        await engine.StartRunAsync("wait", "live");
        await engine.UntilAsleepAsync("live");
        await (await engine.StartRunAsync(runId: "old")).ResultAsync(engine.Patience);
        engine.Time.Advance(TimeSpan.FromMilliseconds(1));
        await (await engine.StartRunAsync(runId: "young")).ResultAsync(engine.Patience);
        engine.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(0, await engine.Client.CleanupAsync(TimeSpan.FromDays(1) + TimeSpan.FromMilliseconds(1)));
        Assert.Equal(1, await engine.Client.CleanupAsync(TimeSpan.FromDays(1)));
        Assert.Null(await engine.Client.GetAsync("old"));
        Assert.NotNull(await engine.Client.GetAsync("young"));
        engine.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await engine.Client.CleanupAsync(TimeSpan.FromDays(1)));
        Assert.Equal(0, await engine.Client.CleanupAsync(TimeSpan.Zero));
        Assert.NotNull(await engine.Client.GetAsync("live"));
        Assert.Equal(DurableErrorCodes.OptionInvalid, (await Assert.ThrowsAsync<DurableException>(() => engine.Client.CleanupAsync(TimeSpan.FromDays(-1)))).Code);
    }

    [Fact]
    [Proves("B-RUN-3")]
    public async Task Retention_RunsOfAWorkflow_AreDeletedInTheBackgroundAndOthersKept()
    {
        await using var engine = await Engine.StartAsync(static durable =>
        {
            durable.AddWorkflow<BriefWorkflow>();
            durable.AddWorkflow<EternalWorkflow>();
        });
        var brief = await engine.Host.Services.GetRequiredService<BriefWorkflow.Client>().StartAsync(new() { RunId = "brief" });
        var eternal = await engine.Host.Services.GetRequiredService<EternalWorkflow.Client>().StartAsync(new() { RunId = "eternal" });
        await brief.ResultAsync(engine.Patience);
        await eternal.ResultAsync(engine.Patience);

        engine.Time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromMinutes(12));
        Assert.NotNull(await engine.Client.GetAsync("brief"));
        engine.Time.Advance(TimeSpan.FromMinutes(24));

        await engine.UntilAsync(async () => await engine.Client.GetAsync("brief") is null);
        engine.Time.Advance(TimeSpan.FromDays(4000));
        await engine.UntilAsync(async () => await engine.Client.GetAsync("brief") is null);
        Assert.NotNull(await engine.Client.GetAsync("eternal"));
        Assert.Equal((TimeSpan.FromHours(2), null, TimeSpan.FromDays(30)), (BriefWorkflow.Definition.Retention, EternalWorkflow.Definition.Retention, ScriptedWorkflow.Definition.Retention));
    }

    [Fact]
    [Proves("B-RUN-3")]
    public async Task Retention_OverWhenTheProcessStarts_IsNotWaitedForAgain()
    {
        await using var engine = await Engine.StartAsync(static durable => durable.AddWorkflow<BriefWorkflow>());
        var brief = await engine.Host.Services.GetRequiredService<BriefWorkflow.Client>().StartAsync(new() { RunId = "brief" });
        await brief.ResultAsync(engine.Patience);
        engine.Vanish();
        engine.Time.Advance(TimeSpan.FromHours(3));

        await engine.LiveAsync(script: null);

        await engine.UntilAsync(async () => await engine.Client.GetAsync("brief") is null);
    }

    [Fact]
    [Proves("B-CTL-3")]
    public async Task Delete_RunOfManyGenerations_TakesThemAll()
    {
        await using var engine = await Engine.StartAsync(static durable =>
        {
            durable.Services.AddSingleton(new ChildScript(static (ctx, _, input) => ctx.Generation < 3 ? ChildWorkflow.AgainAsync(ctx, input) : Task.FromResult(input)));
            durable.AddWorkflow<ChildWorkflow>();
        });
        var run = await engine.Host.Services.GetRequiredService<ChildWorkflow.Client>().StartAsync("in", new() { RunId = Engine.RunId });
        await run.ResultAsync(engine.Patience);
        Assert.Equal(2, (await ReadAsync(1)).Count);

        await engine.Client.DeleteAsync(Engine.RunId);

        Assert.Equal(DurableErrorCodes.RunNotFound, (await Assert.ThrowsAsync<DurableException>(() => ReadAsync(1))).Code);

        async Task<List<string>> ReadAsync(int generation)
        {
            var kinds = new List<string>();
            await foreach (var record in engine.Client.ReadHistoryAsync(Engine.RunId, generation))
            {
                kinds.Add(record.Kind);
            }

            return kinds;
        }
    }

    [Fact]
    [Proves("B-CTL-4")]
    public async Task Bulk_DryRunAndOutcomesPerRun()
    {
        var isMended = false;
        var script = new Script
        {
            Body = static async (ctx, w, input) => input == "wait" ? await ctx.WaitForSignalAsync(ScriptedWorkflow.Go) : await w.OnceAsync(input),
            Step = (argument, _) => argument == "fail" && !Volatile.Read(ref isMended) ? throw new IOException("no") : Task.FromResult(argument),
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync("wait", "w1");
        await engine.StartRunAsync("wait", "w2");
        await engine.StartRunAsync("fail", "f1");
        await engine.StartRunAsync("done", "d1");
        await engine.UntilAsleepAsync("w1");
        await engine.UntilAsleepAsync("w2");
        await engine.UntilEndedAsync("f1");
        await engine.UntilEndedAsync("d1");

        var dry = await engine.Client.CancelAsync(new RunQuery(), new BulkOptions { DryRun = true });
        Assert.Equal((4, 2, 2, true), (dry.Matched, dry.Succeeded, dry.Failed, dry.DryRun));
        Assert.Equal(RunStatus.Waiting, (await engine.Client.GetAsync("w1"))!.Status);
        var cancelled = await engine.Client.CancelAsync(new RunQuery { Statuses = [RunStatus.Waiting] }, new BulkOptions { Reason = "enough" });
        Assert.Equal(["w1", "w2"], cancelled.Items.Where(item => item.Succeeded).Select(item => item.RunId).Order());
        Assert.Equal("enough", (await engine.UntilEndedAsync("w1")).Error!.Message);
        await engine.UntilEndedAsync("w2");

        Volatile.Write(ref isMended, true);
        var retried = await engine.Client.RetryAsync(new RunQuery());
        Assert.Equal("f1", Assert.Single(retried.Items, item => item.Succeeded).RunId);
        Assert.All(retried.Items.Where(item => !item.Succeeded), item => Assert.Equal(DurableErrorCodes.RunNotStuck, item.Error!.Kind));
        await engine.UntilAsync(info => info.Status == RunStatus.Completed, "f1");

        var first = await engine.Client.DeleteAsync(new RunQuery { Statuses = [RunStatus.Completed] }, new BulkOptions { Limit = 1 });
        Assert.Equal(1, first.Succeeded);
        var rest = await engine.Client.DeleteAsync(new RunQuery());
        Assert.Equal(3, rest.Succeeded);
        Assert.Equal(0, (await engine.Client.DeleteAsync(new RunQuery())).Matched);
        Assert.Equal(DurableErrorCodes.OptionInvalid, (await Assert.ThrowsAsync<DurableException>(() => engine.Client.DeleteAsync(new RunQuery(), new BulkOptions { MaxConcurrency = 0 }))).Code);
    }

    [Theory, MemberData(nameof(Stores))]
    [Proves("B-CTL-4")]
    public async Task Bulk_RunsThatWaitInMemory_MatchTheStateThatListingsShow(StoreKind store)
    {
        var script = new Script { Body = static (ctx, _, _) => ctx.WaitForSignalAsync(ScriptedWorkflow.Go) };
        await using var engine = await Engine.StartAsync(script, static durable => durable.ConfigureWorker(worker => worker.IdleEviction = TimeSpan.FromHours(1)), store);
        await engine.StartRunAsync(runId: "w1");
        await engine.StartRunAsync(runId: "w2");
        await engine.UntilAsync(static info => info is { Status: RunStatus.Waiting, Worker: not null }, "w1");
        await engine.UntilAsync(static info => info is { Status: RunStatus.Waiting, Worker: not null }, "w2");

        var none = await engine.Client.CancelAsync(new RunQuery { Statuses = [RunStatus.Pending, RunStatus.Running] });
        var cancelled = await engine.Client.CancelAsync(new RunQuery { Status = RunStatus.Waiting });

        Assert.Equal(0, none.Matched);
        Assert.Equal(["w1 Waiting", "w2 Waiting"], cancelled.Items.Select(item => $"{item.RunId} {item.Status}").Order());
        Assert.Equal(2, cancelled.Succeeded);
        await engine.UntilEndedAsync("w1");
        await engine.UntilEndedAsync("w2");
    }

    [Theory, MemberData(nameof(Stores))]
    [Proves("B-SHOW-3")]
    public async Task ListPage_WhileRunsAreAdded_EveryEarlierRunOnce(StoreKind store)
    {
        await using var engine = await Engine.StartAsync(Echo(), kind: store);
        for (var i = 0; i < 25; i++)
        {
            await engine.StartRunAsync(runId: $"r{i:00}");
            if (i % 7 == 0)
            {
                engine.Time.Advance(TimeSpan.FromMilliseconds(1));
            }
        }

        var seen = new List<string>();
        string? cursor = null;
        var pages = 0;
        do
        {
            var page = await engine.Client.ListPageAsync(new RunQuery { PageSize = 4 }, cursor);
            seen.AddRange(page.Items.Select(info => info.RunId));
            cursor = page.Cursor;
            await engine.StartRunAsync(runId: $"new{pages++}");
        }
        while (cursor is not null);

        var all = new List<string>();
        await foreach (var info in engine.Client.ListAsync())
        {
            all.Add(info.RunId);
        }

        Assert.Equal(all.Where(id => id.StartsWith('r')), seen.Where(id => id.StartsWith('r')));
        Assert.Equal(25, seen.Count(id => id.StartsWith('r')));
        Assert.Null((await engine.Client.ListPageAsync()).Cursor);
        Assert.Equal(DurableErrorCodes.OptionInvalid, (await Assert.ThrowsAsync<DurableException>(() => engine.Client.ListPageAsync(new(), "???"))).Code);
        Assert.Equal(DurableErrorCodes.OptionInvalid, (await Assert.ThrowsAsync<DurableException>(() => engine.Client.ListPageAsync(new() { PageSize = 0 }))).Code);
    }

    private static Script Echo() => new()
    {
        Body = static (ctx, _, input) => input == "wait" ? ctx.WaitForSignalAsync(ScriptedWorkflow.Go) : Task.FromResult(input),
    };

    [Workflow("brief", Retention = "2h")]
    internal partial class BriefWorkflow
    {
        public Task<int> RunAsync(WorkflowContext ctx) => Task.FromResult(1);
    }

    [Workflow("eternal", Retention = null)]
    internal partial class EternalWorkflow
    {
        public Task<int> RunAsync(WorkflowContext ctx) => Task.FromResult(1);
    }
}
