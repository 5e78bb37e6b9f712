using Durable.Execution;
using Durable.Storage;

namespace Durable.Testing;

/// <summary>Moves the clock of one worker on when nothing else is left to do, and draws the order of things where a seed is given.</summary>
internal sealed class ClockSkipper : IAsyncDisposable
{
    // Steps of tests take no time, except those that wait for a cancellation, which a commit that waits here may bring.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    private readonly Worker _worker;
    private readonly VirtualClock _clock;
    private readonly Beat _beat;
    private readonly WatchedStore _store;
    private readonly SeededSchedule? _schedule;
    private readonly bool _skipsTime;
    private readonly TimeSpan _stallTimeout;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _skipping;
    private readonly int _mostIdleSkips;
    private volatile bool _isPatient = true;

    // What the awaited run had recorded when the clock last skipped, and how often it has skipped since then.
    private (string? RunId, int Generation, int Length) _awaited;
    private int _idleSkips;

    /// <param name="worker">Whose runs the clock waits for.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="beat">Told of everything that may have brought the worker to rest.</param>
    /// <param name="store">Knows who waits for runs.</param>
    /// <param name="schedule">Draws what happens next; null to let things happen.</param>
    /// <param name="options">Whether the clock goes on by itself, and how long it may stand still.</param>
    public ClockSkipper(Worker worker, VirtualClock clock, Beat beat, WatchedStore store, SeededSchedule? schedule, TestHostOptions options)
    {
        _worker = worker;
        _clock = clock;
        _beat = beat;
        _store = store;
        _schedule = schedule;
        _skipsTime = options.SkipsTime;
        _stallTimeout = options.StallTimeout;
        _mostIdleSkips = options.MostIdleSkips;
        _worker.Rests.Rested += beat.Tell;
        clock.TimerSet += beat.Tell;
        _skipping = Task.Run(SkipAsync);
    }

    public async Task AdvanceAsync(TimeSpan by, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var target = _clock.GetUtcNow() + by;
            while (true)
            {
                await RestAsync(static rest => !rest.AwaitsStore, cancellationToken).ConfigureAwait(false);
                if (_clock.NextTimer is not { } next || next > target)
                {
                    break;
                }

                _clock.AdvanceTo(next);
            }

            _clock.AdvanceTo(target);
            await RestAsync(static rest => !rest.AwaitsStore, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await RestAsync(static rest => rest is { Attempts: 0, AwaitsStore: false }, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _skipping.ConfigureAwait(false);
        _worker.Rests.Rested -= _beat.Tell;
        _clock.TimerSet -= _beat.Tell;
        _schedule?.Dispose();
        _stopping.Dispose();
        _turn.Dispose();
    }

    private async Task RestAsync(Func<RunRest, bool> isEnough, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = _beat.Next;
            if (Look() is { } rest)
            {
                if (TryGoOn(rest, mayAdvance: false))
                {
                    continue;
                }

                if (isEnough(rest))
                {
                    return;
                }
            }

            await WaitAsync(next, cancellationToken).ConfigureAwait(false);
            if (_worker.Failed.IsCompleted)
            {
                await _worker.Failed.ConfigureAwait(false);
            }
        }
    }

    /// <summary>What the runs have under way; null while something is being handled or could be claimed.</summary>
    private RunRest? Look() => IsStill() && _worker.Look() is { } rest && IsStill() ? rest : null;

    private bool IsStill() => !_store.IsBusy && (_worker.IsFull || !_store.HasClaimable(_worker.Claims));

    private async Task SkipAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                var next = _beat.Next;
                switch (await TrySkipAsync().ConfigureAwait(false))
                {
                    case Skip.Done:
                        break;
                    case Skip.NothingToWaitFor:
                        await WaitOrStallAsync(next).ConfigureAwait(false);
                        break;
                    default:
                        await WaitAsync(next, _stopping.Token).ConfigureAwait(false);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Disposed.
        }
#pragma warning disable CA1031 // whatever goes wrong here is told to who waits for a run, and would otherwise make that wait endless
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _store.Stall(exception);
        }
    }

    private bool TryGoOn(RunRest rest, bool mayAdvance)
    {
        if (_schedule?.TryGoOn(rest, mayAdvance, _isPatient) != true)
        {
            return false;
        }

        _isPatient = true;
        return true;
    }

    /// <summary>Waits for the next beat; for a moment only while something could be drawn, which a step that is running holds up.</summary>
    private async Task WaitAsync(Task next, CancellationToken cancellationToken)
    {
        var first = Task.WhenAny(next, _worker.Failed);
        if (_schedule?.HasChoice != true)
        {
            await first.WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            await first.WaitAsync(s_patience, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _isPatient = false;
        }
    }

    private async Task<Skip> TrySkipAsync()
    {
        await _turn.WaitAsync(_stopping.Token).ConfigureAwait(false);
        try
        {
            // The cheap question first: most of the time nobody waits yet.
            // So that what a schedule draws does not depend on how fast the test sends what it sends.
            if (!_store.IsAwaited || Look() is not { } rest || await _store.FindAwaitedAsync().ConfigureAwait(false) is not { } awaited)
            {
                return Skip.NotNow;
            }

            if (TryGoOn(rest, _skipsTime))
            {
                return Skip.Done;
            }

            if (!_skipsTime || rest.Attempts > 0 || rest.AwaitsStore)
            {
                return Skip.NotNow;
            }

            if (_clock.NextTimer is not { } next)
            {
                return Skip.NothingToWaitFor;
            }

            CountSkip(awaited);
            _clock.AdvanceTo(next);
            return Skip.Done;
        }
        finally
        {
            _turn.Release();
        }
    }

    private void CountSkip(RunRow awaited)
    {
        var recorded = (awaited.RunId, awaited.Generation, awaited.Length);
        _idleSkips = recorded == _awaited ? _idleSkips + 1 : 1;
        _awaited = recorded;
        if (_idleSkips > _mostIdleSkips)
        {
            throw new DurableException(
                DurableErrorCodes.TestStalled,
                $"Somebody waits for the end of run '{awaited.RunId}', which is {awaited.State.Status} and has recorded nothing while the clock skipped {_mostIdleSkips} times, to {_clock.GetUtcNow():O}, for other runs.",
                "Send the signal or the answer it waits for before (or while) waiting for its end. Where it is right that other runs take so long, raise TestHostOptions.MostIdleSkips.",
                awaited.RunId);
        }
    }

    private async Task WaitOrStallAsync(Task next)
    {
        try
        {
            await next.WaitAsync(_stallTimeout, _stopping.Token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            if (await _store.FindAwaitedAsync().ConfigureAwait(false) is { } run && Look() is { Attempts: 0, AwaitsStore: false })
            {
                _store.Stall(new DurableException(
                    DurableErrorCodes.TestStalled,
                    $"Somebody waits for the end of run '{run.RunId}', which is {run.State.Status} and waits for something that nothing in this host will bring: no step runs, no timer is set.",
                    "Send the signal or the answer it waits for before (or while) waiting for its end.",
                    run.RunId));
            }
        }
    }

    private enum Skip
    {
        /// <summary>The clock, or the schedule, went on.</summary>
        Done,

        /// <summary>Something is under way, or nobody waits.</summary>
        NotNow,

        /// <summary>Somebody waits for a run that nothing will bring on.</summary>
        NothingToWaitFor,
    }
}
