using Durable.Testing;
using Durable.Tests.Testing.Tours;

#pragma warning disable xUnit1051 // a token withdraws a wait, which is what some of these tests are about; nothing here really waits
namespace Durable.Tests.Testing.Contexts;

/// <summary>Plain unit tests: the class, its fakes, and no engine.</summary>
public sealed class TestWorkflowContextTests
{
    private static readonly Signal<string> s_go = new("go");
    private static readonly Ask<bool> s_sure = new("sure");

    private readonly TestWorkflowContext _ctx = new();

    [Fact]
    public async Task Trip_Approved_SleepsWithoutWaiting()
    {
        var travel = new Travel();
        _ctx.Deliver(TripWorkflow.Approved, new Approval(true));

        var result = await new TripWorkflow(travel).RunAsync(_ctx, new Trip("t", 2_000m, Nights: 30));

        Assert.Equal("seat-t 5 2025-03-31", result);
        Assert.Equal(["book t", "rate t"], travel.Calls);
        Assert.Equal(TimeSpan.FromDays(30), _ctx.Now() - _ctx.StartedAt);
    }

    [Fact]
    public async Task Trip_ApprovedTooLate_AsksForCompensation()
    {
        _ctx.Deliver(TripWorkflow.Approved, new Approval(true), after: TimeSpan.FromDays(3));

        var asked = await Assert.ThrowsAsync<CompensationRequestedException>(() => new TripWorkflow(new Travel()).RunAsync(_ctx, new Trip("t", 2_000m)));

        Assert.Equal("not approved", asked.Reason);
        Assert.Equal(TimeSpan.FromDays(2), _ctx.Now() - _ctx.StartedAt);
    }

    [Fact]
    public async Task Signal_DeliveredLaterByTheTest_EndsTheWait()
    {
        var waiting = _ctx.WaitForSignalAsync(s_go);
        Assert.False(waiting.IsCompleted);

        _ctx.Deliver(s_go, "now");

        Assert.Equal("now", await waiting);
    }

    [Fact]
    public async Task Signals_WithinTheTimeOut_AreTakenInTheirOrder()
    {
        _ctx.Deliver(s_go, "second", TimeSpan.FromHours(2)).Deliver(s_go, "first", TimeSpan.FromHours(1));

        Assert.Equal(new SignalResult<string>(true, "first"), await _ctx.WaitForSignalAsync(s_go, TimeSpan.FromDays(1)));
        Assert.Equal("second", await _ctx.WaitForSignalAsync(s_go));
        Assert.Equal(TimeSpan.FromHours(2), _ctx.Now() - _ctx.StartedAt);
        Assert.Equal(new SignalResult<string>(false, null), await _ctx.WaitForSignalAsync(s_go, TimeSpan.FromDays(1)));
    }

    [Fact]
    public async Task Ask_Answered_BeforeOrWhileWaiting()
    {
        _ctx.Answer(s_sure, true);
        Assert.True(await _ctx.AskAsync(s_sure, AskPrompt.Confirm("Sure?")));

        var asking = _ctx.AskAsync(s_sure, AskPrompt.Confirm("Really?"));
        _ctx.Answer(s_sure, false);

        Assert.False(await asking);
        Assert.Equal(["Sure?", "Really?"], _ctx.Asked.Select(asked => asked.Prompt.Message));
        await Assert.ThrowsAsync<AskExpiredException>(() => _ctx.AskAsync(s_sure, AskPrompt.Confirm("Still?") with { ExpiresIn = TimeSpan.FromDays(1) }));
    }

