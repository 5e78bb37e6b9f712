using System.Text.Json;
using Durable.Tests.Harness;

namespace Durable.Tests.Steps;

[Proves("B-STEP-7")]
public sealed class SuspensionTests
{
    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    internal async Task Suspend_Resumed_EntersTheSameStepWithDataAndSnapshot(StoreKind kind)
    {
        var keys = new List<string>();
        var script = new Script
        {
            Body = static (_, w, input) => w.AlphaAsync(input),
            Step = (argument, step) =>
            {
                keys.Add(step.IdempotencyKey);
                return Reviewed(argument, step);
            },
        };
        await using var engine = await Engine.StartAsync(script, kind: kind);
        var run = await engine.StartRunAsync("text");
        var asleep = await engine.UntilAsleepAsync();
        Assert.Null(asleep.WakeAt);

        await run.ResumeStepAsync("Alpha", "yes");

        Assert.Equal("text: yes, draft of text", await run.ResultAsync(engine.Patience));
        Assert.Equal(["start", "suspend Alpha", "resume Alpha", "step Alpha", "end"], await engine.JournalAsync());
        Assert.Equal(["Alpha(text) 1", "Alpha(text) 1"], script.Calls);
        Assert.Single(keys.Distinct());
        Assert.Contains("\"data\":\"draft of text\"", (await engine.LinesAsync())[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    internal async Task Suspend_ProcessKilledAnywhere_GoesOnWithTheSameOutcome(StoreKind kind)
    {
        var isKilled = true;
        for (var commit = 1; isKilled; commit++)
        {
            foreach (var isAfter in new[] { false, true })
            {
                isKilled = await KillAtAsync(kind, commit, isAfter);
            }
        }
    }

    [Fact]
    public async Task Suspend_AgainAfterResume_WaitsForAnother()
    {
        var script = new Script
        {
            Body = static (_, w, input) => w.AlphaAsync(input),
            Step = static (_, step) =>
            {
                var seen = step.TryGetSnapshot<string>(out var snapshot) ? snapshot : "";
                return !step.TryGetResume<string>(out var data) || data == "more" && seen.Length < 4
                    ? throw step.Suspend(seen + (data ?? "-"))
                    : Task.FromResult($"{seen} {data}");
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();

        await engine.UntilAsleepAsync();
        await run.ResumeStepAsync("Alpha", "more");
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Count(line => line == "suspend Alpha") == 2);
        await engine.CrashAsync(script);
        await engine.UntilAsleepAsync();
        await engine.Run.ResumeStepAsync("Alpha", "done");

        Assert.Equal("-more done", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["start", "suspend Alpha", "resume Alpha", "suspend Alpha", "resume Alpha", "step Alpha", "end"], await engine.JournalAsync());
    }

    [Fact]
    public async Task Resume_WrongStepOrState_IsRefusedAndNothingChanged()
    {
        var script = new Script { Body = static async (_, w, input) => await w.BetaAsync("b") + await w.AlphaAsync(input), Step = static (argument, step) => argument == "b" ? Task.FromResult("b") : Reviewed(argument, step) };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("suspend Alpha"));
        await engine.UntilAsleepAsync();
        var journal = await engine.JournalAsync();

        await RefusedAsync(DurableErrorCodes.StepNotSuspended, run.ResumeStepAsync("Beta", "x"));
        await RefusedAsync(DurableErrorCodes.StepNotSuspended, run.ResumeStepAsync("Alpha#2", "x"));
        await RefusedAsync(DurableErrorCodes.StepNotSuspended, run.ResumeStepAsync("nothing", "x"));
        await RefusedAsync(DurableErrorCodes.RunNotFound, engine.Client.ResumeStepAsync("other", "Alpha", "x"));
        await RefusedAsync(DurableErrorCodes.PayloadTypeUnknown, run.ResumeStepAsync("Alpha", new Uri("https://example.org")));
        await RefusedAsync(DurableErrorCodes.OptionInvalid, run.ResumeStepAsync("Alpha", "x", idempotencyKey: ""));
        Assert.Equal(journal, await engine.JournalAsync());
        await run.ResumeStepAsync("Alpha", "yes", "click-1");

        Assert.Equal("bin: yes, draft of in", await run.ResultAsync(engine.Patience));
        await RefusedAsync(DurableErrorCodes.RunFinished, run.ResumeStepAsync("Alpha", "x"));
        await run.ResumeStepAsync("Alpha", "x", "click-1");
    }

    [Fact]
    public async Task Resume_Second_IsRefusedUnlessItHasTheSameKey()
    {
        var hold = new TaskCompletionSource();
        var script = new Script
        {
            Body = static (_, w, input) => w.AlphaAsync(input),
            Step = async (argument, step) =>
            {
                var result = await Reviewed(argument, step);
                await hold.Task;
                return result;
            },
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await run.ResumeStepAsync("Alpha", "yes", "click-1");
        await RefusedAsync(DurableErrorCodes.StepNotSuspended, run.ResumeStepAsync("Alpha", "no"));
        await RefusedAsync(DurableErrorCodes.StepNotSuspended, run.ResumeStepAsync("Alpha", "no", "click-2"));
        await run.ResumeStepAsync("Alpha", "no", "click-1");
        hold.SetResult();

        Assert.Equal("in: yes, draft of in", await run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Resume_ManyAtOnce_ExactlyOneCounts()
    {
        await using var engine = await Engine.StartAsync(Reviewing());
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        var winners = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            try
            {
                await run.ResumeStepAsync("Alpha", $"{number}");
                return number;
            }
            catch (DurableException exception) when (exception.Code is DurableErrorCodes.StepNotSuspended or DurableErrorCodes.RunFinished)
            {
                return -1;
            }
        }));

        Assert.Equal($"in: {Assert.Single(winners, number => number >= 0)}, draft of in", await run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Resume_AsJson_IsReadAsTheStepAsks()
    {
        await using var engine = await Engine.StartAsync(Reviewing());
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await engine.Client.ResumeStepAsync(Engine.RunId, "Alpha", JsonDocument.Parse(" \"y\\u0065s\" ").RootElement);

        Assert.Equal("in: yes, draft of in", await run.ResultAsync(engine.Patience));
    }

    [Fact]
    [Proves("B-STEP-2")]
    public async Task Attempts_AcrossSuspensionsAndRestarts_KeepTheirNumbersAndTheData()
    {
        var script = new Script
        {
            Body = static (_, w, input) => w.DoAsync(input),
            Step = static (argument, step) => step switch
            {
                { Attempt: 1 } => throw new InvalidOperationException("first"),
                _ when !step.TryGetResume<string>(out _) => throw step.Suspend(),
                { Attempt: 2 } => throw new InvalidOperationException("second"),
                _ when step.TryGetResume<string>(out var data) && !step.TryGetSnapshot<string>(out _) => Task.FromResult(data),
                _ => Task.FromResult("nothing"),
            },
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();

        await engine.WakeAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("suspend Do"));
        await engine.UntilAsleepAsync();
        engine.Time.Advance(TimeSpan.FromDays(400));
        await engine.CrashAsync(script);
        await engine.Run.ResumeStepAsync("Do", "data");
        await engine.WakeAsync();

        Assert.Equal("data", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(["Do(in) 1", "Do(in) 2", "Do(in) 2", "Do(in) 3"], script.Calls);
        Assert.Equal(["start", "attempt Do", "suspend Do", "resume Do", "attempt Do", "step Do", "end"], await engine.JournalAsync());
    }

    [Fact]
    public async Task Cancel_Suspended_IsRecordedAsCancelledAndUndone()
    {
        var script = new Script { Body = static (_, w, input) => w.BeginAsync(input), Step = Reviewed };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await run.CancelAsync("enough");

        var ended = await engine.UntilEndedAsync();
        Assert.Equal(RunStatus.Cancelled, ended.Status);
        Assert.Equal(["start", "suspend Begin", "cancel", "stepError Begin", "error", "undo Begin", "end"], await engine.JournalAsync());
        Assert.Contains("\"attempt\":1", (await engine.LinesAsync())[3], StringComparison.Ordinal);
    }

    [Fact]
    [Proves("B-WAIT-5")]
    public async Task Withdraw_Suspended_EndsTheStepAndItsResumeIsRefused()
    {
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                using var withdrawal = new CancellationTokenSource();
                var review = w.StoppableAsync(input, cancellationToken: withdrawal.Token);
                await Task.WhenAny(review, ctx.SleepAsync(TimeSpan.FromDays(1)));
                withdrawal.Cancel();
                try
                {
                    await review;
                }
                catch (OperationCanceledException)
                {
                    await ctx.SleepAsync(TimeSpan.FromDays(1));
                    return "withdrawn";
                }

                return "reviewed";
            },
            Step = Reviewed,
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();

        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("suspend Stoppable"));
        await engine.WakeAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("sleep sleep#2"));
        await RefusedAsync(DurableErrorCodes.StepNotSuspended, run.ResumeStepAsync("Stoppable", "yes"));
        await engine.CrashAsync(script);
        await engine.WakeAsync();

        Assert.Equal("withdrawn", await engine.Run.ResultAsync(engine.Patience));
        Assert.Single(script.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Proves("B-WAIT-5")]
    public async Task Withdraw_StepElsewhereOrInline_SeesItsTokenAndItsOutcomeIsRecorded(bool isInline)
    {
        var started = new TaskCompletionSource();
        async Task<string> HangAsync(StepContext step)
        {
            started.TrySetResult();
            await Task.Delay(Timeout.Infinite, step.CancellationToken);
            return "";
        }

        var script = new Script
        {
            Body = async (ctx, w, input) =>
            {
                using var withdrawal = new CancellationTokenSource();
                var step = isInline
                    ? ctx.StepAsync<string>("hang", HangAsync, cancellationToken: withdrawal.Token)
                    : w.FarStoppableAsync(input, cancellationToken: withdrawal.Token);
                await Task.WhenAny(step, ctx.WaitForSignalAsync(ScriptedWorkflow.Go));
                withdrawal.Cancel();
                await Task.WhenAny(step);
                return $"{step.IsCanceled}";
            },
            Step = (_, step) => HangAsync(step),
        };
        await using var engine = await Engine.StartAsync(script, durable => durable.ConfigureWorker(worker => worker.Queues = ["default", "gpu"]));
        var run = await engine.StartRunAsync();
        await started.Task.WaitAsync(engine.Patience);

        await run.SignalAsync(ScriptedWorkflow.Go, "now");

        Assert.Equal("True", await run.ResultAsync(engine.Patience));
        Assert.Contains(await engine.JournalAsync(), line => line == (isInline ? "stepError hang" : "stepError FarStoppable"));
    }

    [Fact]
    public async Task Suspend_InParallel_OthersGoOnAndEachIsResumedAlone()
    {
        var script = new Script
        {
            Body = static async (_, w, input) => string.Join(" | ", await Task.WhenAll(w.AlphaAsync("a"), w.AlphaAsync("b"), w.BetaAsync("c"))),
            Step = static (argument, step) => argument == "c" ? Task.FromResult("c") : Reviewed(argument, step),
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Count == 4);
        await engine.UntilAsleepAsync();

        await run.ResumeStepAsync("Alpha#2", "2");
        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("step Alpha#2"));
        await engine.CrashAsync(script);
        await engine.Run.ResumeStepAsync("Alpha", "1");

        Assert.Equal("a: 1, draft of a | b: 2, draft of b | c", await engine.Run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Suspend_BodyEnds_IsRecordedAsCancelledFirst()
    {
        var script = new Script
        {
            Body = static async (ctx, w, input) =>
            {
                _ = w.AlphaAsync(input);
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return "done";
            },
            Step = Reviewed,
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();

        await engine.UntilAsync(async () => (await engine.JournalAsync()).Contains("suspend Alpha"));
        await engine.WakeAsync();

        Assert.Equal("done", await run.ResultAsync(engine.Patience));
        Assert.Equal(["return", "stepError Alpha", "end"], (await engine.JournalAsync())[^3..]);
    }

    [Fact]
    public async Task Suspend_InlineStep_GoesOnWithTheData()
    {
        var script = new Script
        {
            Body = static (ctx, _, _) => ctx.StepAsync<string>("inline", static step => step.TryGetResume<string>(out var data) ? Task.FromResult(data) : throw step.Suspend(1)),
        };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();
        await engine.UntilAsleepAsync();

        await run.ResumeStepAsync("inline", "yes");

        Assert.Equal("yes", await run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task Suspend_InCompensator_FailsTheUndoingAndSaysWhy()
    {
        var script = new Script
        {
            Body = static async (ctx, w, input) => await w.DoAsync(input) + await ctx.CompensateAsync<string>("no"),
            Undo = static (_, _, step) => throw step.Suspend("later"),
        };
        await using var engine = await Engine.StartAsync(script);
        await engine.StartRunAsync();

        var ended = await engine.UntilEndedAsync();

        Assert.Equal(RunStatus.CompensationFailed, ended.Status);
        var report = Assert.Single(ended.Compensations);
        Assert.Equal((1, DurableErrorCodes.ContextMisuse), (report.Attempts, report.Error!.Kind));
        Assert.Contains("cannot suspend", report.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suspend_SnapshotAboveTheCap_FailsTheStep()
    {
        var script = new Script { Body = static (_, w, input) => w.AlphaAsync(input), Step = static (_, step) => throw step.Suspend(new string('x', 5000)) };
        await using var engine = await Engine.StartAsync(script, durable => durable.ConfigurePayloads(payloads => payloads.MaxBytes = 2000));
        var run = await engine.StartRunAsync();

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal((DurableErrorCodes.PayloadTooLarge, 1), (failed.Error.Cause!.Kind, failed.Error.Attempts));
    }

    [Fact]
    public async Task Suspend_WrappedByTheStep_IsAFailure()
    {
        var script = new Script { Body = static (_, w, input) => w.OnceAsync(input), Step = static (_, step) => throw new InvalidOperationException("wrapped", step.Suspend()) };
        await using var engine = await Engine.StartAsync(script);
        var run = await engine.StartRunAsync();

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));

        Assert.Equal(DurableErrorCodes.StepSuspended, failed.Error.Cause!.Cause!.Kind);
    }

    [Fact]
    public async Task Suspend_StepCalledDirectly_CanBeTestedWithoutAnEngine()
    {
        var thrown = Assert.Throws<StepSuspendedException>(() => { _ = Reviewed("a", StepContext.ForTest()); });
        Assert.Equal("draft of a", thrown.Snapshot);

        Assert.Equal("a: yes, -", await Reviewed("a", StepContext.ForTest(resume: "yes")));
        Assert.Equal("a: yes, b", await Reviewed("a", StepContext.ForTest(snapshot: "b", resume: "yes")));
        Assert.Equal("draft of a", Assert.Throws<StepSuspendedException>(() => { _ = Reviewed("a", default); }).Snapshot);
    }

    private static Script Reviewing() => new() { Body = static (_, w, input) => w.AlphaAsync(input), Step = Reviewed };

    private static Task<string> Reviewed(string argument, StepContext step) => step.TryGetResume<string>(out var verdict)
        ? Task.FromResult($"{argument}: {verdict}, {(step.TryGetSnapshot<string>(out var draft) ? draft : "-")}")
        : throw step.Suspend($"draft of {argument}");

    /// <summary>Whether the run got as far as the commit at which the process was to be killed.</summary>
    private static async Task<bool> KillAtAsync(StoreKind kind, int commit, bool isAfter)
    {
        var script = Reviewing();
        await using var engine = await Engine.StartAsync(script, kind: kind);
        var reached = new TaskCompletionSource();
        var store = engine.Store;
        var count = 0;
        Task KillAsync()
        {
            if (Interlocked.Increment(ref count) == commit)
            {
                store.Kill();
                reached.SetResult();
            }

            return Task.CompletedTask;
        }

        store.BeforeCommit = isAfter ? null : _ => KillAsync();
        store.AfterCommit = isAfter ? _ => KillAsync() : null;
        await engine.StartRunAsync();
        var resumed = ResumeAsync(engine);
        await Task.WhenAny(reached.Task, engine.Run.ResultAsync(engine.Patience)).Unwrap();
        var isKilled = reached.Task.IsCompleted;
        if (isKilled)
        {
            await engine.CrashAsync(script);
            await resumed;
            await ResumeAsync(engine);
        }

        Assert.Equal("in: yes, draft of in", await engine.Run.ResultAsync(engine.Patience));
        var journal = await engine.JournalAsync();
        Assert.Equal(["start", "suspend Alpha", "resume Alpha", "step Alpha", "end"], journal);
        return isKilled;
    }

    /// <summary>Resumes once the step waits, as a person does who sees it wait; gives up when the process dies.</summary>
    private static async Task ResumeAsync(Engine engine)
    {
        var run = engine.Run;
        await engine.UntilAsync(async () =>
        {
            try
            {
                await run.ResumeStepAsync("Alpha", "yes", "click");
                return true;
            }
            catch (DurableException exception)
            {
                return exception.Code is DurableErrorCodes.RunFinished or DurableErrorCodes.StoreFailed or DurableErrorCodes.HostStopped;
            }
        });
    }

    private static async Task RefusedAsync(string code, Task act) =>
        Assert.Equal(code, (await Assert.ThrowsAnyAsync<DurableException>(() => act)).Code);
}
