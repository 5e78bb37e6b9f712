using Durable.Tests.Harness;

namespace Durable.Tests.Execution;

public sealed class ContextTests
{
    [Fact, Proves("B-DET-1")]
    public async Task Now_IsStartThenTheTimeOfEachRecord_TheSameOnReplay()
    {
        Engine? engine = null;
        Script? script = null;
        script = new Script
        {
            Body = async (ctx, w, input) =>
            {
                script!.Trace($"{ctx.Now():HH:mm}");
                await w.AlphaAsync(input);
                script.Trace($"{ctx.Now():HH:mm}");
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                script.Trace($"{ctx.Now():HH:mm}");
                await ctx.WaitForSignalAsync(ScriptedWorkflow.Go, TimeSpan.FromHours(1));
                script.Trace($"{ctx.Now():HH:mm}");
                return "";
            },
            Step = (a, _) =>
            {
                engine!.Time.Advance(TimeSpan.FromMinutes(7));
                return Task.FromResult(a);
            },
        };
        await using var owned = engine = await Engine.StartAsync(script);

        await engine.StartRunAsync();
        await engine.WakeAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("wake sleep"));
        await engine.WakeAsync();
        await engine.UntilEndedAsync();

        Assert.Equal(["12:00", "12:07", "13:07", "14:07"], script.LastTrace);
        Assert.All(script.Traces, trace => Assert.Equal(script.LastTrace.Take(trace.Count), trace));
        Assert.True(script.Traces.Count >= 3);
    }

    [Fact, Proves("B-DET-1")]
    public async Task Now_ClockOfTheNextMachineIsBehind_NeverGoesBack()
    {
        // Recorded an hour ahead of the clock that goes on with it.
        var ahead = new Script { Body = static async (ctx, w, input) => await w.BetaAsync(await w.AlphaAsync(input)) };
        await using var first = await Engine.StartAsync(ahead);
        first.Time.Advance(TimeSpan.FromHours(1));
        await first.StartRunAsync();
        await first.UntilEndedAsync();
        Script? behind = null;
        behind = new Script
        {
            Body = async (ctx, w, input) =>
            {
                behind!.Trace($"{ctx.Now():HH:mm}");
                await w.AlphaAsync(input);
                behind.Trace($"{ctx.Now():HH:mm}");
                await w.BetaAsync(input);
                behind.Trace($"{ctx.Now():HH:mm}");
                return "";
            },
        };

        await using var second = await Engine.ReplayAsync(behind, (await first.LinesAsync()).Take(2));
        await second.UntilEndedAsync();

        Assert.Equal(["13:00", "13:00", "13:00"], behind.LastTrace);
        var times = (await second.HistoryAsync()).ConvertAll(record => record.Timestamp);
        Assert.Equal(times.Order(), times);
    }

    [Fact, Proves("B-DET-1")]
    public async Task Chance_RepeatsOnReplayAndDiffersBetweenRuns()
    {
        Script? script = null;
        script = new Script
        {
            Body = async (ctx, _, _) =>
            {
                var drawn = $"{ctx.NewGuid()} {ctx.Random().Next()}";
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                drawn += $" {ctx.NewGuid()} {ctx.Random().NextDouble()}";
                script!.Trace(drawn);
                return drawn;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();
        await engine.StartRunAsync(runId: "run-2");
        await engine.UntilAsleepAsync();
        await engine.UntilAsleepAsync("run-2");
        engine.Time.Advance(TimeSpan.FromHours(1));
        var one = (await engine.UntilEndedAsync()).Result!.Value.GetString()!;
        var two = (await engine.UntilEndedAsync("run-2")).Result!.Value.GetString()!;
        await using var copy = await Engine.ReplayAsync(script, (await engine.LinesAsync()).SkipLast(1));

        Assert.Equal(one, (await copy.UntilEndedAsync()).Result!.Value.GetString());
        Assert.NotEqual(one, two);
        Assert.Equal('4', one[14]);
    }

    [Fact, Proves("B-DET-2")]
    public async Task Context_UsedInAStep_ThrowsWithACodeAndFailsOnlyTheStep()
    {
        WorkflowContext? stolen = null;
        ScriptedWorkflow? self = null;
        var misuses = new Func<Task>[]
        {
            () => { stolen!.Now(); return Task.CompletedTask; },
            () => { stolen!.Random(); return Task.CompletedTask; },
            () => { stolen!.NewGuid(); return Task.CompletedTask; },
            () => stolen!.SleepAsync(TimeSpan.FromSeconds(1)),
            () => stolen!.SleepUntilAsync(DateTimeOffset.UnixEpoch),
            () => stolen!.WaitForSignalAsync(ScriptedWorkflow.Go),
            () => stolen!.WaitForSignalAsync(ScriptedWorkflow.Go, TimeSpan.FromSeconds(1)),
            () => stolen!.CompensateAsync("x"),
            () => self!.BetaAsync("x"),
        };
        var script = new Script
        {
            Body = async (ctx, w, _) =>
            {
                (stolen, self) = (ctx, w);
                var codes = "";
                for (var i = 0; i < misuses.Length; i++)
                {
                    try
                    {
                        await w.AlphaAsync($"{i}");
                        codes += "nothing ";
                    }
                    catch (StepFailedException failed)
                    {
                        codes += $"{failed.Error.Kind}/{failed.Attempts} ";
                    }
                }

                return codes;
            },
            Step = async (a, _) =>
            {
                await misuses[int.Parse(a, System.Globalization.CultureInfo.InvariantCulture)]();
                return "";
            },
        };
        await using var engine = await Engine.StartAsync(script);

        var result = await (await engine.StartRunAsync()).ResultAsync(engine.Patience);

        Assert.Equal(string.Concat(Enumerable.Repeat("CONTEXT_MISUSE/1 ", misuses.Length)), result);
    }

    [Fact, Proves("B-DET-2")]
    public async Task Context_UsedFromAForeignThreadOrAfterTheEnd_Throws()
    {
        WorkflowContext? stolen = null;
        ScriptedWorkflow? self = null;
        var script = new Script
        {
            Body = async (ctx, w, input) =>
            {
                (stolen, self) = (ctx, w);
                await w.AlphaAsync(input);
                return await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
            },
        };
        await using var engine = await Engine.StartAsync(script, static durable => durable.ConfigureWorker(o => o.IdleEviction = TimeSpan.FromHours(1)));
        var run = await engine.StartRunAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Count == 2);

        Assert.Equal(DurableErrorCodes.ContextMisuse, Assert.Throws<ContextMisuseException>(() => stolen!.Now()).Code);
        await Assert.ThrowsAsync<ContextMisuseException>(() => self!.BetaAsync("x"));
        await run.SignalAsync(ScriptedWorkflow.Go, "end");
        Assert.Equal("end", await run.ResultAsync(engine.Patience));

        await Assert.ThrowsAsync<ContextMisuseException>(() => stolen!.SleepAsync(TimeSpan.FromSeconds(1)));
        await Assert.ThrowsAsync<ContextMisuseException>(() => self!.BetaAsync("x"));
        Assert.Equal(["start", "step Alpha", "signal", "end"], await engine.JournalAsync());
    }

    [Fact, Proves("B-DET-2")]
    public async Task Context_UsedByAnotherRun_ThrowsAndSaysSo()
    {
        WorkflowContext? other = null;
        var script = new Script
        {
            Body = async (ctx, _, input) =>
            {
                if (input == "lends")
                {
                    other = ctx;
                    return await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                }

                other!.Now();
                return "";
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync("lends", "lender");
        await engine.UntilAsleepAsync("lender");
        var run = await engine.StartRunAsync();
        var failed = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal(DurableErrorCodes.ContextMisuse, failed.Error.Kind);
        Assert.StartsWith("The clock of run 'lender' was called from another run.", failed.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Facts_AreThoseOfTheRun()
    {
        var script = new Script
        {
            Body = static (ctx, _, _) => Task.FromResult($"{ctx.RunId} {ctx.WorkflowName} {ctx.Version} {ctx.Generation} {ctx.StartedAt:HH:mm} {ctx.Tags.Count} {ctx.IsReplaying}"),
        };
        await using var engine = await Engine.StartAsync(script);

        var result = await (await engine.StartRunAsync()).ResultAsync(engine.Patience);

        Assert.StartsWith("run-1 scripted 1 1 12:00 0 ", result, StringComparison.Ordinal);
    }
}
