namespace Durable.Storage;

// Holding runs: until given back, or until the lease's end where leases end.
internal sealed partial class RunIndex<TRun>
{
    private readonly List<TRun> _leased = [];

    // Not later than the earliest end of a lease. Renewals leave it alone, so that a claim or a renewal costs no heap
    // operation; a look at all leases, once per lease time at most, brings it up to date.
    private long _leasesEndFrom = LiveRun.Never;

    /// <summary>The run, if the lease still holds.</summary>
    public TRun? FindHeld(RunLease lease)
    {
        var run = Find(lease.RunId);
        return run?.Lease is { } hold && hold.Token == lease.Token && !HasEnded(hold) ? run : null;
    }

    /// <summary>Extends a lease; false when it is lost.</summary>
    public bool Renew(RunLease lease, TimeSpan duration)
    {
        if (FindHeld(lease) is not { } run)
        {
            return false;
        }

        run.Lease!.EndsAt = EndOfLease(duration);
        return true;
    }

    /// <summary>Gives a lease back, if it still holds.</summary>
    public void Release(RunLease lease)
    {
        if (FindHeld(lease) is { } run)
        {
            run.Lease = null;
            Settle(run);
        }
    }

    /// <summary>Ends a lease as the death of its owner does, if it still holds.</summary>
    public void Abandon(RunLease lease)
    {
        if (FindHeld(lease) is { } run)
        {
            var alone = run.Lease!.Alone;
            run.Lease = null;
            CountDeath(run, alone);
            Settle(run);
        }
    }

    private bool HasEnded(LeaseHold hold) => leasesExpire && hold.EndsAt <= Now;

    private long EndOfLease(TimeSpan duration) =>
        leasesExpire ? StoreTime.NotBefore(time.GetUtcNow() + duration) : LiveRun.Never;

    private void AddLeased(TRun run, TimeSpan duration)
    {
        var hold = run.Lease!;
        hold.EndsAt = EndOfLease(duration);
        run.Place = RunPlace.Leased;
        run.Slot = _leased.Count;
        _leased.Add(run);
        if (hold.EndsAt < _leasesEndFrom)
        {
            _leasesEndFrom = hold.EndsAt;
            ArmTimer(_leasesEndFrom);
        }
    }

    private void RemoveLeased(TRun run)
    {
        var last = _leased[^1];
        _leased[run.Slot] = last;
        last.Slot = run.Slot;
        _leased.RemoveAt(_leased.Count - 1);
    }

    private void EndLeases(long now)
    {
        if (now < _leasesEndFrom)
        {
            return;
        }

        _leasesEndFrom = LiveRun.Never;
        for (var i = _leased.Count - 1; i >= 0; i--)
        {
            var run = _leased[i];
            var hold = run.Lease!;
            if (hold.EndsAt > now)
            {
                _leasesEndFrom = Math.Min(_leasesEndFrom, hold.EndsAt);
                continue;
            }

            run.Lease = null;
            CountDeath(run, hold.Alone);
            Settle(run);
        }

        ArmTimer(_leasesEndFrom);
    }

    /// <summary>The run's owner died while holding it.</summary>
    public void CountDeath(TRun run, bool alone)
    {
        Unplace(run);
        run.Deaths += (byte)(run.Deaths < byte.MaxValue ? 1 : 0);
        run.DeathsAlone += (byte)(alone && run.DeathsAlone < byte.MaxValue ? 1 : 0);
    }
}
