using Durable.Storage;
using static Durable.Store.Contract.StoreSamples;

namespace Durable.Store.Contract;

/// <summary>What every store must do. A store's tests inherit this class and supply the store.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private IRunStore? _store;

    /// <summary>The clock the store reads.</summary>
    protected ManualTimeProvider Time { get; } = new();

    /// <summary>A worker.</summary>
    protected TestOwner Worker { get; } = new("worker-a");

    /// <summary>Another worker.</summary>
    protected TestOwner OtherWorker { get; } = new("worker-b");

    /// <summary>The store under test, open.</summary>
    protected IRunStore Store => _store ?? throw new InvalidOperationException("The store is not open.");

    /// <summary>Whether leases end by time. Where only one process can open the store, they need not.</summary>
    protected virtual bool LeasesExpire => true;

    /// <summary>Whether what is stored outlives the store object.</summary>
    protected virtual bool Persists => false;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _store = CreateStore();
        await _store.OpenAsync(TestContext.Current.CancellationToken);
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    /// <summary>Makes a store on this test's data, not opened yet; called again after a reopening.</summary>
    protected abstract IRunStore CreateStore();

    /// <summary>Leaves the store as a killed process would: without a clean close.</summary>
    protected virtual ValueTask KillAsync() => throw new NotSupportedException("Only a store that persists can be killed.");

    /// <summary>Closes the store cleanly and opens it again.</summary>
    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        await InitializeAsync();
    }

    /// <summary>Kills the store and opens it again.</summary>
    protected async Task CrashAndReopenAsync()
    {
        await KillAsync();
        await InitializeAsync();
    }

    /// <summary>A run that is due at once.</summary>
    protected NewRun NewRun(string runId) => StoreSamples.NewRun(runId, Time.GetUtcNow());

    /// <summary>A message.</summary>
    protected InboxEntry Message(string name, string? key = null) => StoreSamples.Message(name, Time.GetUtcNow(), key);

    /// <summary>A claim of the worker for everything the tests create.</summary>
    protected ClaimRequest Claim(int max = 100, TestOwner? owner = null) => StoreSamples.Claim(owner ?? Worker, max);

    /// <summary>A commit that appends the given number of records.</summary>
    protected static RunCommit Commit(ClaimedRun run, int length, RunState state, int records = 1, long inboxTaken = 0)
    {
        ArgumentNullException.ThrowIfNull(run);
        return StoreSamples.Commit(run.Lease, length, state, records, inboxTaken);
    }

    /// <summary>Creates a run and claims it.</summary>
    protected async Task<ClaimedRun> StartAndClaimAsync(string runId)
    {
        await Store.CreateAsync(NewRun(runId), Token);
        return Assert.Single(await Store.ClaimAsync(Claim(), Token));
    }

    /// <summary>Creates, claims, commits and releases a run.</summary>
    protected async Task StartAndParkAsync(string runId, RunState state)
    {
        var run = await StartAndClaimAsync(runId);
        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Commit(run, 1, state), Token));
        await Store.ReleaseAsync(run.Lease, Token);
    }

    /// <summary>Creates a run and finishes it.</summary>
    protected async Task StartAndFinishAsync(string runId)
    {
        var run = await StartAndClaimAsync(runId);
        Assert.Equal(CommitOutcome.Applied, await Store.CommitAsync(Commit(run, 1, new(RunStatus.Completed)), Token));
    }

    /// <summary>The ids a claim returns, in order.</summary>
    protected async Task<string[]> ClaimIdsAsync(ClaimRequest? request = null) =>
        [.. (await Store.ClaimAsync(request ?? Claim(), Token)).Select(run => run.Run.RunId)];

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected static Task Soon(Task task) => task.WaitAsync(s_patience, Token);

    private protected static Task<T> Soon<T>(Task<T> task) => task.WaitAsync(s_patience, Token);

    private protected async Task<List<string>> JournalAsync(string runId)
    {
        var records = new List<string>();
        await foreach (var entry in Store.ReadJournalAsync(runId, Token))
        {
            Assert.Equal(records.Count + 1, entry.Position);
            records.Add(Text(entry));
        }

        return records;
    }

    private protected async Task<List<string>> QueryIdsAsync(RunQuery query)
    {
        var ids = new List<string>();
        await foreach (var row in Store.QueryAsync(query, Token))
        {
            ids.Add(row.RunId);
        }

        return ids;
    }
}
