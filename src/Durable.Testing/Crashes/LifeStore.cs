using Durable.Handlers;
using Durable.Journal;
using Durable.Storage;

namespace Durable.Testing;

/// <summary>The store as one life of the process sees it: nothing of that life reaches it any more once the process is dead.</summary>
/// <param name="inner">The store.</param>
/// <param name="outlivesTheProcess">Whether it does; otherwise nobody looks at it any more once the process is dead.</param>
/// <param name="log">Says when to die.</param>
/// <param name="updates">Told of the outcomes of updates when they are durable: their callers are another process.</param>
/// <param name="abandon">Ends a lease of the dead process.</param>
/// <param name="died">Called when the process dies by one of its own writes.</param>
internal sealed class LifeStore(IRunStore inner, bool outlivesTheProcess, WriteLog log, UpdateOutcomes updates, Action<RunLease> abandon, Action died) : ForwardingStore(inner)
{
    private readonly Lock _gate = new();
    private readonly List<RunLease> _leases = [];
    private bool _isDead;
    private volatile bool _isBuried;

    /// <summary>A write of the process that was visible after its death, or null.</summary>
    public string? Ghost { get; private set; }

    /// <summary>Ends the process: its leases end with it, as they would some time after.</summary>
    public void Kill()
    {
        RunLease[] leases;
        lock (_gate)
        {
            _isDead = true;
            leases = [.. _leases];
        }

        foreach (var lease in leases)
        {
            abandon(lease);
        }

        _isBuried = true;
    }

    public override ValueTask OpenAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public override async ValueTask<IReadOnlyList<ClaimedRun>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken = default)
    {
        ThrowIfDead();
        var claimed = await Inner.ClaimAsync(request, cancellationToken).ConfigureAwait(false);
        bool isDead;
        lock (_gate)
        {
            isDead = _isDead;
            _leases.AddRange(claimed.Select(run => run.Lease));
        }

        if (isDead)
        {
            foreach (var run in claimed)
            {
                abandon(run.Lease);
            }
        }

        ThrowIfDead();
        return claimed;
    }

    public override async ValueTask WaitForClaimableAsync(ClaimRequest request, CancellationToken cancellationToken = default)
    {
        ThrowIfDead();
        await Inner.WaitForClaimableAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken = default)
    {
        if (_isBuried && outlivesTheProcess)
        {
            // The process is not dead at all, it only slept: the store itself must refuse it.
            if (await Inner.CommitAsync(commit, CancellationToken.None).ConfigureAwait(false) != CommitOutcome.Fenced)
            {
                Ghost ??= WriteLog.Describe(commit);
            }

            throw Dead();
        }

        return await WriteAsync(WriteLog.Describe(commit), async () =>
        {
            var outcome = await Inner.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
            if (outcome == CommitOutcome.Applied)
            {
                Tell(commit);
            }

            return outcome;
        }).ConfigureAwait(false);
    }

    public override ValueTask<ReopenOutcome> ReopenAsync(RunReopening reopening, CancellationToken cancellationToken = default) =>
        WriteAsync(WriteLog.Describe(reopening), () => Inner.ReopenAsync(reopening, cancellationToken));

    public override ValueTask<DeleteOutcome> DeleteAsync(string runId, CancellationToken cancellationToken = default) =>
        WriteAsync(WriteLog.DescribeDeletion(runId), () =>
        {
            log.Deleted(runId);
            return Inner.DeleteAsync(runId, cancellationToken);
        });

    public override async ValueTask KeepArtifactAsync(string runId, string artifactId, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) =>
        await WriteAsync(WriteLog.DescribeArtifact(runId), async () =>
        {
            await Inner.KeepArtifactAsync(runId, artifactId, bytes, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);

    public override async ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(string runId, long after, CancellationToken cancellationToken = default)
    {
        ThrowIfDead();
        return await Inner.ReadInboxAsync(runId, after, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(RunLease lease, long after, CancellationToken cancellationToken = default)
    {
        ThrowIfDead();
        return await Inner.ReadInboxAsync(lease, after, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<IReadOnlyList<RunLease>> RenewAsync(
        IReadOnlyList<RunLease> leases, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        ThrowIfDead();
        return await Inner.RenewAsync(leases, duration, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask ReleaseAsync(RunLease lease, CancellationToken cancellationToken = default)
    {
        ThrowIfDead();
        await Inner.ReleaseAsync(lease, cancellationToken).ConfigureAwait(false);
    }

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;

    private static StoreFailedException Dead() => new("The process was killed.");

    private async ValueTask<T> WriteAsync<T>(string description, Func<ValueTask<T>> write)
    {
        ThrowIfDead();
        var moment = log.Begin(description);
        if (moment == CrashMoment.BeforeWrite)
        {
            Die();
            throw Dead();
        }

        var outcome = await write().ConfigureAwait(false);
        if (moment is null)
        {
            return outcome;
        }

        Die();
        return moment == CrashMoment.AfterWrite ? outcome : throw Dead();
    }

    private void Die()
    {
        Kill();
        died();
    }

    private void Tell(RunCommit commit)
    {
        foreach (var entry in commit.Records)
        {
            if (RecordFields.Read(entry.Utf8).Kind == "updateEnd")
            {
                updates.Tell(commit.Lease.RunId, (UpdateEndRecord)RecordReader.Read(entry));
            }
        }
    }

    private void ThrowIfDead()
    {
        lock (_gate)
        {
            if (_isDead)
            {
                throw Dead();
            }
        }
    }
}
