using System.Runtime.CompilerServices;
using Durable.Storage;

namespace Durable.Tenants;

/// <summary>
/// A store as those who stand in one space of it see it: run ids go in and come out without the space, and nothing outside it can be named.
/// Confining happens here and nowhere else, so that no call of a client or of a run can forget it.
/// </summary>
/// <remarks>Leases are passed on as they are: they name the run by its key, and are proof enough.</remarks>
/// <param name="store">The whole store.</param>
/// <param name="space">What is put before ids; empty for ordinary runs of no tenant.</param>
/// <param name="isStrict">
/// Whether an id that holds a separator means nothing here. False for runs: the engine gives them ids of its own runs beside them, and checks those that authors give.
/// </param>
internal sealed class TenantStore(IRunStore store, string space, bool isStrict) : IRunStore
{
    private readonly string? _tenant = RunKey.TenantOf(space);

    public ValueTask OpenAsync(CancellationToken cancellationToken = default) => store.OpenAsync(cancellationToken);

    public async ValueTask<CreateOutcome> CreateAsync(NewRun run, CancellationToken cancellationToken = default)
    {
        var outcome = await store.CreateAsync(Inside(run), cancellationToken).ConfigureAwait(false);
        return new CreateOutcome(outcome.Created, Outside(outcome.Run));
    }

    public ValueTask<IReadOnlyList<ClaimedRun>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Workers claim from the whole store.");

    public ValueTask WaitForClaimableAsync(ClaimRequest request, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Workers claim from the whole store.");

    public ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return commit is { Messages.Count: 0, NewRuns.Count: 0, NextGeneration: null }
            ? store.CommitAsync(commit, cancellationToken)
            : store.CommitAsync(
                commit with
                {
                    Messages = [.. commit.Messages.Select(message => message with { RunId = Key(message.RunId) })],
                    NewRuns = [.. commit.NewRuns.Select(Inside)],
                    NextGeneration = commit.NextGeneration is { } next ? Inside(next) : null,
                },
                cancellationToken);
    }

    public ValueTask<InboxOutcome> AppendInboxAsync(string runId, InboxEntry message, CancellationToken cancellationToken = default) =>
        IsForeign(runId)
            ? ValueTask.FromResult(InboxOutcome.RunNotFound)
            : store.AppendInboxAsync(Key(runId), message, cancellationToken);

    public ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(string runId, long after, CancellationToken cancellationToken = default) =>
        IsForeign(runId)
            ? ValueTask.FromResult<IReadOnlyList<InboxMessage>>([])
            : store.ReadInboxAsync(Key(runId), after, cancellationToken);

    public ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(RunLease lease, long after, CancellationToken cancellationToken = default) =>
        store.ReadInboxAsync(lease, after, cancellationToken);

    public ValueTask<IReadOnlyList<RunLease>> RenewAsync(
        IReadOnlyList<RunLease> leases, TimeSpan duration, CancellationToken cancellationToken = default) =>
        store.RenewAsync(leases, duration, cancellationToken);

    public ValueTask ReleaseAsync(RunLease lease, CancellationToken cancellationToken = default) => store.ReleaseAsync(lease, cancellationToken);

    public async ValueTask<RunRow?> FindAsync(string runId, CancellationToken cancellationToken = default) =>
        IsForeign(runId) || await store.FindAsync(Key(runId), cancellationToken).ConfigureAwait(false) is not { } row ? null : Outside(row);

    public async IAsyncEnumerable<RunRow> QueryAsync(RunQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        await foreach (var row in store.QueryAsync(query with { Space = space }, cancellationToken).ConfigureAwait(false))
        {
            yield return Outside(row);
        }
    }

    public IAsyncEnumerable<JournalEntry> ReadJournalAsync(string runId, CancellationToken cancellationToken = default) =>
        IsForeign(runId) ? AsyncEnumerable.Empty<JournalEntry>() : store.ReadJournalAsync(Key(runId), cancellationToken);

    public IAsyncEnumerable<JournalEntry> ReadJournalAsync(string runId, int generation, int after = 0, CancellationToken cancellationToken = default) =>
        IsForeign(runId) ? AsyncEnumerable.Empty<JournalEntry>() : store.ReadJournalAsync(Key(runId), generation, after, cancellationToken);

    public ValueTask<ReopenOutcome> ReopenAsync(RunReopening reopening, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reopening);
        return IsForeign(reopening.RunId)
            ? ValueTask.FromResult(ReopenOutcome.RunNotFound)
            : store.ReopenAsync(
                new RunReopening
                {
                    RunId = Key(reopening.RunId),
                    ExpectedLength = reopening.ExpectedLength,
                    Records = reopening.Records,
                    State = reopening.State,
                },
                cancellationToken);
    }

    public ValueTask<DeleteOutcome> DeleteAsync(string runId, CancellationToken cancellationToken = default) =>
        IsForeign(runId) ? ValueTask.FromResult(DeleteOutcome.RunNotFound) : store.DeleteAsync(Key(runId), cancellationToken);

    public async ValueTask<RunRow?> WaitForChangeAsync(RunRow known, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(known);
        return IsForeign(known.RunId)
            || await store.WaitForChangeAsync(known with { RunId = Key(known.RunId) }, cancellationToken).ConfigureAwait(false) is not { } row ? null : Outside(row);
    }

    public ValueTask<RunEnd?> WaitForEndAsync(string runId, string? workflow = null, CancellationToken cancellationToken = default) =>
        IsForeign(runId) ? ValueTask.FromResult<RunEnd?>(null) : store.WaitForEndAsync(Key(runId), workflow, cancellationToken);

    public ValueTask KeepArtifactAsync(string runId, string artifactId, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) =>
        store.KeepArtifactAsync(Key(runId), artifactId, bytes, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> ReadArtifactAsync(string runId, string artifactId, CancellationToken cancellationToken = default) =>
        IsForeign(runId) ? ValueTask.FromResult<ReadOnlyMemory<byte>?>(null) : store.ReadArtifactAsync(Key(runId), artifactId, cancellationToken);

    // The store belongs to the host.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The id under which the store keeps a run.</summary>
    public string Key(string runId) => space.Length == 0 ? runId : space + runId;

    /// <summary>A row as it looks from inside the space it was found in.</summary>
    public RunRow Outside(RunRow row) => space.Length == 0 ? row : row with { RunId = row.RunId[space.Length..], Tenant = _tenant };

    private NewRun Inside(NewRun run) => space.Length == 0 ? run : run with { RunId = Key(run.RunId) };

    private bool IsForeign(string runId)
    {
        ArgumentNullException.ThrowIfNull(runId);
        return isStrict && runId.Contains(RunKey.Separator);
    }
}
