using Durable.Schedules;
using Durable.Storage;

namespace Durable.Execution;

/// <summary>How runs leave this worker's memory, and waiting until they have.</summary>
internal sealed partial class Worker
{
    // Runs that have left, but whose leases have not been given back yet.
    private int _releasing;

    // Made by who waits for a run to leave memory, completed by the next one that does.
    private TaskCompletionSource? _runClosed;

    private void OnClosed(ActiveRun run, RunFate fate)
    {
        var isReleased = fate is RunFate.Released or RunFate.Stuck;
        var isDeleted = fate == RunFate.Finished && ScheduleRuns.IsOne(run.Lease.RunId);
        if (isReleased || isDeleted)
        {
            // First, so that whoever looks never sees it neither here nor there.
            Interlocked.Increment(ref _releasing);
        }

        _runs.TryRemove(new KeyValuePair<string, ActiveRun>(run.Lease.RunId, run));
        if (isReleased || isDeleted)
        {
            _ = isDeleted ? DeleteAsync(run) : ReleaseAsync(run);
            return;
        }

        switch (fate)
        {
            case RunFate.Lost:
                Log.RunLost(_logger, run.RunId);
                break;
            case RunFate.StoreFailed:
                Fail(run.Failure!);
                break;
            default:
                break;
        }

        SignalClosed();
    }

    private async Task ReleaseAsync(ActiveRun run)
    {
        try
        {
            await _services.Store.ReleaseAsync(run.Lease).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a store may be anybody's and throw anything
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // The lease then runs out by itself.
            Log.LeaseNotReleased(_logger, exception, run.RunId);
        }
        finally
        {
            Left();
        }
    }

    /// <summary>Takes away what is left of a schedule that was deleted.</summary>
    private async Task DeleteAsync(ActiveRun run)
    {
        try
        {
            // Not on this thread: it may be the store's own writer, which has just told that the run's end is durable.
            await Task.Run(() => ScheduleRuns.DeleteAsync(_services.Store, run.Lease.RunId)).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a store may be anybody's and throw anything
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // The next sweep does it.
            Log.RetentionFailed(_logger, exception, run.Definition.Name);
        }
        finally
        {
            Left();
        }
    }

    private void Left()
    {
        Interlocked.Decrement(ref _releasing);
        SignalClosed();
        Rests.Tell();
    }

    private void SignalClosed()
    {
        TaskCompletionSource? closed;
        lock (_gate)
        {
            closed = _runClosed;
            _runClosed = null;
        }

        closed?.TrySetResult();
    }

    private async Task<bool> AllClosedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunClosedAsync(() => _runs.IsEmpty && Volatile.Read(ref _releasing) == 0, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task RunClosedAsync(Func<bool> enough, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task closed;
            lock (_gate)
            {
                _runClosed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                closed = _runClosed.Task;
            }

            // Looked at after taking the task, so that a run that closes in between completes it.
            if (enough())
            {
                return;
            }

            await closed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
