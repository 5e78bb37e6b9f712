using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Tenants;

/// <summary>A tenant's runs, and that nobody else reaches them.</summary>
[Proves("B-POL-2")]
public sealed class TenantTests
{
    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task Start_SameIdInThreeTenants_AreThreeRuns(StoreKind kind)
    {
        var script = Script(async (ctx, workflow, input) =>
        {
            await ctx.SleepAsync(TimeSpan.FromHours(1));
            return $"{ctx.Tenant} {ctx.RunId} {input} {await workflow.AlphaAsync("a")} {ctx.NewGuid()}";
        }, step: (_, step) => Task.FromResult(step.IdempotencyKey));
        await using var engine = await Engine.StartAsync(script, kind: kind);
        await StartAsync(engine, null, "none");
        var acme = await StartAsync(engine, "acme", "first");
        var globex = await StartAsync(engine, "globex", "second");
        await Task.WhenAll(AsleepAsync(engine, null), AsleepAsync(engine, "acme"), AsleepAsync(engine, "globex"));

        await engine.RestartAsync(script);
        engine.Time.Advance(TimeSpan.FromHours(1));

        acme = ClientOf(engine).ForTenant("acme").Get(acme.RunId);
        globex = ClientOf(engine).ForTenant("globex").Get(globex.RunId);
        var results = new[] { await engine.Run.ResultAsync(), await acme.ResultAsync(), await globex.ResultAsync() };
        Assert.StartsWith(" run-1 none run-1/1/Alpha ", results[0], StringComparison.Ordinal);
        Assert.StartsWith("acme run-1 first acme:run-1/1/Alpha ", results[1], StringComparison.Ordinal);
        Assert.StartsWith("globex run-1 second globex:run-1/1/Alpha ", results[2], StringComparison.Ordinal);
        Assert.Equal(3, results.Select(result => result.Split(' ')[^1]).Distinct().Count());
        Assert.Equal("acme", (await acme.GetInfoAsync()).Tenant);
        Assert.Contains("\"tenant\":\"acme\"", (await HistoryAsync(engine.Client.ForTenant("acme")))[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("globex", Engine.RunId)]
    [InlineData(null, Engine.RunId)]
    [InlineData(null, "acme\u001Frun-1")]
    [InlineData("globex", "\u001Facme\u001Frun-1")]
    public async Task EveryCall_OfAnotherTenant_FindsNoSuchRun(string? tenant, string runId)
    {
        await using var engine = await Engine.StartAsync(Script(async (ctx, _, _) => await ctx.WaitForSignalAsync(ScriptedWorkflow.Go)));
        var run = await StartAsync(engine, "acme", "in");
        await AsleepAsync(engine, "acme");
        var stranger = tenant is null ? engine.Client : engine.Client.ForTenant(tenant);
        var handle = (tenant is null ? ClientOf(engine) : ClientOf(engine).ForTenant(tenant)).Get(runId);

        Assert.Null(await stranger.GetAsync(runId));
        Assert.Empty(await IdsAsync(stranger));
        Task[] calls =
        [
            stranger.SignalAsync(runId, ScriptedWorkflow.Go, "stolen"),
            stranger.CancelAsync(runId),
            stranger.TerminateAsync(runId),
            stranger.RetryAsync(runId),
            stranger.AnswerAsync(runId, "question", default),
            HistoryAsync(stranger, runId),
            handle.SignalAsync(ScriptedWorkflow.Go, "stolen"),
            handle.CancelAsync(),
            handle.ResultAsync(),
            handle.GetInfoAsync(),
        ];
        foreach (var call in calls)
        {
            Assert.Equal(DurableErrorCodes.RunNotFound, (await Assert.ThrowsAsync<DurableException>(() => call)).Code);
        }

        await run.SignalAsync(ScriptedWorkflow.Go, "own");
        Assert.Equal("own", await run.ResultAsync());
        Assert.Equal([Engine.RunId], await IdsAsync(engine.Client.ForTenant("acme")));
    }

    [Fact]
    public async Task Body_ChildrenAndSignals_StayInsideTheTenant()
    {
        await using var engine = await Engine.StartAsync(
            Script(async (ctx, _, _) =>
            {
                var child = await ChildWorkflow.RunChildAsync(ctx, "a");
                await ctx.SignalAsync("other", ChildWorkflow.Go, "from acme");
                var codes = new List<string>();
                foreach (var stranger in new[] { "lonely", "globex\u001Fother", "\u001Fschedule\u001Fother" })
                {
                    codes.Add((await Assert.ThrowsAsync<DurableException>(() => ctx.SignalAsync(stranger, ChildWorkflow.Go, "stolen"))).Code);
                }

                return $"{child} {string.Join(' ', codes.Distinct())}";
            }),
            durable =>
            {
                durable.Services.AddSingleton(new ChildScript(async (ctx, _, input) =>
                    input == "wait" ? await ctx.WaitForSignalAsync(ChildWorkflow.Go) : $"{input} of {ctx.Tenant}"));
                durable.AddWorkflow<ChildWorkflow>();
            });
        var children = engine.Host.Services.GetRequiredService<ChildWorkflow.Client>();
        var other = await children.StartAsync("wait", new() { RunId = "other", Tenant = "acme" });
        await children.StartAsync("wait", new() { RunId = "other", Tenant = "globex" });
        await children.StartAsync("wait", new() { RunId = "lonely" });

        var run = await StartAsync(engine, "acme", "in");

        Assert.Equal("a of acme RUN_NOT_FOUND", await run.ResultAsync());
        Assert.Equal("from acme", await other.ResultAsync());
        Assert.Equal(["other", "run-1", "run-1/1/child"], (await IdsAsync(engine.Client.ForTenant("acme"))).Order(StringComparer.Ordinal));
        Assert.Equal(["other"], await IdsAsync(engine.Client.ForTenant("globex")));
    }

    [Fact]
    public async Task ContinueAsNew_NextGeneration_IsTheTenantsToo()
    {
        await using var engine = await Engine.StartAsync(durable =>
        {
            durable.Services.AddSingleton(new ChildScript(async (ctx, _, input) =>
                input == "in" ? await ChildWorkflow.AgainAsync(ctx, "again") : $"{ctx.Tenant} {ctx.Generation} {ctx.RunId}"));
            durable.AddWorkflow<ChildWorkflow>();
        });

        var run = await engine.Host.Services.GetRequiredService<ChildWorkflow.Client>().StartAsync("in", new() { RunId = Engine.RunId, Tenant = "acme" });

        Assert.Equal("acme 2 run-1", await run.ResultAsync());
        Assert.Contains("\"tenant\":\"acme\"", (await HistoryAsync(engine.Client.ForTenant("acme")))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForTenant_BadNameOrAnotherTenant_IsRefused()
    {
        await using var engine = await Engine.StartAsync(Script((_, _, input) => Task.FromResult(input)));
        var acme = engine.Client.ForTenant("acme");

        foreach (var name in new[] { "", "a b", "a\u001Fb", "a/b", new string('x', 101) })
        {
            Assert.Equal(DurableErrorCodes.TenantInvalid, Assert.Throws<DurableException>(() => engine.Client.ForTenant(name)).Code);
        }

        Assert.Same(acme, acme.ForTenant("acme"));
        Assert.Equal(DurableErrorCodes.TenantMismatch, Assert.Throws<DurableException>(() => acme.ForTenant("globex")).Code);
        var refused = await Assert.ThrowsAsync<DurableException>(() => ClientOf(engine).ForTenant("acme").StartAsync("in", new() { Tenant = "globex" }));
        Assert.Equal(DurableErrorCodes.TenantMismatch, refused.Code);
        Assert.Empty(await IdsAsync(engine.Client.ForTenant("globex")));
    }

    private static Script Script(
        Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> body, Func<string, StepContext, Task<string>>? step = null) =>
        new() { Body = body, Step = step ?? (static (argument, _) => Task.FromResult(argument)) };

    private static ScriptedWorkflow.Client ClientOf(Engine engine) => engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>();

    private static Task<ScriptedWorkflow.Run> StartAsync(Engine engine, string? tenant, string input) =>
        ClientOf(engine).StartAsync(input, new() { RunId = Engine.RunId, Tenant = tenant });

    private static Task AsleepAsync(Engine engine, string? tenant)
    {
        var client = tenant is null ? engine.Client : engine.Client.ForTenant(tenant);
        return engine.UntilAsync(async () => await client.GetAsync(Engine.RunId) is { Status: RunStatus.Waiting, Worker: null });
    }

    private static async Task<List<string>> IdsAsync(DurableClient client)
    {
        var ids = new List<string>();
        await foreach (var run in client.ListAsync())
        {
            ids.Add(run.RunId);
        }

        return ids;
    }

    private static async Task<List<string>> HistoryAsync(DurableClient client, string runId = Engine.RunId)
    {
        var lines = new List<string>();
        await foreach (var record in client.ReadHistoryAsync(runId))
        {
            lines.Add(record.ToJson());
        }

        return lines;
    }
}
