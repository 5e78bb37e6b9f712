using Durable.Tests.Harness;

namespace Durable.Tests.Journal;

/// <summary>Journals written by hand: what the engine makes of what somebody else, or an older version, left.</summary>
[Proves("B-JRN-6")]
public sealed class StoredJournalTests
{
    private const string Start = """{"t":"start","n":1,"ts":1740830400000,"workflow":"scripted","version":1,"fingerprint":"of an older build","trigger":"api","input":"in"}""";

    private static readonly Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> s_body = static async (_, w, input) => await w.BetaAsync(await w.AlphaAsync(input));

    [Fact]
    public async Task Replay_ResultOfAnotherType_IsStuckAndSaysWhichAndWhy()
    {
        var info = await StuckAsync("""{"t":"step","n":2,"ts":1740830400000,"id":"Alpha","input":{"argument":"in"},"output":{"x":1},"started":1740830400000}""");

        Assert.StartsWith("PAYLOAD_INVALID: The recorded result of 'Alpha' cannot be read as String: ", info.Reason, StringComparison.Ordinal);
        Assert.EndsWith("Change the type so that it reads what was written, or give the changed workflow a new Version.", info.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_RecordOfALaterKind_IsStuckAndSaysSo()
    {
        var info = await StuckAsync("""{"t":"teleport","n":2,"ts":1740830400000,"id":"Alpha"}""");

        Assert.Equal(
            "JOURNAL_TOO_NEW: The journal of run 'run-1' cannot be replayed: record 2 is of kind 'teleport', which this version of the library does not know; it was written by a newer one. Deploy the version of the library that wrote it, then retry the run.",
            info.Reason);
    }

    [Fact]
    public async Task Replay_RecordOfALaterKind_CanStillBeTerminated()
    {
        await using var engine = await Engine.ReplayAsync(new Script { Body = s_body }, [Start, """{"t":"teleport","n":2,"ts":1740830400000,"id":"Alpha"}"""]);
        await engine.UntilStuckAsync();

        await engine.Client.TerminateAsync(Engine.RunId);

        Assert.Equal(RunStatus.Terminated, (await engine.UntilEndedAsync()).Status);
    }

    [Fact]
    public async Task Replay_SecondOutcomeOfOneStep_IsStuck()
    {
        const string Alpha = """{"t":"step","n":2,"ts":1740830400000,"id":"Alpha","input":{"argument":"in"},"output":"a","started":1740830400000}""";

        var info = await StuckAsync(Alpha, Alpha.Replace("\"n\":2", "\"n\":3", StringComparison.Ordinal));

        Assert.Contains("Record 3 of run 'run-1' is 'step' of operation 'Alpha', but the code did not ask for it; it waits for step 'Beta'", info.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_StepErrorWhereTheCodeSleeps_IsStuck()
    {
        await using var engine = await Engine.ReplayAsync(
            new Script
            {
                Body = static async (ctx, _, _) =>
                {
                    await ctx.SleepAsync(TimeSpan.FromHours(1));
                    return "";
                },
            },
            [Start, """{"t":"stepError","n":2,"ts":1740830400000,"id":"sleep","attempt":1,"error":{"kind":"exception","message":"x"}}"""]);

        var info = await engine.UntilStuckAsync();

        Assert.Contains("Record 2 of run 'run-1' is 'stepError' of operation 'sleep', but the code asks for sleep 'sleep' instead", info.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_UndoOfAnotherStepThanTheNewest_IsStuck()
    {
        var info = await StuckAsync(
            static async (_, w, _) =>
            {
                await w.DoAsync("a");
                await w.DoAsync("b");
                throw new InvalidOperationException("x");
            },
            """{"t":"step","n":2,"ts":1740830400000,"id":"Do","input":{"argument":"a"},"output":"a","started":1740830400000}""",
            """{"t":"step","n":3,"ts":1740830400000,"id":"Do#2","input":{"argument":"b"},"output":"b","started":1740830400000}""",
            """{"t":"error","n":4,"ts":1740830400000,"error":{"kind":"exception","message":"x"}}""",
            """{"t":"undo","n":5,"ts":1740830400000,"id":"Do","ok":true,"ms":0}""");

        Assert.Contains("Record 5 of run 'run-1' is 'undo' of operation 'Do', but the code's body is over without asking for it; it waits for undoing step 'Do#2'", info.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_BodyReturnedWhereItThrewBefore_IsStuck()
    {
        var info = await StuckAsync(
            static async (_, w, _) => await w.DoAsync("a"),
            """{"t":"step","n":2,"ts":1740830400000,"id":"Do","input":{"argument":"a"},"output":"a","started":1740830400000}""",
            """{"t":"error","n":3,"ts":1740830400000,"error":{"kind":"exception","message":"x"}}""");

        Assert.Contains("Record 3 of run 'run-1' is 'error', but the code's body ended with 'return'", info.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_UndoWhileTheBodyStillRuns_IsStuck()
    {
        var info = await StuckAsync(s_body, """{"t":"undo","n":2,"ts":1740830400000,"id":"Do","ok":true,"ms":0}""");

        Assert.Contains("Record 2 of run 'run-1' is 'undo' of operation 'Do', but the code did not ask for it; it waits for step 'Alpha'", info.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_AsyncVoidThatThrows_IsStuckWithTheReason()
    {
        await using var engine = await Engine.ReplayAsync(
            new Script
            {
                Body = static async (ctx, w, input) =>
                {
                    async void Forget()
                    {
                        await w.AlphaAsync(input);
                        throw new InvalidOperationException("nobody awaits me");
                    }

                    Forget();
                    return await ctx.WaitForSignalAsync(ScriptedWorkflow.Go);
                },
            },
            [Start]);

        var info = await engine.UntilStuckAsync();

        Assert.StartsWith("UNEXPECTED: Run 'run-1' cannot go on: nobody awaits me An async void method in the workflow", info.Reason, StringComparison.Ordinal);
    }

    [Fact, Proves("B-STEP-2")]
    public async Task Replay_AttemptsOfAnEarlierLife_CountAndTheirDueTimeHolds()
    {
        var script = new Script { Body = static (_, w, input) => w.DoAsync(input), Step = static (_, _) => throw new InvalidOperationException("still no") };
        await using var engine = await Engine.ReplayAsync(
            script,
            [Start, """{"t":"attempt","n":2,"ts":1740830400000,"id":"Do","attempt":2,"error":{"kind":"exception","message":"no"},"started":1740830400000,"nextAt":1740830460000}"""]);
        await engine.WakeAsync();

        var ended = await engine.UntilEndedAsync();

        Assert.Equal(["Do(in) 3"], script.Calls);
        Assert.Equal(3, ended.Error!.Attempts);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1740830460000), ended.EndedAt);
    }

    private static Task<RunInfo> StuckAsync(params string[] records) => StuckAsync(s_body, records);

    private static async Task<RunInfo> StuckAsync(Func<WorkflowContext, ScriptedWorkflow, string, Task<string>> body, params string[] records)
    {
        var script = new Script { Body = body };
        await using var engine = await Engine.ReplayAsync(script, [Start, .. records]);
        var info = await engine.UntilStuckAsync();

        Assert.Equal(1 + records.Length, info.JournalLength);
        Assert.Empty(script.Calls);
        return info;
    }
}
