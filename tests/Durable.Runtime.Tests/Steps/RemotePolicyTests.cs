using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Steps;

/// <summary>Principals, spending and rate limits of steps that workers of another queue carry out: as if they ran here.</summary>
[Proves("B-STEP-10")]
[Proves("B-POL-1")]
public sealed partial class RemotePolicyTests
{
    private static readonly Principal s_ada = new("ada") { Tenant = "acme", Scopes = ["pay"], EgressAllowed = false, SpendLimit = 12.50m };

    private readonly ConcurrentQueue<string> _calls = new();

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    internal async Task Principal_OfTheRun_IsSeenThereAndItsSpendingCountsHere(StoreKind kind)
    {
        await using var engine = await StartAsync(
            static async (w, _) =>
            {
                await w.FarAsync(2);
                await w.FarAsync(3);
                return await w.HereAsync();
            },
            kind: kind);

        Assert.Equal("left 7.50", await RunAsync(engine, s_ada));
        Assert.Equal(["far 1: ada acme pay False left 12.50", "far#2 1: ada acme pay False left 10.50"], _calls);
        Assert.All(
            (await engine.LinesAsync()).Where(line => line.Contains("\"id\":\"far", StringComparison.Ordinal) && line.Contains("\"t\":\"step\"", StringComparison.Ordinal)),
            line => Assert.Contains("\"spend\":", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Spend_OfAttemptsThatFailedThere_CountsToo()
    {
        await using var engine = await StartAsync(
            static async (w, _) =>
            {
                await w.FarAsync(2);
                return await w.HereAsync();
            },
            failures: 1);

        Assert.Equal("left 8.50", await RunAsync(engine, s_ada));
        Assert.Equal(["far 1: ada acme pay False left 12.50", "far 2: ada acme pay False left 10.50"], _calls);
    }

    [Fact]
    public async Task Spend_AboveTheLimit_FailsTheStepThereAndTheRunHere()
    {
        await using var engine = await StartAsync(static (w, _) => w.FarAsync(13));

        var failed = await FailAsync(engine, s_ada);

        Assert.Equal(DurableErrorCodes.SpendExceeded, failed.Error.Cause!.Kind);
        Assert.Single(_calls);
    }

    [Fact]
    public async Task Spend_UsedUpThere_LetsNothingMoreBeSpentHere()
    {
        await using var engine = await StartAsync(
            static async (w, _) =>
            {
                await w.FarAsync(12.50m);
                return await w.FarAsync(0.01m);
            });

        var failed = await FailAsync(engine, s_ada);

        Assert.Equal((DurableErrorCodes.SpendExceeded, "far#2"), (failed.Error.Cause!.Kind, failed.Error.StepId));
    }

    /// <summary>The bound that docs/principals.md states: what was left, once for each of those that are under way together, and nothing after them.</summary>
    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    internal async Task Spend_OfManyThereAtOnce_IsBoundedByWhatEachWasGivenAndThenNothingMore(StoreKind kind)
    {
        const int AtOnce = 4;
        await using var engine = await StartAsync(
            static async (w, _) =>
            {
                await w.FarAsync(2.50m);
                await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => w.FarAsync(10)));
                var after = await TaskOutcome.Of(w.FarAsync(0.01m));
                return $"{await w.HereAsync()} {after}";
            },
            kind: kind);

        var result = await RunAsync(engine, s_ada);

        Assert.StartsWith("left 0 ", result, StringComparison.Ordinal);
        Assert.Contains("has spent more", result, StringComparison.Ordinal);
        Assert.Equal(AtOnce, _calls.Count(call => call.EndsWith("left 10.00", StringComparison.Ordinal)));
        Assert.EndsWith("left 0", _calls.Last(), StringComparison.Ordinal);

        // All of it is recorded: 2.50, four times the 10 that were left, and the 0.01 that was one too many.
        var spent = (await engine.LinesAsync()).Select(line => JsonElement.Parse(line)).Sum(record => record.TryGetProperty("spend", out var amount) ? amount.GetDecimal() : 0);
        Assert.Equal(2.50m + (AtOnce * 10) + 0.01m, spent);
    }

    [Fact]
    public async Task Spend_OfChunksThatTakeTurns_StaysWithinTheLimit()
    {
        await using var engine = await StartAsync(
            static async (w, _) =>
            {
                var outcomes = new List<string>();
                for (var i = 0; i < 4; i++)
                {
                    outcomes.Add(await TaskOutcome.Of(w.FarAsync(5)));
                }

                return string.Join(',', outcomes.Select(static outcome => outcome == "completed" ? "ok" : "no"));
            });

        // 5 and 5 are within, a third 5 is what takes it beyond, and the fourth begins with nothing left.
        Assert.Equal("ok,ok,no,no", await RunAsync(engine, s_ada));
        Assert.Equal(["left 12.50", "left 7.50", "left 2.50", "left 0"], _calls.Select(call => call[call.IndexOf("left", StringComparison.Ordinal)..]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Scope_NotHeld_FailsTheStepBeforeItIsHandedOver(bool hasPrincipal)
    {
        // Nobody serves the queue: a step that must not run at all does not wait for somebody who does.
        await using var engine = await StartAsync(static (w, _) => w.ScopedAsync(1), serves: false);

        var failed = await FailAsync(engine, hasPrincipal ? s_ada with { Scopes = ["mail"] } : null);

        Assert.Equal((DurableErrorCodes.ScopeMissing, 0), (failed.Error.Cause!.Kind, failed.Error.Attempts));
        Assert.Equal(["start", "stepError scoped", "end"], await engine.JournalAsync());
    }

    [Fact]
    public async Task Scope_Held_RunsThere()
    {
        await using var engine = await StartAsync(static (w, _) => w.ScopedAsync(1));

        await RunAsync(engine, s_ada);

        Assert.Equal(["scoped 1: ada acme pay False left 12.50"], _calls);
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    [Proves("B-WORK-6")]
    [Proves("B-STEP-6")]
    internal async Task RateLimit_Wait_TheTaskWaitsForItsPermit(StoreKind kind)
    {
        await using var engine = await StartAsync(static async (w, _) => string.Concat(await Task.WhenAll(w.LimitedAsync("a"), w.LimitedAsync("a"), w.LimitedAsync("b"))), kind: kind);
        var begun = engine.Time.GetUtcNow();
        var run = await StartRunAsync(engine, null);
        await engine.UntilAsync(() => Task.FromResult(_calls.Count == 2));
        await engine.Time.WhenTimerSetAsync(begun + TimeSpan.FromSeconds(60)).WaitAsync(Pulse.Patience);

        engine.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(2, _calls.Count);
        engine.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("aab", await run.ResultAsync(engine.Patience));
        Assert.All(_calls, call => Assert.Contains(" 1: ", call, StringComparison.Ordinal));
    }

    [Fact]
    [Proves("B-WORK-6")]
    [Proves("B-STEP-6")]
    public async Task RateLimit_Fail_SurfacesHereWithTheTime()
    {
        await using var engine = await StartAsync(static async (w, _) =>
        {
            await w.RefusedAsync();
            return await w.RefusedAsync();
        });

        var failed = await FailAsync(engine, null);

        Assert.Equal((DurableErrorCodes.RateLimited, TimeSpan.FromMinutes(1)), (failed.Error.Cause!.Kind, failed.Error.Cause.RetryAfter));
        Assert.Single(_calls);
    }

    private Task<Engine> StartAsync(Func<FarWorkflow, string, Task<string>> body, bool serves = true, int failures = 0, StoreKind kind = StoreKind.Memory) => Engine.StartAsync(
        new Script { Body = static (_, _, _) => Task.FromResult("") },
        durable =>
        {
            durable.AddWorkflow<FarWorkflow>().Services.AddSingleton(new FarScript(_calls, body, failures));
            durable.ConfigureWorker(worker => worker.Queues = serves ? ["default", "gpu"] : ["default"]);
        },
        kind);

    private static Task<FarWorkflow.Run> StartRunAsync(Engine engine, Principal? principal) => engine.Host.Services.GetRequiredService<FarWorkflow.Client>()
        .StartAsync("in", new() { RunId = Engine.RunId, Principal = principal });

    private static async Task<string> RunAsync(Engine engine, Principal? principal) => await (await StartRunAsync(engine, principal)).ResultAsync(engine.Patience);

    private static async Task<RunFailedException> FailAsync(Engine engine, Principal? principal)
    {
        var run = await StartRunAsync(engine, principal);
        return await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));
    }

    [AllowNondeterminism("The test decides what the body does.")]
    internal sealed class FarScript(ConcurrentQueue<string> calls, Func<FarWorkflow, string, Task<string>> body, int failures)
    {
        private int _failures = failures;

        public Func<FarWorkflow, string, Task<string>> Body { get; } = body;

        public Task<string> CallAsync(string result, decimal amount, StepContext step)
        {
            calls.Enqueue(string.Create(
                CultureInfo.InvariantCulture,
                $"{step.StepId} {step.Attempt}: {step.Principal?.Id} {step.Principal?.Tenant} {string.Join('+', step.Principal?.Scopes ?? [])} {step.Principal?.EgressAllowed} left {step.SpendLeft}"));
            step.AddSpend(amount);
            return Interlocked.Decrement(ref _failures) >= 0 ? throw new IOException("no") : Task.FromResult(result);
        }
    }

    [Workflow("far-policies")]
    internal partial class FarWorkflow(FarScript script)
    {
        public Task<string> RunAsync(WorkflowContext ctx, string input) => script.Body(this, input);

        [Step("far", Queue = "gpu", MaxAttempts = 2, RetryDelay = "0s", Jitter = false)]
        public virtual Task<string> FarAsync(decimal amount, StepContext step = default) => script.CallAsync("far", amount, step);

        [Step("scoped", Queue = "gpu", RequiresScope = "pay")]
        public virtual Task<string> ScopedAsync(decimal amount, StepContext step = default) => script.CallAsync("scoped", amount, step);

        [Step("limited", Queue = "gpu"), RateLimit("far:{key}", Limit = 1, Per = "1m")]
        public virtual Task<string> LimitedAsync(string key, StepContext step = default) => script.CallAsync(key, 0, step);

        [Step("refused", Queue = "gpu", MaxAttempts = 1), RateLimit("refused", Limit = 1, Per = "1m", OnLimit = OnLimit.Fail)]
        public virtual Task<string> RefusedAsync(StepContext step = default) => script.CallAsync("refused", 0, step);

        [Step("here")]
        public virtual Task<string> HereAsync(StepContext step = default) => Task.FromResult(string.Create(CultureInfo.InvariantCulture, $"left {step.SpendLeft}"));
    }
}
