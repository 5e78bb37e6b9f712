using System.Runtime.CompilerServices;

namespace Durable.Storage.InMemory;

/// <summary>Keeps everything in memory: for tests, and for work that may be lost with the process. Same semantics as every other store.</summary>
internal sealed class InMemoryStore : IRunStore
{
    private readonly RunIndex<MemoryRun> _index;
    private readonly Dictionary<string, Dictionary<string, ReadOnlyMemory<byte>>> _artifacts = new(StringComparer.Ordinal);

    /// <param name="time">The clock of due times and leases.</param>
    /// <param name="leasesExpire">False where the clock jumps and only one process is there.</param>
    public InMemoryStore(TimeProvider time, bool leasesExpire = true) => _index = new RunIndex<MemoryRun>(time, leasesExpire);

    public ValueTask OpenAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public ValueTask<CreateOutcome> CreateAsync(NewRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_index.Gate)
        {
            if (_index.Find(run.RunId) is { } existing)
            {
                return ValueTask.FromResult(new CreateOutcome(false, existing.ToRow()));
            }

            return ValueTask.FromResult(new CreateOutcome(true, Create(run).ToRow()));
        }
    }

    public ValueTask<IReadOnlyList<ClaimedRun>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_index.Gate)
        {
            var runs = _index.Claim(request, out _);
            var claimed = new ClaimedRun[runs.Count];
            for (var i = 0; i < claimed.Length; i++)
            {
                var run = runs[i];
                claimed[i] = new ClaimedRun(
                    new RunLease(run.Id, run.Lease!.Token),
                    run.ToRow(),
                    run.Journal.ToArray(),
                    RunIndex<MemoryRun>.Messages(run, after: 0),
                    run.Deaths,
                    run.DeathsAlone);
            }

            return ValueTask.FromResult<IReadOnlyList<ClaimedRun>>(claimed);
        }
    }

    public ValueTask WaitForClaimableAsync(ClaimRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_index.Gate)
        {
            return new ValueTask(_index.WaitForClaimable(request, cancellationToken));
        }
    }

    public ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        commit.Check();
        cancellationToken.ThrowIfCancellationRequested();
        List<(IRunOwner Owner, string RunId)>? told = null;
        lock (_index.Gate)
        {
            if (_index.FindCommittable(commit) is not { } run)
            {
                return ValueTask.FromResult(CommitOutcome.Fenced);
            }

            for (var i = 0; i < commit.NewRuns.Count; i++)
            {
                if (_index.Find(commit.NewRuns[i].RunId) is not null)
                {
                    return ValueTask.FromResult(CommitOutcome.RunExists);
                }
            }

            run.Journal.AddRange(commit.Records);
            run.Summary = commit.SummaryAfter(run.Summary);
            _index.Apply(run, commit.Records.Count, commit.State, commit.InboxTaken, commit.InboxSeen, commit.End);
            if (commit.NextGeneration is { } next)
            {
                run.BeginGeneration(next);
            }

            foreach (var created in commit.NewRuns)
            {
                Create(created);
            }

            _index.Send(commit.Messages, ref told);
        }

        told?.ForEach(static run => run.Owner.InboxChanged(run.RunId));
        return ValueTask.FromResult(CommitOutcome.Applied);
    }

    public ValueTask<InboxOutcome> AppendInboxAsync(string runId, InboxEntry message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        IRunOwner? owner;
        lock (_index.Gate)
        {
            if (_index.Find(runId) is not { } run)
            {
                return ValueTask.FromResult(InboxOutcome.RunNotFound);
            }

            if (run.IsFinished)
            {
                return ValueTask.FromResult(InboxOutcome.RunFinished);
            }

            if (message.IdempotencyKey is { } key && run.Extras?.Keys?.ContainsKey(key) == true)
            {
                return ValueTask.FromResult(InboxOutcome.Duplicate);
            }

            _index.Deliver(run, message);
            owner = run.Lease?.Owner;
        }

        owner?.InboxChanged(runId);
        return ValueTask.FromResult(InboxOutcome.Stored);
    }

    public ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(RunLease lease, long after, CancellationToken cancellationToken = default) =>
        ReadInboxAsync(lease.RunId, after, cancellationToken);

    public ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(string runId, long after, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_index.Gate)
        {
            return ValueTask.FromResult(
                _index.Find(runId) is { } run ? RunIndex<MemoryRun>.Messages(run, after) : []);
        }
    }

    public ValueTask<IReadOnlyList<RunLease>> RenewAsync(
        IReadOnlyList<RunLease> leases, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(leases);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_index.Gate)
        {
            return ValueTask.FromResult<IReadOnlyList<RunLease>>([.. leases.Where(lease => !_index.Renew(lease, duration))]);
        }
    }

    public ValueTask ReleaseAsync(RunLease lease, CancellationToken cancellationToken = default)
    {
        lock (_index.Gate)
        {
            _index.Release(lease);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Ends a lease as the death of its owner does.</summary>
    public void Abandon(RunLease lease)
    {
        lock (_index.Gate)
        {
            _index.Abandon(lease);
        }
    }

    public ValueTask<RunRow?> FindAsync(string runId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_index.Gate)
        {
            return ValueTask.FromResult(_index.Find(runId)?.ToRow());
        }
    }

    public async IAsyncEnumerable<RunRow> QueryAsync(
        RunQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        List<RunRow> rows;
        lock (_index.Gate)
        {
            rows = [.. _index.Runs.Where(run => query.Space is null || RunKey.IsIn(run.Id, query.Space)).Select(run => run.ToRow()).Where(query.Matches)];
        }

        rows.Sort(RowOrder.NewestFirst);
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    public IAsyncEnumerable<JournalEntry> ReadJournalAsync(string runId, CancellationToken cancellationToken = default) =>
        ReadAsync(runId, generation: null, after: 0, cancellationToken);

    public IAsyncEnumerable<JournalEntry> ReadJournalAsync(string runId, int generation, int after = 0, CancellationToken cancellationToken = default) =>
        ReadAsync(runId, generation, after, cancellationToken);

    public ValueTask<ReopenOutcome> ReopenAsync(RunReopening reopening, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reopening);
        reopening.Check();
        cancellationToken.ThrowIfCancellationRequested();
        lock (_index.Gate)
        {
            if (_index.Find(reopening.RunId) is not { } run)
            {
                return ValueTask.FromResult(ReopenOutcome.RunNotFound);
            }

            if (!RunIndex<MemoryRun>.MayReopen(run, reopening.ExpectedLength))
            {
                return ValueTask.FromResult(ReopenOutcome.Changed);
            }

            run.Journal.AddRange(reopening.Records);
            _index.Reopen(run, reopening.Records.Count, reopening.State);
            return ValueTask.FromResult(ReopenOutcome.Reopened);
        }
    }

    public ValueTask<DeleteOutcome> DeleteAsync(string runId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_index.Gate)
        {
            if (_index.Find(runId) is not { } run)
            {
                return ValueTask.FromResult(DeleteOutcome.RunNotFound);
            }

            if (!run.IsFinished)
            {
                return ValueTask.FromResult(DeleteOutcome.RunNotFinished);
            }

            _index.Remove(run);
            _artifacts.Remove(runId);
            return ValueTask.FromResult(DeleteOutcome.Deleted);
        }
    }

    public async ValueTask<RunEnd?> WaitForEndAsync(string runId, string? workflow = null, CancellationToken cancellationToken = default)
    {
        Task<RunEnd> ended;
        lock (_index.Gate)
        {
            if (_index.Find(runId) is not { } run)
            {
                return null;
            }

            if (run.IsSettled || (workflow ?? run.Kind.Workflow) != run.Kind.Workflow)
            {
                return new RunEnd(run.Kind.Workflow, run.State, run.IsFinished ? run.Journal[^1] : null);
            }

            ended = RunIndex<MemoryRun>.WhenEnded(run);
        }

        return await ended.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<RunRow?> WaitForChangeAsync(RunRow known, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(known);
        Task? changed;
        lock (_index.Gate)
        {
            changed = _index.Find(known.RunId) is { } run ? RunIndex<MemoryRun>.WhenChanged(run, known) : null;
        }

        if (changed is not null)
        {
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return await FindAsync(known.RunId, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask KeepArtifactAsync(string runId, string artifactId, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_index.Gate)
        {
            if (!_artifacts.TryGetValue(runId, out var kept))
            {
                _artifacts.Add(runId, kept = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal));
            }

            // Written once: of two with one id the first stays.
            kept.TryAdd(artifactId, bytes);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadArtifactAsync(string runId, string artifactId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_index.Gate)
        {
            return ValueTask.FromResult<ReadOnlyMemory<byte>?>(
                _artifacts.TryGetValue(runId, out var kept) && kept.TryGetValue(artifactId, out var bytes) ? bytes : (ReadOnlyMemory<byte>?)null);
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_index.Gate)
        {
            _index.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private async IAsyncEnumerable<JournalEntry> ReadAsync(
        string runId, int? generation, int after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JournalEntry[] journal;
        lock (_index.Gate)
        {
            var run = _index.Find(runId);
            journal = [.. ((generation is { } wanted ? run?.JournalOf(wanted) : run?.Journal) ?? []).Skip(after)];
        }

        foreach (var entry in journal)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    private MemoryRun Create(NewRun run)
    {
        var created = new MemoryRun(run, _index.Kind(run.Workflow, run.Version, run.Queue));
        _index.AddNew(created, run);
        return created;
    }
}
