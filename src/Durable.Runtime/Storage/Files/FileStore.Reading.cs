using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Durable.Storage.Files;

// Everything that only looks.
internal sealed partial class FileStore
{
    public ValueTask<RunRow?> FindAsync(string runId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(runId, Look(runId)));
    }

    public ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(string runId, long after, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_runs.Gate)
        {
            return ValueTask.FromResult(_runs.Find(runId) is { } run ? RunIndex<FileRun>.Messages(run, after) : []);
        }
    }

    public ValueTask<IReadOnlyList<InboxMessage>> ReadInboxAsync(RunLease lease, long after, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_runs.Gate)
        {
            if (_runs.FindHeld(lease) is { } held)
            {
                return ValueTask.FromResult(RunIndex<FileRun>.ExpectedMessages(held, after));
            }
        }

        return ReadInboxAsync(lease.RunId, after, cancellationToken);
    }

    public async IAsyncEnumerable<JournalEntry> ReadJournalAsync(
        string runId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        var journal = LookAndRead(runId, 0, static (reader, runId, found, _) => found.Run is not null
            ? reader.ReadAll(found.Snapshot).Journal
            : found.InIndexes(runId).Select(line => reader.ReadFinishedJournal(line, runId)).FirstOrDefault(journal => journal is not null));
        foreach (var entry in journal ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    public async IAsyncEnumerable<JournalEntry> ReadJournalAsync(
        string runId, int generation, int after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        var journal = LookAndRead(runId, (Generation: generation, After: after), static (reader, runId, found, from) => found.Run is not null
            ? reader.ReadGeneration(found.Snapshot, from.Generation, from.After)
            : found.InIndexes(runId)
                .Select(line => reader.ReadFinishedGeneration(line, runId, from.Generation, from.After)).FirstOrDefault(journal => journal is not null));
        foreach (var entry in journal ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    public async ValueTask<RunEnd?> WaitForEndAsync(string runId, string? workflow = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        Task<RunEnd>? ended = null;
        lock (_runs.Gate)
        {
            if (_runs.Find(runId) is { IsSettled: false } run)
            {
                if ((workflow ?? run.Kind.Workflow) != run.Kind.Workflow)
                {
                    return new RunEnd(run.Kind.Workflow, run.State, End: null);
                }

                Journal.ThrowIfUnusable();
                ended = RunIndex<FileRun>.WhenEnded(run);
            }
        }

        if (ended is not null)
        {
            return await ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return await FindAsync(runId, cancellationToken).ConfigureAwait(false) is { } row ? new RunEnd(row.Workflow, row.State, row.End) : null;
    }

    public async ValueTask<RunRow?> WaitForChangeAsync(RunRow known, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(known);
        Task? changed = null;
        lock (_runs.Gate)
        {
            if (_runs.Find(known.RunId) is { } run && RunIndex<FileRun>.WhenChanged(run, known) is { } change)
            {
                Journal.ThrowIfUnusable();
                changed = change;
            }
        }

        if (changed is not null)
        {
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return await FindAsync(known.RunId, cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<RunRow> QueryAsync(
        RunQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var candidates = Candidates(query);
        var reader = new RunReader(_reads);
        var rows = new List<RunRow>();
        for (var i = 0; i < candidates.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Read(reader, candidates[i]) is { } row && query.Matches(row))
            {
                rows.Add(row);
            }

            // Only among runs of the same millisecond does the id matter, and it may have to be read first.
            if (i + 1 == candidates.Count || candidates[i + 1].CreatedAt != candidates[i].CreatedAt)
            {
                rows.Sort(RowOrder.NewestFirst);
                foreach (var next in rows)
                {
                    yield return next;
                }

                rows.Clear();
            }
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    private List<Candidate> Candidates(RunQuery query)
    {
        var from = query.CreatedFrom is { } createdFrom ? StoreTime.NotBefore(createdFrom) : long.MinValue;
        var before = StoreTime.NotBefore(query.CreatedBefore);
        var candidates = new List<Candidate>();
        ImmutableArray<FinishedIndexFile> indexes;
        ImmutableHashSet<LineLocation> without;
        lock (_runs.Gate)
        {
            // By what cannot change; a run's status is compared when its row is read.
            indexes = _indexes;
            without = _void;
            candidates.AddRange(_runs.Runs
                .Where(run => run.CreatedAt >= from && run.CreatedAt < before && (query.Workflow ?? run.Kind.Workflow) == run.Kind.Workflow
                    && (query.Space is null || RunKey.IsIn(run.Id, query.Space)))
                .Select(run => new Candidate(run.CreatedAt, run, default)));
        }

        uint? workflow = query.Workflow is { } name ? FinishedEntries.WorkflowHash(name) : null;
        foreach (var index in indexes)
        {
            candidates.AddRange(index.Read(
                static (entries, state) =>
                {
                    var matching = new List<Candidate>();
                    foreach (ref readonly var entry in entries)
                    {
                        var finish = new LineLocation(state.Segment, entry.Offset, entry.Length);
                        if (entry.CreatedAt >= state.From
                            && entry.CreatedAt < state.Before
                            && (state.Workflow ?? entry.WorkflowHash) == entry.WorkflowHash
                            && (state.Statuses.Count == 0 || state.Statuses.Contains(entry.Status))
                            && !state.Without.Contains(finish))
                        {
                            matching.Add(new Candidate(entry.CreatedAt, null, finish));
                        }
                    }

                    return matching;
                },
                (From: from, Before: before, Workflow: workflow, query.Statuses, index.Segment, Without: without)));
        }

        candidates.Sort(static (a, b) => b.CreatedAt.CompareTo(a.CreatedAt));
        return candidates;
    }

    private RunRow? Read(RunReader reader, Candidate candidate)
    {
        try
        {
            if (candidate.Run is not { } run)
            {
                return reader.ReadFinished(candidate.Finish, runId: null);
            }

            RunSnapshot snapshot;
            lock (_runs.Gate)
            {
                snapshot = RunSnapshot.Of(run);
            }

            return reader.ReadRow(snapshot);
        }
        catch (JournalCorruptException) when (!IsThere(candidate))
        {
            // Deleted since, and its lines with it.
            return null;
        }
    }

    private bool IsThere(Candidate candidate)
    {
        lock (_runs.Gate)
        {
            if (candidate.Run is { } run && _runs.Find(run.Id) == run)
            {
                return true;
            }

            var finish = candidate.Run?.Last ?? candidate.Finish;
            return !_void.Contains(finish) && _indexes.Any(index => index.Segment == finish.Segment && index.Read(
                static (entries, offset) =>
                {
                    foreach (ref readonly var entry in entries)
                    {
                        if (entry.Offset == offset)
                        {
                            return true;
                        }
                    }

                    return false;
                },
                finish.Offset));
        }
    }

    private Found Look(string runId)
    {
        lock (_runs.Gate)
        {
            return _runs.Find(runId) is { } run
                ? new Found(run, RunSnapshot.Of(run), null, _indexes, _void)
                : new Found(null, default, _creating.GetValueOrDefault(runId), _indexes, _void);
        }
    }

    private RunRow? Read(string runId, Found found)
    {
        try
        {
            return found.Run is not null
                ? _readers.Use(found.Snapshot, static (reader, snapshot) => reader.ReadRow(snapshot))
                : ReadInIndexes(runId, found);
        }
        catch (JournalCorruptException) when (!IsStillAsFound(runId, found))
        {
            // Deleted since, and its lines with it.
            return Read(runId, Look(runId));
        }
    }

    private RunRow? ReadInIndexes(string runId, Found found)
    {
        foreach (var line in found.InIndexes(runId))
        {
            if (_readers.Use((Line: line, RunId: runId), static (reader, finish) => reader.ReadFinished(finish.Line, finish.RunId)) is { } row)
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>Looks a run up and reads what is found; once more when it was deleted in between, and its lines with it.</summary>
    private TResult LookAndRead<TState, TResult>(string runId, TState state, Func<RunReader, string, Found, TState, TResult> read)
    {
        while (true)
        {
            var found = Look(runId);
            try
            {
                return _readers.Use(
                    (RunId: runId, Found: found, State: state, Read: read), static (reader, run) => run.Read(reader, run.RunId, run.Found, run.State));
            }
            catch (JournalCorruptException) when (!IsStillAsFound(runId, found))
            {
            }
        }
    }

    private bool IsStillAsFound(string runId, Found found)
    {
        lock (_runs.Gate)
        {
            return IsAsFound(runId, found);
        }
    }

    /// <summary>A run that a query may return: in memory, or finished and only on the disk.</summary>
    private readonly record struct Candidate(long CreatedAt, FileRun? Run, LineLocation Finish);

    /// <summary>What memory knows about an id at one moment, with the index files that hold the rest of the runs at that moment.</summary>
    private readonly record struct Found(
        FileRun? Run, RunSnapshot Snapshot, Task<RunRow>? Creating, ImmutableArray<FinishedIndexFile> Indexes, ImmutableHashSet<LineLocation> Void)
    {
        /// <summary>The lines that may have finished a run of this id, latest segment first.</summary>
        public IEnumerable<LineLocation> InIndexes(string runId)
        {
            if (Indexes.Length == 0)
            {
                yield break;
            }

            var hash = StableHash.Of(runId);
            for (var i = Indexes.Length - 1; i >= 0; i--)
            {
                foreach (var line in Indexes[i].Find(hash))
                {
                    if (!Void.Contains(line))
                    {
                        yield return line;
                    }
                }
            }
        }
    }
}
