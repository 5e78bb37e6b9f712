using Durable.Storage;

namespace Durable.Testing;

/// <summary>A store that is another one after each death, as callers see it who do not die: what they wait for goes on, and what they write meanwhile waits for the next one.</summary>
internal sealed class LastingStore : IRunStore
{
    private readonly Lock _gate = new();
    private IRunStore? _current;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _quiet;
    private int _writing;

    /// <summary>Lets no more writes begin; completes when those that have begun are over.</summary>
    public Task HoldAsync()
    {
        lock (_gate)
        {
            _quiet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_writing == 0)
            {
                _quiet.SetResult();
            }

            return _quiet.Task;
        }
    }

    /// <summary>Goes on with a store.</summary>
    public void GoOnWith(IRunStore store)
    {
        TaskCompletionSource next;
        lock (_gate)
        {
            _current = store;
            _quiet = null;
            next = _next;
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        next.SetResult();
    }

    public ValueTask OpenAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public ValueTask<CreateOutcome> CreateAsync(NewRun run, CancellationToken cancellationToken = default) =>
        WriteAsync(store => store.CreateAsync(run, cancellationToken));

    public ValueTask<IReadOnlyList<ClaimedRun>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken = default) => throw Workers();

    // The store's own wait, which completes when something is claimable and not a moment later; who asks has to ask again after a death.
    public ValueTask WaitForClaimableAsync(ClaimRequest request, CancellationToken cancellationToken = default) =>
        Current().Store.WaitForClaimableAsync(request, cancellationToken);

    public ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken = default) => throw Workers();

    public ValueTask<InboxOutcome> AppendInboxAsync(string runId, InboxEntry message, CancellationToken cancellationToken = default) =>
        WriteAsync(store => store.AppendInboxAsync(runId, message, cancellationToken));

    public ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(string runId, long after, CancellationToken cancellationToken = default) =>
        Current().Store.ReadInboxAsync(runId, after, cancellationToken);

    public ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(RunLease lease, long after, CancellationToken cancellationToken = default) => throw Workers();

    public ValueTask<IReadOnlyList<RunLease>> RenewAsync(
        IReadOnlyList<RunLease> leases, TimeSpan duration, CancellationToken cancellationToken = default) => throw Workers();

    public ValueTask ReleaseAsync(RunLease lease, CancellationToken cancellationToken = default) => throw Workers();

    public ValueTask<RunRow?> FindAsync(string runId, CancellationToken cancellationToken = default) => Current().Store.FindAsync(runId, cancellationToken);

    public IAsyncEnumerable<RunRow> QueryAsync(RunQuery query, CancellationToken cancellationToken = default) => Current().Store.QueryAsync(query, cancellationToken);

    public IAsyncEnumerable<JournalEntry> ReadJournalAsync(string runId, CancellationToken cancellationToken = default) =>
        Current().Store.ReadJournalAsync(runId, cancellationToken);

    public IAsyncEnumerable<JournalEntry> ReadJournalAsync(string runId, int generation, int after = 0, CancellationToken cancellationToken = default) =>
        Current().Store.ReadJournalAsync(runId, generation, after, cancellationToken);

    public ValueTask<ReopenOutcome> ReopenAsync(RunReopening reopening, CancellationToken cancellationToken = default) =>
        WriteAsync(store => store.ReopenAsync(reopening, cancellationToken));

    public ValueTask<DeleteOutcome> DeleteAsync(string runId, CancellationToken cancellationToken = default) =>
        WriteAsync(store => store.DeleteAsync(runId, cancellationToken));

    public ValueTask<RunEnd?> WaitForEndAsync(string runId, string? workflow = null, CancellationToken cancellationToken = default) =>
        WaitAsync((store, token) => store.WaitForEndAsync(runId, workflow, token), cancellationToken);

    public ValueTask<RunRow?> WaitForChangeAsync(RunRow known, CancellationToken cancellationToken = default) =>
        WaitAsync((store, token) => store.WaitForChangeAsync(known, token), cancellationToken);

    public async ValueTask KeepArtifactAsync(string runId, string artifactId, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) =>
        await WriteAsync(async store =>
        {
            await store.KeepArtifactAsync(runId, artifactId, bytes, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);

    public ValueTask<ReadOnlyMemory<byte>?> ReadArtifactAsync(string runId, string artifactId, CancellationToken cancellationToken = default) =>
        Current().Store.ReadArtifactAsync(runId, artifactId, cancellationToken);

    // The stores themselves belong to the play.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static InvalidOperationException Workers() => new("A worker uses the store of its own life.");

    private (IRunStore Store, Task Next) Current()
    {
        lock (_gate)
        {
            return (_current!, _next.Task);
        }
    }

    private async ValueTask<T> WriteAsync<T>(Func<IRunStore, ValueTask<T>> write)
    {
        var store = await BeginWriteAsync().ConfigureAwait(false);
        try
        {
            return await write(store).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                if (--_writing == 0)
                {
                    _quiet?.TrySetResult();
                }
            }
        }
    }

    private async ValueTask<IRunStore> BeginWriteAsync()
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (_quiet is null)
                {
                    _writing++;
                    return _current!;
                }

                next = _next.Task;
            }

            await next.ConfigureAwait(false);
        }
    }

    private async ValueTask<T> WaitAsync<T>(Func<IRunStore, CancellationToken, ValueTask<T>> wait, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (store, next) = Current();
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var waiting = wait(store, over.Token).AsTask();
            if (await Task.WhenAny(waiting, next).ConfigureAwait(false) == waiting)
            {
                return await waiting.ConfigureAwait(false);
            }

            await over.CancelAsync().ConfigureAwait(false);
            await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
