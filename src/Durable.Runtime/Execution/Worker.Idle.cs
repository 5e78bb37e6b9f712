using Durable.Storage;

namespace Durable.Execution;

/// <summary>When there is nothing to do.</summary>
internal sealed partial class Worker
{
    // Claims made, and runs taken by them; and what makes the claiming look again although the store did not call.
    private long _claims;
    private long _taken;
    private TaskCompletionSource _claimed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _nudge = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Nothing was claimable when it last looked, or there is no room.
    private volatile bool _claimRests;

    /// <summary>Tells whenever a run or the claiming has come to rest.</summary>
    public RestWatch Rests => _services.Rests;

    /// <summary>What this worker claims.</summary>
    public ClaimRequest Claims => _request;

    /// <summary>Nothing is claimed until a run leaves memory.</summary>
    public bool IsFull => _runs.Count >= _options.MaxConcurrentRuns;

    /// <summary>What the runs in memory have under way, all at one moment; null while one of them, or a claim, is being handled.</summary>
    public RunRest? Look()
    {
        // Twice the same: then each run was at rest at least from its first look to its second, and all of them in between.
        var claims = Interlocked.Read(ref _claims);
        return LookOnce() is { } first && LookOnce() is { } second && first == second && claims == Interlocked.Read(ref _claims) ? second : null;
    }

    /// <summary>Completes once no run is in memory, and a claim made after that found none.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, or the worker stops.</exception>
    public async Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        while (true)
        {
            await RunClosedAsync(() => _runs.IsEmpty && Volatile.Read(ref _releasing) == 0, either.Token).ConfigureAwait(false);
            var before = LastClaim();
            var last = before;

            // The claim under way may have looked before the last run left; the one after it has not.
            while (last.Claims < before.Claims + 2)
            {
                Nudge();
                await last.Next.WaitAsync(either.Token).ConfigureAwait(false);
                last = LastClaim();
            }

            if (last.Taken == before.Taken)
            {
                return;
            }
        }
    }

    private RunRest? LookOnce()
    {
        if (!_claimRests || Volatile.Read(ref _releasing) > 0)
        {
            return null;
        }

        var sum = default(RunRest);
        foreach (var (_, run) in _runs)
        {
            if (run.Look() is not { } rest)
            {
                return null;
            }

            sum += rest;
        }

        return _claimRests ? sum : null;
    }

    private (long Claims, long Taken, Task Next) LastClaim()
    {
        lock (_gate)
        {
            return (_claims, _taken, _claimed.Task);
        }
    }

    private void NoteClaim(int taken)
    {
        TaskCompletionSource claimed;
        lock (_gate)
        {
            _claims++;
            _taken += taken;
            claimed = _claimed;
            _claimed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        claimed.TrySetResult();
    }

    private void Nudge()
    {
        lock (_gate)
        {
            _nudge.TrySetResult();
        }
    }

    private Task Nudged()
    {
        lock (_gate)
        {
            if (_nudge.Task.IsCompleted)
            {
                // Taken note of here: this wait ends at once, and the next one waits.
                _nudge = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return Task.CompletedTask;
            }

            return _nudge.Task;
        }
    }
}
