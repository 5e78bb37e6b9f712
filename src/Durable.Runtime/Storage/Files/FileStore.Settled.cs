using System.Collections.Immutable;

namespace Durable.Storage.Files;

// What callers do to runs that nobody works on: bring them back to life, delete them.
internal sealed partial class FileStore
{
    // Runs with no more records are read in about a tenth of a millisecond.
    private const int FewRecords = 64;

    // Runs with such a line on its way: one at a time, so that no second one is written about what the first has changed.
    private readonly Dictionary<string, Task> _altering = new(StringComparer.Ordinal);

    // Lines that finished runs which were reopened or deleted since. Replaced, never changed, so that a look at the index sees one moment.
    private ImmutableHashSet<LineLocation> _void = [];

    public async ValueTask<ReopenOutcome> ReopenAsync(RunReopening reopening, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reopening);
        reopening.Check();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Journal.ThrowIfUnusable();
            var found = Look(reopening.RunId);
            if (found.Creating is not null)
            {
                return ReopenOutcome.Changed;
            }

            FinishedRun? finished;
            try
            {
                finished = ReadFinished(reopening.RunId, found);
            }
            catch (JournalCorruptException) when (!IsStillAsFound(reopening.RunId, found))
            {
                // Deleted since, and its lines with it.
                continue;
            }

            if (finished is null && found.Run is null)
            {
                return ReopenOutcome.RunNotFound;
            }

            Task? other;
            SettledWrite? write = null;
            lock (_runs.Gate)
            {
                if (!_altering.TryGetValue(reopening.RunId, out other) && IsAsFound(reopening.RunId, found))
                {
                    var run = finished is null ? found.Run! : ToRun(finished);
                    if (!RunIndex<FileRun>.MayReopen(run, reopening.ExpectedLength))
                    {
                        return ReopenOutcome.Changed;
                    }

                    write = BeginReopening(reopening, run, finished);
                }
            }

            if (write is not null)
            {
                await WriteSettledAsync(reopening.RunId, write).ConfigureAwait(false);
                return ReopenOutcome.Reopened;
            }

