using Durable.Tests.Harness;

namespace Durable.Tests.Journal;

[Proves("B-JRN-6")]
public sealed class DivergenceTests
{
    // What was recorded: Alpha(in), Beta(in), a sleep of an hour.
    private static readonly Script s_recorded = new()
    {
        Body = static async (ctx, w, input) =>
        {
            var a = await w.AlphaAsync(input);
            await w.BetaAsync(a);
            await ctx.SleepAsync(TimeSpan.FromHours(1));
            return await w.AlphaAsync("end");
        },
    };

    [Fact]
    public async Task Replay_StepRenamed_IsStuckAndNamesBoth()
    {
        var info = await ReplayWithAsync(static async (ctx, w, input) =>
        {
            var a = await w.OnceAsync(input);
            await w.BetaAsync(a);
            await ctx.SleepAsync(TimeSpan.FromHours(1));
            return await w.AlphaAsync("end");
        });

        Assert.StartsWith(
            "REPLAY_MISMATCH: Record 2 of run 'run-1' is 'step' of operation 'Alpha', but the code did not ask for it; it waits for step 'Once' (workflow 'scripted' version 1; recorded with definition ",
            info.Reason, StringComparison.Ordinal);
        Assert.EndsWith("Deploy the code the run was recorded with, or give the changed workflow a new Version; then retry the run.", info.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_InputChanged_IsStuckAndShowsBothInputs()
    {
        var info = await ReplayWithAsync(static async (ctx, w, input) =>
        {
            var a = await w.AlphaAsync(input);
            await w.BetaAsync(a + "!");
            await ctx.SleepAsync(TimeSpan.FromHours(1));
            return await w.AlphaAsync("end");
        });

        Assert.Contains(
            "Record 3 of run 'run-1' is 'step' of operation 'Beta', but the code passes another input: recorded {\"argument\":\"in\"}, now {\"argument\":\"in!\"}",
            info.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_StepRemoved_IsStuck()
    {
        var info = await ReplayWithAsync(static async (ctx, w, input) =>
        {
            await w.AlphaAsync(input);
            await ctx.SleepAsync(TimeSpan.FromHours(1));
            return await w.AlphaAsync("end");
        });

        Assert.Contains("Record 3 of run 'run-1' is 'step' of operation 'Beta', but the code did not ask for it; it waits for sleep 'sleep'", info.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_BodyEndsBeforeTheJournalDoes_IsStuck()
    {
        var info = await ReplayWithAsync(static async (_, w, input) => await w.AlphaAsync(input));

        Assert.Contains("Record 3 of run 'run-1' is 'step' of operation 'Beta', but the code's body is over without asking for it", info.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_SleepRemovedAtTheEnd_IsStuck()
    {
        var info = await ReplayWithAsync(static async (_, w, input) => await w.BetaAsync(await w.AlphaAsync(input)));

        Assert.Contains("Record 4 of run 'run-1' is 'sleep' of operation 'sleep', but the code's body is over without asking for it", info.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_BodyThrowsEarlier_IsStuckAndRunsNoCompensator()
    {
        var info = await ReplayWithAsync(static async (_, w, input) =>
        {
            await w.AlphaAsync(input);
            throw new InvalidOperationException("new check");
        });

        Assert.Contains("the code's body is over without asking for it", info.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_AnotherKindUnderTheSameId_IsStuck()
    {
        var recorded = new Script
        {
            Body = static async (ctx, _, _) =>
            {
                await ctx.SleepAsync(TimeSpan.FromMinutes(1));
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return "";
            },
        };
        await using var engine = await Engine.StartAsync(recorded);
        await engine.StartRunAsync();
        await engine.WakeAsync();
        await engine.UntilAsleepAsync();

        var call = 0;
        await engine.RestartAsync(new Script
        {
            Body = async (ctx, w, _) =>
            {
                if (call++ >= 0)
                {
                    await w.SleepAsync();
                }

                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return "";
            },
        });
        engine.Time.Advance(TimeSpan.FromHours(1));
        var info = await engine.UntilStuckAsync();

        Assert.Contains("Record 2 of run 'run-1' is 'sleep' of operation 'sleep', but the code asks for step 'sleep' instead", info.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stuck_CodeFixedAndRetried_GoesOnWhereItWas()
    {
        await using var engine = await Engine.StartAsync(s_recorded);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.RestartAsync(new Script { Body = static (_, w, input) => w.OnceAsync(input) });
        engine.Time.Advance(TimeSpan.FromHours(1));
        await engine.UntilStuckAsync();

        var code = new Script { Body = s_recorded.Body };
        await engine.RestartAsync(code);
        Assert.Empty(code.Traces);
        await engine.Client.RetryAsync(Engine.RunId);

        Assert.Equal("end", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["Alpha#2(end) 1"], code.Calls);
    }

    [Fact]
    public async Task Stuck_RetriedWithoutAFix_IsStuckAgain()
    {
        await using var engine = await Engine.StartAsync(s_recorded);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        var broken = new Script { Body = static (_, w, input) => w.OnceAsync(input) };
        await engine.RestartAsync(broken);
        engine.Time.Advance(TimeSpan.FromHours(1));
        await engine.UntilStuckAsync();

        await engine.Client.RetryAsync(Engine.RunId);
        await engine.UntilAsync(() => Task.FromResult(broken.Traces.Count == 2));
        await engine.UntilStuckAsync();
        await engine.RestartAsync(broken);
        await engine.UntilStuckAsync();

        Assert.Equal(2, broken.Traces.Count);
        Assert.Equal(["start", "step Alpha", "step Beta", "sleep sleep"], await engine.JournalAsync());
    }

    [Fact, Proves("B-CTL-1")]
    public async Task Stuck_Terminated_EndsWithoutRunningTheBody()
    {
        await using var engine = await Engine.StartAsync(s_recorded);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        var broken = new Script { Body = static (_, w, input) => w.OnceAsync(input) };
        await engine.RestartAsync(broken);
        engine.Time.Advance(TimeSpan.FromHours(1));
        await engine.UntilStuckAsync();

        await engine.Client.TerminateAsync(Engine.RunId, "given up");
        var info = await engine.UntilEndedAsync();

        Assert.Equal((RunStatus.Terminated, "given up"), (info.Status, info.Error!.Message));
        Assert.Single(broken.Traces);
    }

    [Fact, Proves("B-WAIT-2")]
    public async Task Stuck_SignalsThatCameBeforeAndAfter_AreNotLost()
    {
        Script Good() => new()
        {
            Body = static async (ctx, w, input) =>
            {
                await w.AlphaAsync(input);
                return await ctx.WaitForSignalAsync(ScriptedWorkflow.Go) + await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
            },
        };
        await using var engine = await Engine.StartAsync(Good());
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.RestartAsync(new Script { Body = static (_, w, input) => w.OnceAsync(input) });

        // The first one makes it stuck, the second one comes while it is.
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "1");
        await engine.UntilStuckAsync();
        var commits = engine.Store.Commits;
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "2");

        // It was stuck before, too: the commit says that it has been tried again.
        await engine.UntilAsync(() => Task.FromResult(engine.Store.Commits > commits));
        await engine.UntilStuckAsync();
        await engine.RestartAsync(Good());
        await engine.Client.RetryAsync(Engine.RunId);

        Assert.Equal("12", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact, Proves("B-WAIT-2")]
    public async Task Stuck_BeforeATakenSignalIsDurable_LosesNothing()
    {
        // While a commit is being written the run takes a signal, and then a foreign thread spoils the body.
        var foreign = new TaskCompletionSource();
        var writing = new TaskCompletionSource();
        var written = new TaskCompletionSource();
        Script Code(Task spoiler) => new()
        {
            Body = async (ctx, w, input) =>
            {
                var signal = ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                await Task.WhenAny(spoiler, Task.WhenAll(w.AlphaAsync(input), signal));
                return await signal;
            },
        };
        await using var engine = await Engine.StartAsync(Code(foreign.Task));
        engine.Store.BeforeCommit = _ =>
        {
            writing.TrySetResult();
            return written.Task;
        };
        await engine.StartRunAsync();
        await writing.Task.WaitAsync(Pulse.Patience);
        await engine.Run.SignalAsync(ScriptedWorkflow.Go, "kept");
        await engine.UntilAsync(() => Task.FromResult(engine.Store.InboxReads > 0));
        foreign.SetResult();
        written.SetResult();
        await engine.UntilStuckAsync();

        await engine.RestartAsync(Code(new TaskCompletionSource().Task));
        await engine.Client.RetryAsync(Engine.RunId);

        Assert.Equal("kept", await engine.Run.ResultAsync(engine.Patience));
    }

    private static async Task<RunInfo> ReplayWithAsync(Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> body)
    {
        await using var engine = await Engine.StartAsync(s_recorded);
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        var before = await engine.LinesAsync();

        var changed = new Script { Body = body };
        await engine.RestartAsync(changed);
        engine.Time.Advance(TimeSpan.FromHours(1));
        var info = await engine.UntilStuckAsync();

        Assert.Equal(before, await engine.LinesAsync());
        Assert.Empty(changed.Calls);
        return info;
    }
}
