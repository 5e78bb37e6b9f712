namespace Durable.Storage.Files;

// Giving back the space of deleted runs, segment by segment, on a thread of its own. Writers do not wait for it, nor do readers but for a rename.
internal sealed partial class FileStore
{
    /// <summary>The name of the thread.</summary>
    internal const string CompactionThread = "Durable compaction";

    private readonly CancellationTokenSource _stopping = new();

    private JournalSpace _space = new();

    // Where the next line begins that is not in the index yet.
    private LineLocation _applied;
    private Task _compacting = Task.CompletedTask;
    private bool _isCompacting;
    private int _pass;

    /// <summary>Completes when no complete segment is worth a look any more, or the disk failed.</summary>
    internal async Task WhenCompactedAsync()
    {
        // Only a segment that has its index is looked at.
        await _indexing.ConfigureAwait(false);
        await Compacting().ConfigureAwait(false);
    }

    /// <summary>With the index's gate held.</summary>
    private void BeginCompacting()
    {
        if (!_isCompacting && _options.CompactBelow > 0 && !_disposed)
        {
            _isCompacting = true;
            _pass++;
            _compacting = Task.Factory.StartNew(Compact, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .ContinueWith(static ended => ended.GetAwaiter().GetResult(), TaskScheduler.Default);
        }
    }

    private async Task StopCompactingAsync()
    {
        // No other one begins: the store is being closed.
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Compacting().ConfigureAwait(false);
    }

    private Task Compacting()
    {
        lock (_runs.Gate)
        {
            return _compacting;
        }
    }

    private void Compact()
    {
        // A thread of its own, and it may wait: for the pace, for the disk.
        Thread.CurrentThread.Name = CompactionThread;
        Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        var pace = new Pace(_options.CompactionBytesPerSecond, _stopping.Token);
        try
        {
            while (NextToCompact() is { } segment)
            {
                TryCompact(segment, pace);
            }
        }
        catch
        {
            // Not in vain: whatever it was, a later deletion may begin anew.
            lock (_runs.Gate)
            {
                _isCompacting = false;
            }

            if (!_stopping.IsCancellationRequested)
            {
                throw;
            }
        }
    }

    private SegmentSpace? NextToCompact()
    {
        lock (_runs.Gate)
        {
            // Those that failed come last, and once in a pass, so that one that keeps failing holds up none.
            var next = Journal.IsUsable && !_disposed
                ? _space.Segments.FirstOrDefault(static segment => segment.IsWorthALook)
                    ?? _space.Segments.FirstOrDefault(segment => segment.FailedInPass > 0 && segment.FailedInPass < _pass)
                : null;
            next?.See();
            _isCompacting = next is not null;
            return next;
        }
    }

    /// <summary>Rewriting only saves space: a segment that cannot be read, written or replaced stays as it is. Whoever needs a line that cannot be read is told so.</summary>
    private void TryCompact(SegmentSpace segment, Pace pace)
    {
        try
        {
            Compact(segment, pace);
            Unite(segment, pace);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // nobody waits for this thread: what it does not tell, nobody learns
        catch (Exception error)
#pragma warning restore CA1031
        {
            lock (_runs.Gate)
            {
                segment.Leave(_pass);
            }

            if (error is IOException or UnauthorizedAccessException or JournalCorruptException)
            {
                StoreLog.NotCompacted(_logger, error, _paths.SegmentFile(segment.Number));
            }
            else
            {
                StoreLog.CompactionFailed(_logger, error, _paths.SegmentFile(segment.Number));
            }
        }
    }

    /// <summary>Rewrites a segment if that leaves little enough of it.</summary>
    private void Compact(SegmentSpace segment, Pace pace)
    {
        LineLocation cleaned;
        long freed;
        lock (_runs.Gate)
        {
            (cleaned, freed) = (_applied, segment.Freed);
        }

        SegmentPlan plan;
        SegmentMap? map;
        using (var file = OpenPaced(segment, pace))
        {
            plan = Inspect(segment, cleaned, file);
            if (plan.FileLength > segment.FileLength * _options.CompactBelow)
            {
                return;
            }

            map = Rewrite(plan, file, pace);
        }

        PutInPlace(segment, plan, map);
        var index = IndexAnew(segment, plan);
        lock (_runs.Gate)
        {
            segment.Clean(cleaned, freed, plan.Deletions.Sum(static deletion => deletion.Line.Length + 1L));
            segment.IsEmpty = plan.IsEmpty;
            _space.LookAgainAfter(segment);
            foreach (var (run, _) in plan.Deletions)
            {
                _space.Forget(run);
            }

            if (index is not null)
            {
                // The old one is left to whoever is reading it.
                _indexes = _indexes.Replace(_indexes.First(old => old.Segment == segment.Number), index);
                _void = _void.Except(plan.Finishes);
            }
        }
    }

    /// <summary>Of two empty segments in a row the first goes.</summary>
    /// <remarks>The second one says that nothing is missing before any is deleted. A crash in between leaves it to the next opening.</remarks>
    private void Unite(SegmentSpace segment, Pace pace)
    {
        while (segment.IsEmpty)
        {
            SegmentSpace? before, after;
            lock (_runs.Gate)
            {
                before = _space.Before(segment);
                after = _space.After(segment);
            }

            if (before is { IsEmpty: true })
            {
                Swallow(before, segment, pace);
            }
            else if (after is { IsEmpty: true })
            {
                segment = after;
            }
            else
            {
                return;
            }
        }
    }

    private void Swallow(SegmentSpace before, SegmentSpace segment, Pace pace)
    {
        SegmentPlan plan;
        SegmentMap? map;
        using (var file = OpenPaced(segment, pace))
        {
            plan = Inspect(segment, segment.Cleaned, file);
            plan.Head = plan.Head with { After = before.After, PreviousLength = before.PreviousLength };
            map = Rewrite(plan, file, pace);
        }

        PutInPlace(segment, plan, map);
        _reads.Replace(before.Number, map: null, () => _files.Delete(_paths.SegmentFile(before.Number)));
        lock (_runs.Gate)
        {
            (segment.After, segment.PreviousLength) = (before.After, before.PreviousLength);
            _space.Remove(before);
            _indexes = _indexes.RemoveAll(index => index.Segment == before.Number);
        }

        _files.Delete(_paths.IndexFile(before.Number));
    }

    private PacedFile OpenPaced(SegmentSpace segment, Pace pace) => new(_files.Open(_paths.SegmentFile(segment.Number), FileUse.Read), pace);

    private SegmentPlan Inspect(SegmentSpace segment, LineLocation cleaned, PacedFile file)
    {
        Func<int, LineLocation, bool> isCleanedAfter;
        lock (_runs.Gate)
        {
            isCleanedAfter = _space.CleanedBefore(segment);
        }

        var head = new SegmentHead(segment.Number, segment.After, segment.PreviousLength, Bytes: 0, cleaned);
        return new SegmentInspection(head, DeletionOf, isCleanedAfter, IsCreatedBy).Read(file, _paths.SegmentFile(segment.Number));
    }

    private LineLocation DeletionOf(UInt128 run)
    {
        lock (_runs.Gate)
        {
            return _space.DeletionOf(run);
        }
    }

    private bool IsCreatedBy(string runId, LineLocation line)
    {
        bool isThere;
        lock (_runs.Gate)
        {
            isThere = _space.Find(line.Segment) is not null;
        }

        return isThere && _readers.Use((RunId: runId, Line: line), static (reader, run) => reader.IsCreatedBy(run.RunId, run.Line));
    }

    private SegmentMap? Rewrite(SegmentPlan plan, PacedFile file, Pace pace)
    {
        var rewriting = new SegmentRewriting(_files, _paths, plan);
        try
        {
            return rewriting.Write(file, pace);
        }
        catch
        {
            // The disk may be full: what is half written gives its space back.
            TryDelete(rewriting.Path);
            throw;
        }
    }

    private void TryDelete(string path)
    {
        try
        {
            _files.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Why it was to be deleted is what is told. The next rewriting overwrites it, the next opening removes it.
        }
    }

    private void PutInPlace(SegmentSpace segment, SegmentPlan plan, SegmentMap? map)
    {
        var path = _paths.SegmentFile(segment.Number);
        _reads.Replace(segment.Number, map, () =>
        {
            try
            {
                _files.Rename(path + StorePaths.Unfinished, path);
            }
            catch (IOException) when (LengthOf(path) == plan.FileLength)
            {
                // It failed when the name stood for the new file already.
            }
            catch
            {
                TryDelete(path + StorePaths.Unfinished);
                throw;
            }
        });
        lock (_runs.Gate)
        {
            segment.FileLength = plan.FileLength;
        }

        _files.FlushDirectory(_paths.Journal);
    }

    private long LengthOf(string path)
    {
        using var file = _files.Open(path, FileUse.Read);
        return file.Length;
    }

    /// <summary>Makes a rewritten segment's index; null when that fails, and the old one serves on: it names lines that nobody asks for.</summary>
    private FinishedIndexFile? IndexAnew(SegmentSpace segment, SegmentPlan plan)
    {
        try
        {
            var entries = _indexes.First(index => index.Segment == segment.Number).Read(
                static (entries, state) => entries.ToArray()
                    .Where(entry => !state.Finishes.Contains(new LineLocation(state.Number, entry.Offset, entry.Length))).ToArray(),
                (plan.Finishes, segment.Number));
            FinishedIndexFile.Write(_files, _paths, segment.Number, plan.FileLength, entries);
            return FinishedIndexFile.Open(_paths, segment.Number, plan.FileLength, entries.Length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            StoreLog.IndexNotReplaced(_logger, error, _paths.SegmentFile(segment.Number));
            return null;
        }
    }
}