            await AlteredAsync(other, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<DeleteOutcome> DeleteAsync(string runId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Journal.ThrowIfUnusable();
            var found = Look(runId);
            FinishedRun? finished;
            RunExtent? extent;
            try
            {
                finished = ReadFinished(runId, found);
                extent = finished is null ? null : await ReadExtentAsync(finished).ConfigureAwait(false);
            }
            catch (JournalCorruptException) when (!IsStillAsFound(runId, found))
            {
                // Deleted since, and its lines with it.
                continue;
            }

            if (finished is null || extent is null)
            {
                return found.Run is null && found.Creating is null ? DeleteOutcome.RunNotFound : DeleteOutcome.RunNotFinished;
            }

            Task? other;
            SettledWrite? write = null;
            lock (_runs.Gate)
            {
                if (!_altering.TryGetValue(runId, out other) && IsAsFound(runId, found))
                {
                    write = new SettledWrite(line =>
                    {
                        Forget(runId, finished.Finish);
                        if (_space.Delete(runId, extent.Shares, line))
                        {
                            BeginCompacting();
                        }
                    })
                    {
                        Line = Lines.Delete(runId, finished.Finish, extent),
                    };
                    _altering.Add(runId, write.Written);
                }
            }

            if (write is not null)
            {
                await DeleteWithArtifactsAsync(runId, write).ConfigureAwait(false);
                return DeleteOutcome.Deleted;
            }

            await AlteredAsync(other, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Follows a run's lines; not on the caller's thread where they are many, as each may be a read from the disk.</summary>
    private ValueTask<RunExtent> ReadExtentAsync(FinishedRun finished)
    {
        return finished.Row is { Generation: 1, Length: <= FewRecords } ? new(Read()) : new(Task.Run(Read));

        RunExtent Read() => _readers.Use(finished, static (reader, run) => reader.ReadExtent(run));
    }

    /// <summary>
    /// Artifacts first: once the line is durable the id is free, and what lies beside it may be a new run's. A crash in between leaves a run that ended without its artifacts, and
    /// nobody was told that it is deleted.
    /// </summary>
    private async Task DeleteWithArtifactsAsync(string runId, SettledWrite write)
    {
        try
        {
            await Task.Run(() => _artifacts.Delete(runId)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            write.Line.Dispose();
            lock (_runs.Gate)
            {
                _altering.Remove(runId);
            }

            var failure = new StoreFailedException($"The artifacts of run '{runId}' cannot be deleted: {error.Message}", error);
            write.Complete(failure);
            throw failure;
        }

        await WriteSettledAsync(runId, write).ConfigureAwait(false);
    }

    /// <summary>With the index's gate held.</summary>
    private SettledWrite BeginReopening(RunReopening reopening, FileRun run, FinishedRun? finished)
    {
        var write = new SettledWrite(line =>
        {
            if (finished is not null)
            {
                Forget(run.Id, finished.Finish);
                _runs.Add(run);
            }

            run.Committing = false;
            run.Last = line;
            _runs.Reopen(run, reopening.Records.Count, reopening.State);
        })
        {
            Line = Lines.Reopen(reopening, run, finished?.Seen ?? RunIndex<FileRun>.Seen(run, long.MaxValue)),
        };
        _altering.Add(run.Id, write.Written);

        // A stuck run must not be claimed for a message that comes while the line is on its way.
        run.Committing = true;
        _runs.Settle(run);
        return write;
    }

    private async Task WriteSettledAsync(string runId, SettledWrite write)
    {
        try
        {
            Journal.Enqueue(write);
        }
        catch (Exception error)
        {
            write.Line.Dispose();
            write.Complete(error);
        }

        try
        {
            await write.Written.ConfigureAwait(false);
        }
        finally
        {
            lock (_runs.Gate)
            {
                _altering.Remove(runId);
            }
        }
    }

    private static Task AlteredAsync(Task? other, CancellationToken cancellationToken) =>
        other is null
            ? Task.CompletedTask
            : other.WaitAsync(cancellationToken).ContinueWith(
                static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Lets go of an ended run, wherever it is; with the index's gate held.</summary>
    private void Forget(string runId, LineLocation finish)
    {
        _void = _void.Add(finish);
        if (_runs.Find(runId) is { IsFinished: true } run && run.Last == finish)
        {
            _runs.Remove(run);
            _finished.Remove(run);
        }
    }

    /// <summary>Whether nothing has changed since the look that decides about the run; with the index's gate held.</summary>
    private bool IsAsFound(string runId, Found found) =>
        _runs.Find(runId) == found.Run && (found.Run is not null || (_indexes == found.Indexes && _void == found.Void));

    private FileRun ToRun(FinishedRun finished)
    {
        var row = finished.Row;
        var run = new FileRun(
            row.RunId, _runs.Kind(row.Workflow, row.Version, row.Queue), row.Priority, StoreTime.Stamp(row.CreatedAt), finished.First)
        {
            Last = finished.Finish,
            Length = row.Length,
            Generation = row.Generation,
            Status = row.State.Status,
            Summary = row.Summary.IsEmpty ? default : finished.Finish,
        };
        Remember(run, finished.Seen);
        return run;
    }

    /// <summary>Gives a run that is brought back the idempotency keys that count still.</summary>
    internal static void Remember(FileRun run, IReadOnlyCollection<string> seen)
    {
        if (seen.Count > 0)
        {
            run.NeedExtras().Keys = seen.ToDictionary(static key => key, static _ => (Task<InboxOutcome>?)null, StringComparer.Ordinal);
        }
    }

    /// <summary>The run, if it has ended.</summary>
    private FinishedRun? ReadFinished(string runId, Found found)
    {
        var lines = found.Run is null ? found.InIndexes(runId) : found.Snapshot.State.IsFinished ? [found.Snapshot.Last] : [];
        foreach (var line in lines)
        {
            if (_readers.Use((Line: line, RunId: runId), static (reader, finish) => reader.ReadFinishedRun(finish.Line, finish.RunId)) is { } finished)
            {
                return finished;
            }
        }

        return null;
    }
}
