namespace Durable.Storage.Files;

// Who holds which run.
internal sealed partial class FileStore
{
    public async ValueTask<IReadOnlyList<ClaimedRun>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        Journal.ThrowIfUnusable();
        ClaimedFile[] taken;
        bool endsTimeAlone;
        lock (_runs.Gate)
        {
            var runs = _runs.Claim(request, out endsTimeAlone);
            taken = runs.Count == 0 ? [] : new ClaimedFile[runs.Count];
            for (var i = 0; i < taken.Length; i++)
            {
                taken[i] = ClaimedFile.Of(runs[i]);
                Forget(runs[i]);
            }
        }

        if (taken.Length == 0)
        {
            return [];
        }

        try
        {
            if (request.Suspects || endsTimeAlone)
            {
                // Before the runs are handed out: if one kills this process, the next opening finds whom to blame.
                var note = new NoteWrite(request.Suspects ? Lines.Alone(taken[0].Lease.RunId) : Lines.Together());
                Journal.Enqueue(note);
                await note.Written.ConfigureAwait(false);
            }

            return _readers.Use(taken, static (reader, taken) => Array.ConvertAll(taken, run => run.Read(reader)));
        }
        catch
        {
            foreach (var run in taken)
            {
                Release(run.Lease);
            }

            throw;
        }
    }

    public ValueTask WaitForClaimableAsync(ClaimRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_runs.Gate)
        {
            // With the gate held: a failure after this look finds the waiter and tells it.
            Journal.ThrowIfUnusable();
            return new ValueTask(_runs.WaitForClaimable(request, cancellationToken));
        }
    }

    public ValueTask<IReadOnlyList<RunLease>> RenewAsync(
        IReadOnlyList<RunLease> leases, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(leases);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_runs.Gate)
        {
            return ValueTask.FromResult<IReadOnlyList<RunLease>>([.. leases.Where(lease => !_runs.Renew(lease, duration))]);
        }
    }

    public ValueTask ReleaseAsync(RunLease lease, CancellationToken cancellationToken = default)
    {
        Release(lease);
        return ValueTask.CompletedTask;
    }

    /// <summary>Lets go of the row kept for the first claim.</summary>
    private void Forget(FileRun run)
    {
        if (run.Fresh is not null)
        {
            run.Fresh = null;
            _fresh--;
        }
    }

    private void Release(RunLease lease)
    {
        bool wasAlone;
        lock (_runs.Gate)
        {
            var run = _runs.FindHeld(lease);
            wasAlone = run?.Lease?.Alone == true;
            _runs.Release(lease);
            if (run is { Committing: false })
            {
                run.Write = null;
            }
        }

        if (wasAlone && Journal.IsUsable)
        {
            // Not waited for: losing it in a crash only blames a run that was alone a moment ago.
            Journal.Enqueue(new NoteWrite(Lines.Together()));
        }
    }
}
