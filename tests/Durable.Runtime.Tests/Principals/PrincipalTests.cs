using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Principals;

[Proves("B-POL-1")]
public sealed class PrincipalTests
{
    private static readonly Principal s_agent = new("agent-7") { Tenant = "acme", Scopes = ["payments:write", "mail"], EgressAllowed = false, SpendLimit = 12.50m };

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task Principal_GivenAtTheStart_IsSeenByBodyAndStepsAlsoAfterACrash(StoreKind kind)
    {
        var script = new SpendingScript
        {
            Body = static async (ctx, w, _) =>
            {
                await ctx.WaitForSignalAsync(SpendingWorkflow.Go);
                return $"{Describe(ctx.Principal)} | {await w.SpendAsync(0)}";
            },
        };
        await using var engine = await StartAsync(script, kind);
        await StartRunAsync(engine, s_agent);
        await engine.UntilAsleepAsync();
        await engine.CrashAsync(Idle());
        await Client(engine).Get(Engine.RunId).SignalAsync(SpendingWorkflow.Go, "");

        Assert.Equal("agent-7 acme payments:write+mail False 12.50 | agent-7", await Client(engine).Get(Engine.RunId).ResultAsync(engine.Patience));
        Assert.Contains(
            "\"principal\":{\"id\":\"agent-7\",\"tenant\":\"acme\",\"scopes\":[\"payments:write\",\"mail\"],\"egress\":false,\"spendLimit\":12.50}",
            (await engine.LinesAsync())[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Principal_NotGiven_IsNull()
    {
        var script = new SpendingScript { Body = static async (ctx, w, _) => $"{ctx.Principal is null} '{await w.SpendAsync(1)}'" };
        await using var engine = await StartAsync(script);

        Assert.Equal("True ''", await RunAsync(engine, principal: null));
        Assert.Equal(["spend 1 left "], script.Calls);
        Assert.DoesNotContain("principal", (await engine.LinesAsync())[0], StringComparison.Ordinal);
    }

    [Fact, Proves("B-CTL-3")]
    public async Task Principal_ContinuedAsNew_KeepsWhatIsSpent()
    {
        var script = new SpendingScript
        {
            Body = static async (ctx, w, input) =>
            {
                await w.SpendAsync(5);
                return input == "in" ? await SpendingWorkflow.AgainAsync(ctx, "again") : Describe(ctx.Principal);
            },
        };
        await using var engine = await StartAsync(script);

        Assert.Equal("agent-7 acme payments:write+mail False 12.50", await RunAsync(engine, s_agent));
        Assert.Equal(["spend 1 left 12.50", "spend 1 left 7.50"], script.Calls);
    }

    [Fact]
    public async Task Principal_OfAChild_IsTheParentsWithWhatIsLeft()
    {
        var script = new SpendingScript
        {
            Body = static async (ctx, w, input) =>
            {
                await w.SpendAsync(2.5m);
                if (input != "in")
                {
                    return Describe(ctx.Principal);
                }

                var child = await SpendingWorkflow.RunChildAsync(ctx, "child");
                await w.SpendAsync(1);
                return child;
            },
        };
        await using var engine = await StartAsync(script);

        Assert.Equal("agent-7 acme payments:write+mail False 10.00", await RunAsync(engine, s_agent));
        Assert.Equal(["spend 1 left 12.50", "spend 1 left 10.00", "spend#2 1 left 7.50"], script.Calls);
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task Spend_OfEveryAttempt_SurvivesACrash(StoreKind kind)
    {
        var script = new SpendingScript
        {
            Body = static async (ctx, w, _) =>
            {
                await w.SpendAsync(1);
                await ctx.WaitForSignalAsync(SpendingWorkflow.Go);
                return await w.SpendAsync(2);
            },
            Step = static (amount, step) =>
            {
                step.AddSpend(amount);
                return step is { Attempt: 1, StepId: "spend" } ? throw new InvalidOperationException("once") : Task.CompletedTask;
            },
        };
        await using var engine = await StartAsync(script, kind);
        await StartRunAsync(engine, s_agent);
        await engine.UntilAsleepAsync();
        await engine.CrashAsync(Idle());
        await Client(engine).Get(Engine.RunId).SignalAsync(SpendingWorkflow.Go, "");

        await Client(engine).Get(Engine.RunId).ResultAsync(engine.Patience);
        Assert.Equal(["spend 1 left 12.50", "spend 2 left 11.50", "spend#2 1 left 10.50"], script.Calls);
        Assert.Equal(3, (await engine.LinesAsync()).Count(line => line.Contains("\"spend\":", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Spend_AboveTheLimit_FailsTheStepAtOnceAndIsUndone()
    {
        var script = new SpendingScript
        {
            Body = static async (_, w, _) =>
            {
                await w.SpendAsync(12.5m);
                await w.SpendAsync(0.01m);
                return "not reached";
            },
        };
        await using var engine = await StartAsync(script);

        var failed = await FailAsync(engine, s_agent);

        Assert.Equal((RunStatus.Compensated, DurableErrorCodes.SpendExceeded), (failed.Status, failed.Error!.Cause!.Kind));
        Assert.Contains("the limit is 12.50", failed.Error.Cause.Message, StringComparison.Ordinal);
        Assert.Equal(["spend 1 left 12.50", "spend#2 1 left 0", "spend#undo 1 left 0"], script.Calls);
        Assert.Equal(["start", "step spend", "stepError spend#2", "error", "undo spend", "end"], await engine.JournalAsync());
        Assert.Contains("\"spend\":0.01", (await engine.LinesAsync())[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spend_OfParallelSteps_IsCountedTogether()
    {
        var script = new SpendingScript
        {
            Body = static async (_, w, _) => string.Join(",", await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TaskOutcome.Of(w.SpendAsync(1))))),
        };
        await using var engine = await StartAsync(script);

        var outcomes = (await RunAsync(engine, s_agent)).Split(',');

        Assert.Equal((12, 8), (outcomes.Count(outcome => outcome == "completed"), outcomes.Count(outcome => outcome.Contains("has spent more", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Spend_Negative_IsRefused()
    {
        var script = new SpendingScript { Body = static (_, w, _) => w.SpendAsync(-1) };
        await using var engine = await StartAsync(script);

        Assert.Contains("amount", (await FailAsync(engine, s_agent)).Error!.Cause!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spend_AfterTheAttempt_IsRefused()
    {
        var kept = default(StepContext);
        var script = new SpendingScript
        {
            Body = static (_, w, _) => w.SpendAsync(1),
            Step = (_, step) =>
            {
                kept = step;
                return Task.CompletedTask;
            },
        };
        await using var engine = await StartAsync(script);
        await RunAsync(engine, s_agent);

        Assert.Throws<ContextMisuseException>(() => kept.AddSpend(1));
    }

    [Fact]
    public async Task Scope_NotHeld_FailsTheStepBeforeItsFirstAttempt()
    {
        var script = new SpendingScript
        {
            Body = static async (_, w, _) =>
            {
                try
                {
                    return await w.ScopedAsync(1);
                }
                catch (StepFailedException failed)
                {
                    return $"{failed.Attempts} {failed.Error.Kind} {failed.Error.Message}";
                }
            },
        };
        await using var engine = await StartAsync(script);

        Assert.Equal(
            "0 SCOPE_MISSING Step 'scoped' requires the scope 'payments:write', which the principal 'guest' does not hold. Start the run for one that does.",
            await RunAsync(engine, new Principal("guest") { Scopes = ["payments:WRITE", "mail"] }));
        Assert.Empty(script.Calls);
        Assert.Equal(["start", "stepError scoped", "end"], await engine.JournalAsync());
    }

    [Fact]
    public async Task Scope_NoPrincipal_IsNotHeldAndNothingIsUndone()
    {
        var script = new SpendingScript { Body = static (_, w, _) => w.ScopedAsync(1) };
        await using var engine = await StartAsync(script);

        var failed = await FailAsync(engine, principal: null);

        Assert.Equal((RunStatus.Failed, DurableErrorCodes.ScopeMissing), (failed.Status, failed.Error!.Cause!.Kind));
        Assert.Empty(script.Calls);
    }

    [Fact]
    public async Task Scope_Held_LetsTheStepRun()
    {
        var script = new SpendingScript { Body = static (_, w, _) => w.ScopedAsync(1) };
        await using var engine = await StartAsync(script);

        Assert.Equal("agent-7", await RunAsync(engine, s_agent));
    }

    public static TheoryData<string, Principal> Nonsense => new()
    {
        { "Id", new Principal("") },
        { "Id", new Principal(new string('x', 201)) },
        { "Id", new Principal("a\nb") },
        { "Id", new Principal { Id = null! } },
        { "Tenant", new Principal("a") { Tenant = "" } },
        { "scopes", new Principal("a") { Scopes = null! } },
        { "Scopes", new Principal("a") { Scopes = ["ok", ""] } },
        { "scopes", new Principal("a") { Scopes = [.. Enumerable.Range(0, 1001).Select(i => $"{i}")] } },
        { "spend limit", new Principal("a") { SpendLimit = -1 } },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Principal_ThatMakesNoSense_IsRefusedAndNothingStarts(string what, Principal principal)
    {
        await using var engine = await StartAsync(new SpendingScript { Body = static (_, _, _) => Task.FromResult("") });

        var refused = await Assert.ThrowsAsync<DurableException>(() => StartRunAsync(engine, principal));

        Assert.Equal(DurableErrorCodes.OptionInvalid, refused.Code);
        Assert.Contains(what, refused.Message, StringComparison.Ordinal);
        Assert.Null(await engine.Client.GetAsync(Engine.RunId));
    }

    [Fact, Proves("B-POL-2")]
    public async Task Principal_OfAnotherTenant_IsRefused()
    {
        await using var engine = await StartAsync(new SpendingScript { Body = static (ctx, _, _) => Task.FromResult($"{ctx.Principal?.Tenant}") });

        var refused = await Assert.ThrowsAsync<DurableException>(() => Client(engine).StartAsync("in", new() { Tenant = "other", Principal = s_agent }));
        var own = await Client(engine).StartAsync("in", new() { Tenant = "other", Principal = new Principal("a") });

        Assert.Equal(DurableErrorCodes.OptionInvalid, refused.Code);
        Assert.Equal("other", await own.ResultAsync(engine.Patience));
    }

    [Fact]
    public void Context_OfAUnitTest_CountsDown()
    {
        var step = StepContext.ForTest(principal: s_agent);

        step.AddSpend(12);

        Assert.Equal(("agent-7", 0.50m), (step.Principal!.Id, step.SpendLeft));
        Assert.Equal(DurableErrorCodes.SpendExceeded, Assert.Throws<DurableException>(() => step.AddSpend(1)).Code);
        Assert.Equal(0, step.SpendLeft);
        default(StepContext).AddSpend(5);
        Assert.Null(default(StepContext).Principal);
        Assert.Null(StepContext.ForTest().SpendLeft);
    }

    [Fact]
    public async Task Journal_OfAnOlderVersion_HasNoPrincipal()
    {
        var script = new Script { Body = static (ctx, _, _) => Task.FromResult($"{ctx.Principal is null}") };
        await using var engine = await Engine.ReplayAsync(
            script, ["""{"t":"start","n":1,"ts":1,"workflow":"scripted","version":1,"fingerprint":"f","trigger":"api","input":"in"}"""]);

        Assert.Equal("True", await engine.Run.ResultAsync(engine.Patience));
    }

    private static string Describe(Principal? principal) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{principal?.Id} {principal?.Tenant} {string.Join('+', principal?.Scopes ?? [])} {principal?.EgressAllowed} {principal?.SpendLimit}");

    private static Script Idle() => new() { Body = static (_, _, _) => Task.FromResult("") };

    private static Task<Engine> StartAsync(SpendingScript script, StoreKind kind = StoreKind.Memory) =>
        Engine.StartAsync(Idle(), durable => durable.AddWorkflow<SpendingWorkflow>().Services.AddSingleton(script), kind);

    private static SpendingWorkflow.Client Client(Engine engine) => engine.Host.Services.GetRequiredService<SpendingWorkflow.Client>();

    private static Task<SpendingWorkflow.Run> StartRunAsync(Engine engine, Principal? principal) =>
        Client(engine).StartAsync("in", new() { RunId = Engine.RunId, Principal = principal });

    private static async Task<string> RunAsync(Engine engine, Principal? principal) =>
        await (await StartRunAsync(engine, principal)).ResultAsync(engine.Patience);

    private static async Task<RunFailedException> FailAsync(Engine engine, Principal? principal)
    {
        var run = await StartRunAsync(engine, principal);
        return await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));
    }
}
