namespace Durable.Storage;

// Taking runs, and waiting until there is something to take.
internal sealed partial class RunIndex<TRun>
{
    private readonly List<ClaimWaiter> _claimWaiters = [];

    // Of each owner the last that ran alone.
    private readonly List<LeaseHold> _alone = [];
    private long _lastToken;

    /// <summary>Tokens given from now on are above this one.</summary>
    public void StartTokensAt(long token) => _lastToken = Math.Max(_lastToken, token);

    /// <summary>Takes the first runs in claim order that the request names.</summary>
    /// <param name="request">Which.</param>
    /// <param name="endsTimeAlone">The owner holds a suspect, which from now on is not alone any more.</param>
    public List<TRun> Claim(ClaimRequest request, out bool endsTimeAlone)
    {
        WakeSleepers();
        var max = request.Suspects ? 1 : request.Max;
        var taken = new List<TRun>();
        while (taken.Count < max && FirstReady(request) is { } run)
        {
            Unplace(run);
            run.Lease = new LeaseHold(++_lastToken, request.Owner, request.Suspects);
            AddLeased(run, request.LeaseDuration);
            taken.Add(run);
        }

        endsTimeAlone = taken.Count > 0 && EndTimeAlone(request.Owner);
        if (request.Suspects && taken.Count > 0)
        {
            _alone.Add(taken[0].Lease!);
        }

        return taken;
    }

    private bool EndTimeAlone(IRunOwner owner)
    {
        var wasAlone = false;
        for (var i = _alone.Count - 1; i >= 0; i--)
        {
            if (_alone[i].Owner == owner)
            {
                wasAlone |= _alone[i].Alone;
                _alone[i].Alone = false;
                _alone.RemoveAt(i);
            }
        }

        return wasAlone;
    }

    /// <summary>Completes when the request might find something.</summary>
    public Task WaitForClaimable(ClaimRequest request, CancellationToken cancellationToken)
    {
        WakeSleepers();
        if (FirstReady(request) is not null)
        {
            return Task.CompletedTask;
        }

        var waiter = new ClaimWaiter(request);
        _claimWaiters.Add(waiter);
        return cancellationToken.CanBeCanceled ? WithCancellation(waiter, cancellationToken) : waiter.Task;
    }

    private async Task WithCancellation(ClaimWaiter waiter, CancellationToken cancellationToken)
    {
        var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((ClaimWaiter)state!).TrySetCanceled(token), waiter);
        await using (registration.ConfigureAwait(false))
        {
            try
            {
                await waiter.Task.ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                lock (Gate)
                {
                    _claimWaiters.Remove(waiter);
                }

                throw;
            }
        }
    }

    private TRun? FirstReady(ClaimRequest request)
    {
        LiveRun? first = null;
        foreach (var kind in _kinds)
        {
            if (kind.First(request) is { } candidate && (first is null || RunHeap.ClaimOrder(candidate, first) < 0))
            {
                first = candidate;
            }
        }

        return (TRun?)first;
    }

    private void WakeClaimWaiters(TRun run)
    {
        for (var i = _claimWaiters.Count - 1; i >= 0; i--)
        {
            var waiter = _claimWaiters[i];
            if (run.Deaths >= waiter.Request.SuspectAfter == waiter.Request.Suspects && run.Kind.IsNamedBy(waiter.Request))
            {
                _claimWaiters.RemoveAt(i);
                waiter.TrySetResult();
            }
        }
    }
}
