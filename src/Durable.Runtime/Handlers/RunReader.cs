using Durable.Execution;
using Durable.Storage;
using Durable.Tenants;

namespace Durable.Handlers;

/// <summary>Asks runs from their stored state, without owning or waking them.</summary>
/// <param name="store">What of the host's store can be asked.</param>
/// <param name="share">What runs of this process share, given the open store.</param>
internal sealed class RunReader(TenantHandle store, Func<IRunStore, WorkerServices> share)
{
    // A run that commits all the time never stands still for three reads; its journal alone is a consistent state, too.
    private const int TriesForInbox = 3;

    private readonly Lock _gate = new();
    private WorkerServices? _services;

    /// <summary>Asks runs of no tenant.</summary>
    public RunReader(StoreHandle store, Func<IRunStore, WorkerServices> share)
        : this(new TenantHandle(store, RunKey.SpaceOfTenant(null)), share)
    {
    }

    /// <summary>Asks runs of another space.</summary>
    public RunReader In(TenantHandle other) => new(other, share);

    /// <summary>Rebuilds the run and asks it.</summary>
    /// <returns>What <paramref name="ask"/> returned.</returns>
    public async Task<T> AskAsync<T>(RunRow run, WorkflowDefinition definition, Func<ActiveRun, WorkflowContext, T> ask, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(run, cancellationToken).ConfigureAwait(false);

        // The body is the author's and runs on no thread of the caller's that something may be waiting for.
        return await Task.Run(() => ActiveRun.AnswerAsync(Services(), stored, definition, ask), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks a run that does not exist, as it would be at its first wait.</summary>
    public async Task<T> AskNewAsync<T>(NewRun run, WorkflowDefinition definition, Func<ActiveRun, WorkflowContext, T> ask, CancellationToken cancellationToken)
    {
        var row = new RunRow
        {
            RunId = run.RunId,
            Workflow = run.Workflow,
            Version = run.Version,
            Queue = run.Queue,
            Priority = run.Priority,
            CreatedAt = run.CreatedAt,
            Tags = run.Tags,
            State = default,
            Length = 1,
            Start = run.Start,
        };
        return await Task.Run(() => ActiveRun.AnswerAsync(Services(), AsStored(row, [run.Start], []), definition, ask), cancellationToken).ConfigureAwait(false);
    }

    private async Task<ClaimedRun> ReadAsync(RunRow run, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var journal = new List<JournalEntry>();
            await foreach (var entry in store.Open.ReadJournalAsync(run.RunId, cancellationToken).ConfigureAwait(false))
            {
                journal.Add(entry);
            }

            if (run.State.IsFinished || journal.Count == 0)
            {
                return journal.Count > 0 ? AsStored(run, journal, []) : throw Gone(run.RunId);
            }

            // Nothing was recorded since: so the journal lacks nothing that is no longer in the inbox.
            var inbox = await store.Open.ReadInboxAsync(run.RunId, after: 0, cancellationToken).ConfigureAwait(false);
            var now = await store.Open.FindAsync(run.RunId, cancellationToken).ConfigureAwait(false) ?? throw Gone(run.RunId);
            if (now.Length == journal.Count && now.Generation == run.Generation)
            {
                return AsStored(now, journal, inbox);
            }

            if (attempt == TriesForInbox)
            {
                return AsStored(now, journal, []);
            }
        }
    }

    private static ClaimedRun AsStored(RunRow run, List<JournalEntry> journal, IReadOnlyList<InboxMessage> inbox) =>
        new(new RunLease(run.RunId, 0), run, journal, inbox);

    private static DurableException Gone(string runId) => new(
        DurableErrorCodes.RunNotFound, $"There is no run '{runId}' any more.", "It was deleted meanwhile.", runId);

    private WorkerServices Services()
    {
        lock (_gate)
        {
            return _services ??= share(store.Open);
        }
    }
}
