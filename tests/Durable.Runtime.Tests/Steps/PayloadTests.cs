using Durable.Tests.Harness;

namespace Durable.Tests.Steps;

public sealed class PayloadTests
{
    [Fact, Proves("B-STEP-9")]
    public async Task Results_NullFalseZeroEmpty_AreOrdinaryLiveAndOnReplay()
    {
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                var nothing = await w.NullAsync();
                var no = await w.FalseAsync();
                var empty = await w.EmptyAsync();
                var zero = await w.NumberAsync(0);
                await w.NothingAsync();
                var text = await w.AlphaAsync("");
                await ctx.SleepAsync(TimeSpan.FromMinutes(1));
                return $"{nothing is null} {no} {empty.Length} {zero} '{text}'";
            },
        };
        await using var engine = await Engine.StartAsync(script);

        await engine.StartRunAsync();
        await engine.WakeAsync();

        Assert.Equal("True False 0 0 ''", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(2, script.Traces.Count);
        Assert.Equal(
            ["start", "step Null", "step False", "step Empty", "step Number", "step Nothing", "step Alpha", "sleep sleep", "wake sleep", "end"],
            await engine.JournalAsync());
    }

    [Fact, Proves("B-POL-3"), Proves("B-STEP-6")]
    public async Task Result_AboveTheCap_FailsTheStepNotTheRun()
    {
        var script = new Script
        {
            Body = static async (_, w, _) => await CodeOf(w.AlphaAsync("big")),
            Step = static (_, _) => Task.FromResult(new string('x', 2000)),
        };
        await using var engine = await SmallAsync(script);

        Assert.Equal("PAYLOAD_TOO_LARGE 1", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
        Assert.Single(script.Calls);
    }

    [Fact, Proves("B-POL-3"), Proves("B-STEP-6")]
    public async Task Input_AboveTheCap_FailsTheStepNotTheRun()
    {
        var script = new Script
        {
            Body = static async (ctx, w, _) =>
            {
                var code = await CodeOf(w.BeginAsync(new string('x', 2000)));
                await ctx.SleepAsync(TimeSpan.FromMinutes(1));
                return code;
            },
        };
        await using var engine = await SmallAsync(script);

        await engine.StartRunAsync();
        await engine.WakeAsync();

        Assert.Equal("PAYLOAD_TOO_LARGE 0", await engine.Run.ResultAsync(engine.Patience));
        Assert.Empty(script.Calls);
    }

    [Fact, Proves("B-COMP-7")]
    public async Task Input_AboveTheCap_LeavesNothingToUndoThoughStartedCounts()
    {
        var script = new Script { Body = static (_, w, _) => w.BeginAsync(new string('x', 2000)) };
        await using var engine = await SmallAsync(script);

        var run = await engine.StartRunAsync();
        var failed = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal(RunStatus.Failed, failed.Status);
        Assert.Empty(script.Calls);
    }

    [Fact, Proves("B-STEP-6")]
    public async Task Result_ThatCannotBeWritten_FailsTheStepNotTheRun()
    {
        var script = new Script { Body = static async (_, w, _) => $"{await CodeOf(w.DivideAsync(1, 0))} {await CodeOf(w.NumberAsync(double.NaN))}" };
        await using var engine = await Engine.StartAsync(script);

        // The first one ran and returned infinity, which JSON does not have; the second one was never called.
        Assert.Equal("PAYLOAD_INVALID 1 PAYLOAD_INVALID 0", await (await engine.StartRunAsync()).ResultAsync(engine.Patience));
    }

    [Fact, Proves("B-POL-3")]
    public async Task BodyResult_AboveTheCap_FailsTheRunWithTheReason()
    {
        var script = new Script { Body = static (_, _, _) => Task.FromResult(new string('x', 2000)) };
        await using var engine = await SmallAsync(script);

        var run = await engine.StartRunAsync();
        var failed = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal((RunStatus.Failed, DurableErrorCodes.PayloadTooLarge), (failed.Status, failed.Error.Kind));
    }

    private static Task<Engine> SmallAsync(Script script) =>
        Engine.StartAsync(script, static durable => durable.ConfigurePayloads(payloads => payloads.MaxBytes = 1024));

    private static async Task<string> CodeOf<T>(Task<T> step)
    {
        try
        {
            return $"{await step}";
        }
        catch (StepFailedException failed)
        {
            return $"{failed.Error.Kind} {failed.Attempts}";
        }
    }
}
