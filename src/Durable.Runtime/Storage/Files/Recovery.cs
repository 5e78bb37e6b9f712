using System.Collections.Immutable;
using System.Text.Json;

namespace Durable.Storage.Files;

/// <summary>Reads all segments when a store opens: rebuilds the index of runs, makes missing index files, counts unclean stops.</summary>
internal sealed class Recovery(IStoreFiles files, StorePaths paths, RunIndex<FileRun> runs, long now)
{
    private readonly LineParser _parser = new();
    private readonly HashSet<FileRun> _finished = [];
    private readonly ImmutableHashSet<LineLocation>.Builder _void = ImmutableHashSet.CreateBuilder<LineLocation>();

    // When each unclean stop was noticed. A stop counts against the runs that were due then, because any of them may have caused it.
    private readonly List<long> _stops = [];
    private long _segmentLength;
    private bool _isOpen;
    private FileRun? _alone;

    /// <summary>The session number of the store's last opening, 0 if there was none.</summary>
    public long LastSession { get; private set; }

    public int LastSegment { get; private set; }

    /// <summary>The end of the last whole line of the last segment.</summary>
    public long End { get; private set; }

    public bool IsPadded { get; private set; }

    /// <summary>The indexes of all segments but the last.</summary>
    public List<FinishedIndexFile> Indexes { get; } = [];

    /// <summary>The runs that ended in the last segment; they are in the index of runs.</summary>
    public HashSet<FileRun> Finished => _finished;

    /// <summary>Lines that finished runs which were reopened or deleted since.</summary>
    public ImmutableHashSet<LineLocation> Void => _void.ToImmutable();

    public void Run()
    {
        foreach (var name in files.List(paths.Journal).Where(name => name.EndsWith(StorePaths.Unfinished, StringComparison.Ordinal)))
        {
            files.Delete(Path.Combine(paths.Journal, name));
        }

        var segments = files.List(paths.Journal).Select(StorePaths.SegmentNumber).OfType<int>().ToList();
        for (var i = 0; i < segments.Count; i++)
        {
            if (segments[i] != i + 1)
            {
                throw new JournalCorruptException(paths.SegmentFile(i + 1), 0, "the segment is missing though later ones are there");
            }

            Scan(segments[i], isLast: i == segments.Count - 1);
        }

        if (_isOpen)
        {
            NoteStop(now);
        }

        foreach (var run in runs.Runs)
        {
            CountStops(run);
            runs.Settle(run);
        }
    }

    private void Scan(int number, bool isLast)
    {
        using var file = files.Open(paths.SegmentFile(number), FileUse.Read);
        CheckFormat(file, number);
        var scanner = new SegmentScanner(file, paths.SegmentFile(number), number, isLast);
        scanner.Scan(Take);
        if (scanner.End == 0)
        {
            throw new JournalCorruptException(paths.SegmentFile(number), 0, "the segment is empty");
        }

        (LastSegment, End, IsPadded, _segmentLength) = (number, scanner.End, scanner.IsPadded, scanner.End);
        if (!isLast)
        {
            IndexFinished(number, scanner.End);
        }
    }

    private void IndexFinished(int number, long length)
    {
        var index = FinishedIndexFile.Open(paths, number, length, _finished.Count);
        if (index is null)
        {
            FinishedIndexFile.Write(files, paths, number, length, FinishedEntries.Of(_finished));
            index = FinishedIndexFile.Open(paths, number, length, _finished.Count)
                ?? throw new IOException($"The index file '{paths.IndexFile(number)}' cannot be read back after it was written.");
        }

        Indexes.Add(index);
        foreach (var run in _finished)
        {
            runs.Remove(run);
        }

        _finished.Clear();
    }

