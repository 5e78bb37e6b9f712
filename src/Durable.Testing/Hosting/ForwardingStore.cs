using Durable.Storage;

namespace Durable.Testing;

/// <summary>A store that passes everything on; what stands between the engine and a store overrides what it is about.</summary>
internal abstract class ForwardingStore(IRunStore inner) : IRunStore
{
    protected IRunStore Inner { get; } = inner;

    public virtual ValueTask OpenAsync(CancellationToken cancellationToken = default) => Inner.OpenAsync(cancellationToken);

    public virtual ValueTask<CreateOutcome> CreateAsync(NewRun run, CancellationToken cancellationToken = default) =>
        Inner.CreateAsync(run, cancellationToken);

    public virtual ValueTask<IReadOnlyList<ClaimedRun>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken = default) =>
        Inner.ClaimAsync(request, cancellationToken);

    public virtual ValueTask WaitForClaimableAsync(ClaimRequest request, CancellationToken cancellationToken = default) =>
        Inner.WaitForClaimableAsync(request, cancellationToken);

    public virtual ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken = default) =>
        Inner.CommitAsync(commit, cancellationToken);

    public virtual ValueTask<InboxOutcome> AppendInboxAsync(string runId, InboxEntry message, CancellationToken cancellationToken = default) =>
        Inner.AppendInboxAsync(runId, message, cancellationToken);

    public virtual ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(string runId, long after, CancellationToken cancellationToken = default) =>
        Inner.ReadInboxAsync(runId, after, cancellationToken);

    public virtual ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(RunLease lease, long after, CancellationToken cancellationToken = default) =>
        Inner.ReadInboxAsync(lease, after, cancellationToken);

    public virtual ValueTask<IReadOnlyList<RunLease>> RenewAsync(
        IReadOnlyList<RunLease> leases, TimeSpan duration, CancellationToken cancellationToken = default) =>
        Inner.RenewAsync(leases, duration, cancellationToken);

    public virtual ValueTask ReleaseAsync(RunLease lease, CancellationToken cancellationToken = default) =>
        Inner.ReleaseAsync(lease, cancellationToken);

    public virtual ValueTask<RunRow?> FindAsync(string runId, CancellationToken cancellationToken = default) =>
        Inner.FindAsync(runId, cancellationToken);

    public virtual IAsyncEnumerable<RunRow> QueryAsync(RunQuery query, CancellationToken cancellationToken = default) =>
        Inner.QueryAsync(query, cancellationToken);

    public virtual IAsyncEnumerable<JournalEntry> ReadJournalAsync(string runId, CancellationToken cancellationToken = default) =>
        Inner.ReadJournalAsync(runId, cancellationToken);

    public virtual IAsyncEnumerable<JournalEntry> ReadJournalAsync(string runId, int generation, int after = 0, CancellationToken cancellationToken = default) =>
        Inner.ReadJournalAsync(runId, generation, after, cancellationToken);

    public virtual ValueTask<ReopenOutcome> ReopenAsync(RunReopening reopening, CancellationToken cancellationToken = default) =>
        Inner.ReopenAsync(reopening, cancellationToken);

    public virtual ValueTask<DeleteOutcome> DeleteAsync(string runId, CancellationToken cancellationToken = default) =>
        Inner.DeleteAsync(runId, cancellationToken);

    public virtual ValueTask<RunEnd?> WaitForEndAsync(string runId, string? workflow = null, CancellationToken cancellationToken = default) =>
        Inner.WaitForEndAsync(runId, workflow, cancellationToken);

    public virtual ValueTask<RunRow?> WaitForChangeAsync(RunRow known, CancellationToken cancellationToken = default) =>
        Inner.WaitForChangeAsync(known, cancellationToken);

    public virtual ValueTask KeepArtifactAsync(string runId, string artifactId, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) =>
        Inner.KeepArtifactAsync(runId, artifactId, bytes, cancellationToken);

    public virtual ValueTask<ReadOnlyMemory<byte>?> ReadArtifactAsync(string runId, string artifactId, CancellationToken cancellationToken = default) =>
        Inner.ReadArtifactAsync(runId, artifactId, cancellationToken);

    public ValueTask DisposeAsync() => CloseAsync();

    protected virtual ValueTask CloseAsync() => Inner.DisposeAsync();
}
