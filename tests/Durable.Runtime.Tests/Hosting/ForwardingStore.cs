using Durable.Storage;

namespace Durable.Tests.Hosting;

/// <summary>Another store, with room for a difference.</summary>
internal abstract class ForwardingStore(IRunStore inner) : IRunStore
{
    public virtual ValueTask OpenAsync(CancellationToken cancellationToken = default) => inner.OpenAsync(cancellationToken);

    public ValueTask<CreateOutcome> CreateAsync(NewRun run, CancellationToken cancellationToken = default) => inner.CreateAsync(run, cancellationToken);

    public ValueTask<IReadOnlyList<ClaimedRun>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken = default) =>
        inner.ClaimAsync(request, cancellationToken);

    public virtual ValueTask WaitForClaimableAsync(ClaimRequest request, CancellationToken cancellationToken = default) =>
        inner.WaitForClaimableAsync(request, cancellationToken);

    public ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken = default) =>
        inner.CommitAsync(commit, cancellationToken);

    public ValueTask<InboxOutcome> AppendInboxAsync(string runId, InboxEntry message, CancellationToken cancellationToken = default) =>
        inner.AppendInboxAsync(runId, message, cancellationToken);

    public ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(string runId, long after, CancellationToken cancellationToken = default) =>
        inner.ReadInboxAsync(runId, after, cancellationToken);

    public ValueTask<IReadOnlyList<RunLease>> RenewAsync(
        IReadOnlyList<RunLease> leases, TimeSpan duration, CancellationToken cancellationToken = default) =>
        inner.RenewAsync(leases, duration, cancellationToken);

    public ValueTask ReleaseAsync(RunLease lease, CancellationToken cancellationToken = default) => inner.ReleaseAsync(lease, cancellationToken);

    public ValueTask<RunRow?> FindAsync(string runId, CancellationToken cancellationToken = default) => inner.FindAsync(runId, cancellationToken);

    public IAsyncEnumerable<RunRow> QueryAsync(RunQuery query, CancellationToken cancellationToken = default) => inner.QueryAsync(query, cancellationToken);

    public IAsyncEnumerable<JournalEntry> ReadJournalAsync(string runId, CancellationToken cancellationToken = default) =>
        inner.ReadJournalAsync(runId, cancellationToken);

    public IAsyncEnumerable<JournalEntry> ReadJournalAsync(string runId, int generation, int after = 0, CancellationToken cancellationToken = default) =>
        inner.ReadJournalAsync(runId, generation, after, cancellationToken);

    public ValueTask<RunEnd?> WaitForEndAsync(string runId, string? workflow = null, CancellationToken cancellationToken = default) =>
        inner.WaitForEndAsync(runId, workflow, cancellationToken);

    public ValueTask<RunRow?> WaitForChangeAsync(RunRow known, CancellationToken cancellationToken = default) =>
        inner.WaitForChangeAsync(known, cancellationToken);

    public ValueTask DisposeAsync() => CloseAsync();

    protected virtual ValueTask CloseAsync() => inner.DisposeAsync();
}