    [Fact]
    public async Task Condition_HoldsAfterAHandlerRan_EndsTheWait()
    {
        var coins = 0;
        var waiting = _ctx.WaitUntilAsync(() => coins > 1);

        coins = 2;
        Assert.False(waiting.IsCompleted);
        _ctx.CheckConditions();

        await waiting;
        Assert.False(await _ctx.WaitUntilAsync(() => coins > 5, TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task Children_AreWhatTheTestSays()
    {
        _ctx.WithChild<StopWorkflow>(input => input is "closed" ? throw new InvalidOperationException("closed") : Task.FromResult<object?>($"saw {input}"));

        var result = await new TourWorkflow().RunAsync(_ctx, new Tour("runs"));

        Assert.Equal("saw tower, saw waiting, Failed", result);
        Assert.Equal(("waiting-stop", "go", "from the tour"), Assert.Single(_ctx.Sent));
        Assert.Equal(["tower", "waiting", "closed"], _ctx.Children.Select(child => child.Input));
    }

    [Fact]
    public async Task Child_TheTestSaidNothingAbout_IsAMistakeOfTheTest()
    {
        var mistake = await Assert.ThrowsAsync<InvalidOperationException>(() => new TourWorkflow().RunAsync(_ctx, new Tour("runs")));

        Assert.Contains("WithChild", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notes_EmitCheckpointPatchInlineStepStream()
    {
        Assert.Equal("half attempt 1 abc", await new TourWorkflow().RunAsync(_ctx, new Tour("notes")));
        Assert.Equal([("progress", 1), ("progress", 2)], _ctx.Emitted);

        Assert.Equal("half  abc", await new TourWorkflow().RunAsync(new TestWorkflowContext().WithoutPatch("inline"), new Tour("notes")));
    }

    [Fact]
    public async Task ContinueAsNew_EndsTheTestWithTheNextInput()
    {
        var continued = await Assert.ThrowsAsync<ContinuedAsNewException>(() => new TourWorkflow().RunAsync(_ctx, new Tour("rounds")));

        Assert.Equal(new Tour("rounds", 2), continued.Input);
    }

    [Fact]
    public async Task InlineStep_Fails_IsTriedAsOftenAsItsOptionsSay()
    {
        var attempts = new List<int>();

        var failed = await Assert.ThrowsAsync<StepFailedException>(() => _ctx.StepAsync<int>(
            "try",
            step =>
            {
                attempts.Add(step.Attempt);
                throw new TimeoutException("no answer");
            },
            new StepOptions { MaxAttempts = 4 }));

        Assert.Equal([1, 2, 3, 4], attempts);
        Assert.Equal(("try", 4, "no answer"), (failed.StepId, failed.Attempts, failed.Error.Message));
    }

    [Fact]
    public async Task InlineStep_RetriedForAnHour_GivesUpAfterAnHourOfTheTestsOwnTime()
    {
        var began = _ctx.Now();
        var attempts = 0;

        await Assert.ThrowsAsync<StepFailedException>(() => _ctx.StepAsync<int>(
            "poll",
            _ =>
            {
                attempts++;
                throw new TimeoutException("no answer");
            },
            new StepOptions { MaxAttempts = 0, RetryDelay = TimeSpan.FromMinutes(10), Backoff = Backoff.Constant, MaxRetryDelay = TimeSpan.FromMinutes(10), RetryFor = TimeSpan.FromHours(1) }));

        Assert.Equal(7, attempts);
        Assert.Equal(TimeSpan.FromHours(1), _ctx.Now() - began);
    }

    [Fact]
    public async Task InlineStep_NeverSucceedsAndHasNoLimit_FailsTheTest()
    {
        var stalled = await Assert.ThrowsAsync<DurableException>(() =>
            _ctx.StepAsync<int>("poll", static _ => throw new TimeoutException("no answer"), new StepOptions { MaxAttempts = 0 }));

        Assert.Equal(DurableErrorCodes.TestStalled, stalled.Code);
        Assert.Contains("no answer", stalled.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForEach_ItemFails_ByMode()
    {
        var seen = new List<string>();
        await Assert.ThrowsAsync<TimeoutException>(() => _ctx.ForEachAsync(["a", "b", "c"], static item => item, WorkAsync, maxConcurrency: 1));
        Assert.Equal(["a", "b"], seen);

        seen.Clear();
        var all = await Assert.ThrowsAsync<AggregateException>(() => _ctx.ForEachAsync(["a", "b", "c"], static item => item, WorkAsync, maxConcurrency: 1, ForEachMode.Settle));
        Assert.Equal(["a", "b", "c"], seen);
        Assert.Equal(1, Assert.IsType<ForEachItemException>(Assert.Single(all.InnerExceptions)).Index);
        Assert.Equal(DurableErrorCodes.ItemKeyInvalid, (await Assert.ThrowsAsync<DurableException>(() => _ctx.ForEachAsync(["a", "a"], static item => item, WorkAsync))).Code);

        Task<string> WorkAsync(string item)
        {
            seen.Add(item);
            return item == "b" ? throw new TimeoutException() : Task.FromResult(item);
        }
    }

    [Fact]
    public async Task Cancel_EndsWaits_ExceptDetachedOnes()
    {
        var waiting = _ctx.WaitForSignalAsync(s_go);
        var detached = _ctx.DetachedAsync(() => _ctx.WaitForSignalAsync(s_go));

        _ctx.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _ctx.SleepAsync(TimeSpan.FromDays(1)));
        Assert.False(detached.IsCompleted);
        _ctx.Deliver(s_go, "done");
        await detached;
        Assert.True(_ctx.CancellationToken.IsCancellationRequested);
    }

    [Fact]
    public async Task Wait_Withdrawn_TakesNoSignal()
    {
        using var withdrawal = new CancellationTokenSource();
        var waiting = _ctx.WaitForSignalAsync(s_go, withdrawal.Token);

        await withdrawal.CancelAsync();
        _ctx.Deliver(s_go, "kept");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal("kept", await _ctx.WaitForSignalAsync(s_go));
    }

    [Fact]
    public async Task Lock_FirstComeFirstServed()
    {
        var first = await _ctx.LockAsync("cart");
        var second = _ctx.LockAsync("cart");
        Assert.False(second.IsCompleted);

        await first.DisposeAsync();

        await (await second).DisposeAsync();
        await (await _ctx.LockAsync("cart")).DisposeAsync();
    }

    [Fact]
    public void Chance_SameRunId_IsThatOfARealRun()
    {
        var again = new TestWorkflowContext();

        Assert.Equal(_ctx.NewGuid(), again.NewGuid());
        Assert.Equal(_ctx.Random().Next(), again.Random().Next());
        Assert.NotEqual(new TestWorkflowContext { Run = "another" }.NewGuid(), new TestWorkflowContext().NewGuid());
    }

    [Fact]
    public async Task Sleep_OutOfRange_IsRefused()
    {
        Assert.Equal(DurableErrorCodes.DurationOutOfRange, (await Assert.ThrowsAsync<DurableException>(() => _ctx.SleepAsync(TimeSpan.FromTicks(-1)))).Code);
        Assert.Equal(DurableErrorCodes.DurationOutOfRange, (await Assert.ThrowsAsync<DurableException>(() => _ctx.SleepAsync(TimeSpan.FromDays(4_000)))).Code);
        await _ctx.SleepUntilAsync(_ctx.StartedAt.AddDays(-1));
        Assert.Equal(_ctx.StartedAt, _ctx.Now());
    }

    [Fact]
    public async Task StepContext_ForTest_TellsTheStep()
    {
        var step = StepContext.ForTest(runId: "r", stepId: "book", attempt: 2, idempotencyKey: "k");

        Assert.Equal(("r", "book", 2, "k"), (step.RunId, step.StepId, step.Attempt, step.IdempotencyKey));
        Assert.Equal("attempt 2", await AttemptAsync(step));

        static Task<string> AttemptAsync(StepContext step) => Task.FromResult($"attempt {step.Attempt}");
    }
}
