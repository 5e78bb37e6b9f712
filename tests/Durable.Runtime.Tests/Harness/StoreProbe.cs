using Durable.Storage;
using Durable.Testing;

namespace Durable.Tests.Harness;

/// <summary>
/// One process's view of a store that outlives it: counts and holds up commits, and can be cut off as by SIGKILL, after which
/// nothing of that process reaches the store any more.
/// </summary>
internal sealed class StoreProbe(IRunStore inner, Pulse changed) : ForwardingStore(inner)
{
    private readonly List<RunLease> _leases = [];
    private readonly Pulse _quiet = new();
    private volatile bool _dead;
    private int _writing;
    private int _commits;
    private int _inboxReads;
    private int _fenced;
    private int _renewals;

    /// <summary>Commits that were applied.</summary>
    public int Commits => Volatile.Read(ref _commits);

    /// <summary>Commits that were refused because another process owns the run.</summary>
    public int Fenced => Volatile.Read(ref _fenced);

    public int Renewals => Volatile.Read(ref _renewals);

    /// <summary>How often a run that is in memory looked into its inbox.</summary>
    public int InboxReads => Volatile.Read(ref _inboxReads);

    /// <summary>Awaited before each commit is passed on.</summary>
    public Func<RunCommit, Task>? BeforeCommit { get; set; }

    /// <summary>Awaited after each commit was applied, before the engine learns of it.</summary>
    public Func<RunCommit, Task>? AfterCommit { get; set; }

    /// <summary>The process neither renews leases nor claims runs any more, as if it were stopped in a debugger.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>Leases are not renewed.</summary>
    public bool RenewsNothing { get; set; }

    /// <summary>Called after each claim, before the engine learns of it.</summary>
    public Action<IReadOnlyList<ClaimedRun>>? AfterClaim { get; set; }

    /// <summary>Cuts the process off. Its leases stay, as a dead process leaves them.</summary>
    public void Kill() => _dead = true;

    /// <summary>Completes once nothing that this process began to write is on its way any more.</summary>
    public Task WhenQuietAsync() => _quiet.UntilAsync(() => Task.FromResult(Volatile.Read(ref _writing) == 0), () => Task.FromResult("Still writing."));

    /// <summary>Ends the leases of the dead process without counting a death, so that a test need not move its clock.</summary>
    public async Task EndLeasesAsync()
    {
        // A claim that is on its way takes leases, too.
        await WhenQuietAsync();
        RunLease[] leases;
        lock (_leases)
        {
            leases = [.. _leases];
        }

        foreach (var lease in leases)
        {
            await Inner.ReleaseAsync(lease);
        }
    }

    public override ValueTask OpenAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public override async ValueTask<CreateOutcome> CreateAsync(NewRun run, CancellationToken cancellationToken = default)
    {
        var outcome = await WriteAsync(() => Inner.CreateAsync(run, cancellationToken));
        changed.Beat();
        return outcome;
    }

    public override async ValueTask<IReadOnlyList<ClaimedRun>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken = default)
    {
        if (IsFrozen)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        var claimed = await WriteAsync(async () =>
        {
            var claimed = await Inner.ClaimAsync(request, cancellationToken);
            lock (_leases)
            {
                _leases.AddRange(claimed.Select(run => run.Lease));
            }

            return claimed;
        });

        AfterClaim?.Invoke(claimed);
        changed.Beat();
        return claimed;
    }

    public override ValueTask WaitForClaimableAsync(ClaimRequest request, CancellationToken cancellationToken = default)
    {
        ThrowIfDead();
        return Inner.WaitForClaimableAsync(request, cancellationToken);
    }

    public override async ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken = default)
    {
        ThrowIfDead();
        if (BeforeCommit is { } before)
        {
            await before(commit);
        }

        var outcome = await WriteAsync(() => Inner.CommitAsync(commit, cancellationToken));
        Interlocked.Increment(ref outcome == CommitOutcome.Applied ? ref _commits : ref _fenced);
        changed.Beat();
        if (AfterCommit is { } after)
        {
            await after(commit);
        }

        ThrowIfDead();
        return outcome;
    }

    public override async ValueTask<InboxOutcome> AppendInboxAsync(string runId, InboxEntry message, CancellationToken cancellationToken = default)
    {
        var outcome = await WriteAsync(() => Inner.AppendInboxAsync(runId, message, cancellationToken));
        changed.Beat();
        return outcome;
    }

    public override ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(string runId, long after, CancellationToken cancellationToken = default)
    {
        ThrowIfDead();
        return base.ReadInboxAsync(runId, after, cancellationToken);
    }

    public override async ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(RunLease lease, long after, CancellationToken cancellationToken = default)
    {
        ThrowIfDead();
        var messages = await Inner.ReadInboxAsync(lease, after, cancellationToken);
        Interlocked.Increment(ref _inboxReads);
        changed.Beat();
        return messages;
    }

    public override async ValueTask<IReadOnlyList<RunLease>> RenewAsync(
        IReadOnlyList<RunLease> leases, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        ThrowIfDead();
        if (IsFrozen || RenewsNothing)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        var lost = await Inner.RenewAsync(leases, duration, cancellationToken);
        Interlocked.Increment(ref _renewals);
        changed.Beat();
        return lost;
    }

    public override async ValueTask ReleaseAsync(RunLease lease, CancellationToken cancellationToken = default)
    {
        await WriteAsync(async () =>
        {
            await Inner.ReleaseAsync(lease, cancellationToken);
            return true;
        });
        changed.Beat();
    }

    public override async ValueTask<ReopenOutcome> ReopenAsync(RunReopening reopening, CancellationToken cancellationToken = default)
    {
        var outcome = await WriteAsync(() => Inner.ReopenAsync(reopening, cancellationToken));
        changed.Beat();
        return outcome;
    }

    public override async ValueTask<DeleteOutcome> DeleteAsync(string runId, CancellationToken cancellationToken = default)
    {
        var outcome = await WriteAsync(() => Inner.DeleteAsync(runId, cancellationToken));
        changed.Beat();
        return outcome;
    }

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;

    private async ValueTask<T> WriteAsync<T>(Func<ValueTask<T>> write)
    {
        Interlocked.Increment(ref _writing);
        try
        {
            ThrowIfDead();
            return await write();
        }
        finally
        {
            Interlocked.Decrement(ref _writing);
            _quiet.Beat();
        }
    }

    private void ThrowIfDead()
    {
        if (_dead)
        {
            throw new StoreFailedException("The process was killed.");
        }
    }
}