    // Before any checksum: a newer format may well have another one.
    private void CheckFormat(IStoreFile file, int number)
    {
        var start = new byte[512];
        var read = start.AsSpan(0, file.Read(start, 0));
        var end = read.IndexOf((byte)'\n');
        try
        {
            using var header = JsonDocument.Parse(start.AsMemory(0, Math.Max(end, 0)));
            if (header.RootElement.TryGetProperty("format", out var format) && format.GetInt64() > LineFormat.Version)
            {
                throw new DurableException(
                    DurableErrorCodes.JournalTooNew,
                    $"'{paths.SegmentFile(number)}' has journal format {format.GetInt64()}; this version of the library reads formats up to {LineFormat.Version}.",
                    "Nothing was changed. Upgrade the library to the version that wrote it, or a later one.");
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new JournalCorruptException(paths.SegmentFile(number), 0, "the first line is damaged");
        }
    }

    private void Take(ReadOnlySpan<byte> line, LineLocation at)
    {
        _parser.Parse(line);
        if (at.Offset == 0 != (_parser.Kind == LineKind.Segment))
        {
            throw new JsonException("a segment begins with its header and holds no other one");
        }

        switch (_parser.Kind)
        {
            case LineKind.Segment:
                Check(_parser.Number == at.Segment, "the number of another segment");
                Check(_parser.PreviousLength == _segmentLength, $"the segment before had {_parser.PreviousLength} bytes when this one was begun");
                break;
            case LineKind.Open:
                if (_isOpen)
                {
                    NoteStop(_parser.At);
                }

                LastSession = _parser.Session;
                _isOpen = true;
                break;
            case LineKind.Close:
                _isOpen = false;
                _alone = null;
                break;
            case LineKind.Create:
                TakeCreation(at);
                break;
            case LineKind.Commit:
                TakeCommit(at);
                break;
            case LineKind.Inbox:
                TakeMessage();
                break;
            case LineKind.Reopen:
                TakeReopening(at);
                break;
            case LineKind.Delete:
                TakeDeletion();
                break;
            case LineKind.Alone:
                runs.RunsBySpan.TryGetValue(_parser.Run, out _alone);
                break;
            default:
                _alone = null;
                break;
        }
    }

    private void TakeCreation(LineLocation at)
    {
        Check(_parser.RecordCount >= 1, "a creation without its record");
        Check(!runs.RunsBySpan.ContainsKey(_parser.Run), "a run that exists already");
        var kind = runs.Kind(_parser.Workflow, _parser.Version, _parser.Queue);
        var run = new FileRun(_parser.RunId, kind, _parser.Priority, _parser.Created, at)
        {
            Length = _parser.RecordCount,
            WakeAt = _parser.WakeAt,
            StopsSeen = _stops.Count,
        };
        runs.Add(run);
        foreach (var message in _parser.Messages)
        {
            RunIndex<FileRun>.DeliverUnplaced(run, message.Entry);
        }
    }

    private void TakeCommit(LineLocation at)
    {
        Check(
            runs.RunsBySpan.TryGetValue(_parser.Run, out var run) && !run.IsFinished && run.Length == _parser.Length && run.Last == _parser.Previous,
            "a commit that does not follow the run's line before");
        CountStops(run!);
        run!.Last = at;
        run.Summary = _parser.SummaryAfter(run.Summary, at);
        RunIndex<FileRun>.ApplyUnplaced(run, _parser.RecordCount, _parser.Status, _parser.WakeAt, _parser.Reason, _parser.Taken);
        if (_parser.RecordCount > 0 && run == _alone)
        {
            _alone = null;
        }

        if (run.IsFinished)
        {
            run.Extras = run.Extras?.Reason is null ? null : run.Extras;
            _finished.Add(run);
        }

        TakeSends(run, at);
    }

    private void TakeReopening(LineLocation at)
    {
        FileRun run;
        if (runs.RunsBySpan.TryGetValue(_parser.Run, out var known) && !known.IsFinished)
        {
            Check(known.Status == RunStatus.Stuck && known.Length == _parser.Length && known.Last == _parser.Previous, "a reopening that does not follow the run's line before");
            CountStops(known);
            run = known;
        }
        else
        {
            // It ended, and may have been let go of with its segment: the line says all that is needed.
            if (known is not null)
            {
                Check(known.Last == _parser.Previous, "a reopening that does not follow the run's end");
                runs.Remove(known);
                _finished.Remove(known);
            }

            _void.Add(_parser.Previous);
            var kind = runs.Kind(_parser.Workflow, _parser.Version, _parser.Queue);
            run = new FileRun(_parser.RunId, kind, _parser.Priority, _parser.Created, _parser.First) 
            {
                Length = _parser.Length,
                Generation = _parser.Generation,
                StopsSeen = _stops.Count,
            };
            FileStore.Remember(run, _parser.Seen);
            runs.Add(run);
        }

        run.Last = at;
        RunIndex<FileRun>.ReopenUnplaced(run, _parser.RecordCount, _parser.Status, _parser.WakeAt, _parser.Reason);
    }

    private void TakeDeletion()
    {
        _void.Add(_parser.Previous);
        if (runs.RunsBySpan.TryGetValue(_parser.Run, out var run))
        {
            Check(run.IsFinished && run.Last == _parser.Previous, "a deletion of a run that has not ended");
            runs.Remove(run);
            _finished.Remove(run);
        }
    }

    private void TakeSends(FileRun run, LineLocation at)
    {
        foreach (var created in _parser.NewRuns)
        {
            if (created.RunId == run.Id)
            {
                run.First = at;
                run.Length = 1;
                run.Generation = created.Generation;
                continue;
            }

            Check(runs.Find(created.RunId) is null, "a run that exists already");
            var kind = runs.Kind(created.Workflow, created.Version, created.Queue);
            var child = new FileRun(created.RunId, kind, created.Priority, StoreTime.Stamp(created.CreatedAt), at) { StopsSeen = _stops.Count };
            runs.Add(child);
            RunIndex<FileRun>.FillUnplaced(child, created);
        }

        foreach (var message in _parser.Messages)
        {
            if (runs.Find(message.RunId) is { IsFinished: false } receiver)
            {
                CountStops(receiver);
                RunIndex<FileRun>.DeliverUnplaced(receiver, message.Entry);
            }
        }
    }

    private void TakeMessage()
    {
        // A message may have been on its way when its run ended; its sender was told so, and the line means nothing.
        if (runs.RunsBySpan.TryGetValue(_parser.Run, out var run) && !run.IsFinished)
        {
            CountStops(run);
            RunIndex<FileRun>.DeliverUnplaced(run, _parser.ToMessage());
        }
    }

    private void NoteStop(long time)
    {
        _stops.Add(time);
        if (_alone is { IsFinished: false } run)
        {
            CountStops(run, alone: true);
        }

        _alone = null;
    }

    /// <summary>Counts the stops since the last call against the run, if it was due; called before its state changes.</summary>
    private void CountStops(FileRun run, bool alone = false)
    {
        for (; run.StopsSeen < _stops.Count; run.StopsSeen++)
        {
            if (RunIndex<FileRun>.IsDue(run, _stops[run.StopsSeen]))
            {
                runs.CountDeath(run, alone && run.StopsSeen == _stops.Count - 1);
            }
        }
    }

    private static void Check(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new JsonException(otherwise);
        }
    }
}
