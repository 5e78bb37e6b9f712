using System.Globalization;
using Durable.Execution;
using Durable.Telemetry;

namespace Durable.Steps;

/// <summary>One attempt, on a thread of the pool: the author's code, its time-out, and what it holds until it is over.</summary>
internal abstract partial class AttemptedOperation
{
    // A timer of the platform takes at most 49 days.
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromDays(1);

    private bool IsLimited => Policy.Timeout is not null || Policy.HeartbeatTimeout is not null;

    /// <summary>Runs one attempt, on a pool thread.</summary>
    public void Execute() => _ = ExecuteAsync();

    /// <summary>Runs the author's code once. Touches no state of the operation: an abandoned attempt may still be running.</summary>
    protected abstract ValueTask<AttemptOutcome> InvokeAsync(StepContext step);

    private async Task ExecuteAsync()
    {
        var cancellation = _ownCancellation;
        var token = cancellation?.Token ?? SharedCancellation;
        var own = new StepAttempt(Run.AttemptGate, Run.Services.Scopes, Run.Spend, IsSpendLimited);
        var step = new StepContext(this, _attempt, own, token);
        AttemptTelemetry? telemetry = null;
        try
        {
            telemetry = AttemptTelemetry.Begin(Run, this, _attempt);
            _outcome = token.IsCancellationRequested ? AttemptOutcome.NotStarted
                : Run.IsPaused || Run.IsStopping ? AttemptOutcome.Held
                : await AdmitAsync(token).ConfigureAwait(false) is { } refused ? refused
                : IsLimited ? await InvokeWithinAsync(step, own, cancellation!).ConfigureAwait(false)
                : await InvokeAsync(step).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // whatever the author's code throws becomes the attempt's recorded outcome
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _outcome = exception is StepSuspendedException suspension && CanSuspend
                ? new AttemptOutcome(default, Suspension: suspension)
                : AttemptOutcome.Failed(exception, Policy, token);
        }

        if (!own.IsAbandoned)
        {
            await LetGoAsync(own, token).ConfigureAwait(false);
        }

        if (own.TakeSpend() is > 0 and var spent)
        {
            _outcome = _outcome with { Spend = spent };
        }

        try
        {
            telemetry?.End(_outcome);
        }
#pragma warning disable CA1031 // whoever listens is no part of the step, which is over
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.ListenerFailed(Run.Services.RunLogger, exception, Run.RunId);
        }
        finally
        {
            Run.EndAttempt(this);
        }
    }

    // What the attempt used may still have work to do, such as writing what it held back: failing at that is failing.
    private async ValueTask LetGoAsync(StepAttempt own, CancellationToken token)
    {
        try
        {
            await own.DisposeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // as above
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (_outcome.Error is null)
            {
                _outcome = AttemptOutcome.Failed(exception, Policy, token);
            }
        }
    }

    private async Task<AttemptOutcome> InvokeWithinAsync(StepContext step, StepAttempt own, CancellationTokenSource cancellation)
    {
        // The clock runs before the method does, so that whoever sees the method run can rely on it.
        using var clock = new CancellationTokenSource();
        var time = Run.Services.Time;
        var began = time.GetTimestamp();
        BeginHeartbeats();
        var left = TimeLeft(began);
        var limit = Task.Delay(left, time, clock.Token);

        // On a thread of its own, so that a method that blocks is abandoned like one that awaits; with the token, so that one which
        // has found no thread by then is not started any more.
        var invocation = Task.Run(() => InvokeAsync(step).AsTask(), cancellation.Token);
        while (left > TimeSpan.Zero)
        {
            if (await Task.WhenAny(invocation, limit).ConfigureAwait(false) == invocation)
            {
                await clock.CancelAsync().ConfigureAwait(false);
                return await invocation.ConfigureAwait(false);
            }

            left = TimeLeft(began);
            limit = Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, clock.Token);
        }

        // The attempt may go on if it ignores its token; whatever it still returns or throws is discarded. Its callbacks may block or throw, too.
        _ = cancellation.CancelAsync();
        own.IsAbandoned = true;
        Run.KeepServices();
        _ = DiscardAsync(invocation, own);
        return new AttemptOutcome(default, Error: time.GetElapsedTime(began) >= Policy.Timeout
            ? new ErrorInfo(DurableErrorCodes.StepTimeout, string.Create(CultureInfo.InvariantCulture, $"The attempt took longer than {Policy.Timeout}."))
            : new ErrorInfo(DurableErrorCodes.HeartbeatTimeout, string.Create(CultureInfo.InvariantCulture, $"The attempt was silent for longer than {Policy.HeartbeatTimeout}.")));
    }

    /// <summary>How long the attempt may still be left alone, in whole milliseconds: until its time-out, or until it should have said that it is alive.</summary>
    private TimeSpan TimeLeft(long began)
    {
        var left = Policy.Timeout is { } timeout ? timeout - Run.Services.Time.GetElapsedTime(began) : TimeSpan.MaxValue;
        if (Policy.HeartbeatTimeout is { } silence && silence - SinceHeartbeat() is var beatLeft && beatLeft < left)
        {
            left = beatLeft;
        }

        return left < s_longestDelay ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : s_longestDelay;
    }

    private async Task DiscardAsync(Task invocation, StepAttempt own)
    {
        await invocation.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await own.DisposeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // nobody is left who could be told, except the log
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.DisposeFailed(Run.Services.RunLogger, exception, Run.RunId);
        }
        finally
        {
            Run.LetGoOfServices();
        }
    }
}
