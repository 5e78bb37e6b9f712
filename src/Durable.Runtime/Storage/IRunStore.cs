namespace Durable.Storage;

/// <summary>Where journals, inboxes and run rows live. Every store passes the contract suite in <c>tests/Durable.Store.Contract</c>.</summary>
/// <remarks>
/// <para>Every member is safe to call from many threads. A returned task that has completed successfully means: durable.</para>
/// <para>
/// <see cref="CommitAsync"/> may complete on the store's own writer thread, which runs the awaiting continuation inline;
/// the engine counts on that for speed and keeps those continuations short. All other members resume their callers elsewhere.
/// </para>
/// <para>
/// A store whose write or flush failed throws <see cref="StoreFailedException"/> from everything that writes, until it is reopened:
/// after a failed flush nobody can know what the disk holds.
/// </para>
/// </remarks>
public interface IRunStore : IAsyncDisposable
{
    /// <summary>Opens the store: locks it, checks it and recovers what a crash left. Called once, before anything else.</summary>
    ValueTask OpenAsync(CancellationToken cancellationToken = default);

    /// <summary>Creates a run unless one with its id exists; of two at once exactly one wins and both learn the winner's row.</summary>
    ValueTask<CreateOutcome> CreateAsync(NewRun run, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes ownership of runs that can go on now: unfinished, not leased (equal to the expiry time counts as expired), due
    /// (<see cref="RunState.WakeAt"/> reached, or messages in the inbox), of a workflow and queue the claim names.
    /// Order: priority descending, due time, creation time, id (ordinal). Returns at most <see cref="ClaimRequest.Max"/>, perhaps none.
    /// The due time is the wake-up time, or the creation time where a run is due at once, or when its first untaken message was sent if that is earlier.
    /// </summary>
    ValueTask<IReadOnlyList<ClaimedRun>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken = default);

    /// <summary>Completes when <see cref="ClaimAsync"/> with the same request might return something; spurious completions are allowed.</summary>
    ValueTask WaitForClaimableAsync(ClaimRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Applies a commit whole or not at all, if its lease still holds and the journal has the expected length;
    /// otherwise changes nothing and says <see cref="CommitOutcome.Fenced"/>. Owners of runs it sent messages to are told, and runs it made due can
    /// be claimed, once it is durable.
    /// </summary>
    /// <exception cref="ArgumentException">Two of the new runs have the same id.</exception>
    ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Appends a message to an unfinished run's inbox, then tells the run's owner (<see cref="IRunOwner.InboxChanged"/>) or makes the run claimable.
    /// A message whose idempotency key the run has seen before (in any generation) is not stored again.
    /// </summary>
    ValueTask<InboxOutcome> AppendInboxAsync(string runId, InboxEntry message, CancellationToken cancellationToken = default);

    /// <summary>The messages not yet taken by a commit and with a sequence number above <paramref name="after"/>, in order.</summary>
    ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(string runId, long after, CancellationToken cancellationToken = default);

    /// <summary>
    /// The same for the run's owner, who may also be given messages that are still being written: whatever it commits becomes durable after them, or not at all.
    /// Durable ones only where the lease is lost.
    /// </summary>
    ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(RunLease lease, long after, CancellationToken cancellationToken = default);

    /// <summary>Extends all leases of an owner to now + <paramref name="duration"/>; returns those of <paramref name="leases"/> that are lost.</summary>
    ValueTask<IReadOnlyList<RunLease>> RenewAsync(IReadOnlyList<RunLease> leases, TimeSpan duration, CancellationToken cancellationToken = default);

    /// <summary>Gives a lease back, so that the run can be claimed as soon as it is due; a lost lease is ignored.</summary>
    ValueTask ReleaseAsync(RunLease lease, CancellationToken cancellationToken = default);

    /// <summary>The row of a run, or null. Reflects at least everything acknowledged before the call.</summary>
    ValueTask<RunRow?> FindAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>The rows that match, newest first by creation time, then id (ordinal). A run that changes meanwhile is returned in its old or new state, once.</summary>
    IAsyncEnumerable<RunRow> QueryAsync(RunQuery query, CancellationToken cancellationToken = default);

    /// <summary>The journal of a run's present generation from its first record, in order; empty for an unknown run.</summary>
    IAsyncEnumerable<JournalEntry> ReadJournalAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>The records of one of a run's generations above position <paramref name="after"/>, in order; empty where there are none.</summary>
    IAsyncEnumerable<JournalEntry> ReadJournalAsync(string runId, int generation, int after = 0, CancellationToken cancellationToken = default);

    /// <summary>
    /// Brings a run that has ended, or is stuck and held by nobody, back to life, whole or not at all: appends records and replaces its state, if its journal has the expected length.
    /// Messages that a run had not taken when it ended are gone, and their idempotency keys with them; those of messages it took still count.
    /// </summary>
    /// <exception cref="ArgumentException">The new state is a finished one.</exception>
    ValueTask<ReopenOutcome> ReopenAsync(RunReopening reopening, CancellationToken cancellationToken = default);

    /// <summary>Deletes a run that has ended, with all its generations and its idempotency keys; its id is free again.</summary>
    ValueTask<DeleteOutcome> DeleteAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Completes once the run has ended or is stuck (<see cref="RunState.IsSettled"/>); null when there is no such run (any more).
    /// A stuck run that was sent a message since is waited for: it is about to be tried again. The state may say that it goes on already.
    /// </summary>
    /// <param name="runId">The run.</param>
    /// <param name="workflow">The workflow it must belong to: one of another is not waited for, but returned as it is. Null for any.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<RunEnd?> WaitForEndAsync(string runId, string? workflow = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Completes with the run's row once its generation, journal length or state is another than <paramref name="known"/> says; at once for a run that
    /// has ended, and with null when there is no such run (any more). Who holds the run is no change.
    /// </summary>
    ValueTask<RunRow?> WaitForChangeAsync(RunRow known, CancellationToken cancellationToken = default);

    /// <summary>
    /// Keeps bytes beside a run, which need not exist yet: written once, durable on completion. The id is the SHA-256 of the bytes in 64 hexadecimal digits, so keeping the same id again changes
    /// nothing. They are deleted with the run.
    /// </summary>
    ValueTask KeepArtifactAsync(string runId, string artifactId, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default);

    /// <summary>The bytes kept beside a run under an id, as they are now (whoever asks compares the hash); null when there are none.</summary>
    ValueTask<ReadOnlyMemory<byte>?> ReadArtifactAsync(string runId, string artifactId, CancellationToken cancellationToken = default);
}
