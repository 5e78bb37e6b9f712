using System.Collections.Immutable;
using System.Text.Json;

namespace Durable.Storage.Files;

/// <summary>Reads all segments when a store opens: rebuilds the index of runs, makes missing index files, counts unclean stops.</summary>
internal sealed class Recovery(IStoreFiles files, StorePaths paths, SegmentReads reads, RunIndex<FileRun> runs, long now)
{
    private readonly LineParser _parser = new();
    private readonly HashSet<FileRun> _finished = [];

    // Lines of runs that do not follow from those before: that is so where a segment was rewritten without a deleted run's lines, if the line follows that deleted it.
    private readonly Dictionary<string, JournalCorruptException> _loose = new(StringComparer.Ordinal);
    private readonly ImmutableHashSet<LineLocation>.Builder _void = ImmutableHashSet.CreateBuilder<LineLocation>();

    // When each unclean stop was noticed. A stop counts against the runs that were due then, because any of them may have caused it.
    private readonly List<long> _stops = [];
    private long _segmentLength;
    private bool _isEmpty;
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

    /// <summary>What is known of segments and deleted runs.</summary>
    public JournalSpace Space { get; } = new();

    /// <summary>Lines that finished runs which were reopened or deleted since.</summary>
    public ImmutableHashSet<LineLocation> Void => _void.ToImmutable();

    public void Run()
    {
        foreach (var name in files.List(paths.Journal).Where(name => name.EndsWith(StorePaths.Unfinished, StringComparison.Ordinal)))
        {
            files.Delete(Path.Combine(paths.Journal, name));
        }

        var segments = FindSegments();
        for (var i = 0; i < segments.Count; i++)
        {
            Scan(segments[i], isLast: i == segments.Count - 1);
        }

        if (_loose.Count > 0)
        {
            throw _loose.Values.MinBy(static error => (error.Path, error.Offset))!;
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

    /// <summary>The segments in their order, each with the one before it; those that had become empty are taken away where a crash left them.</summary>
    private List<(int Number, int After)> FindSegments()
    {
        var segments = new List<(int Number, int After)>();
        foreach (var number in files.List(paths.Journal).Select(StorePaths.SegmentNumber).OfType<int>())
        {
            var after = ReadHead(number);
            while (segments is [.., var last] && last.Number > after)
            {
                files.Delete(paths.SegmentFile(last.Number));
                segments.RemoveAt(segments.Count - 1);
            }

            if ((segments.Count == 0 ? 0 : segments[^1].Number) != after)
            {
                throw new JournalCorruptException(paths.SegmentFile(after), 0, "the segment is missing though later ones are there");
            }

            segments.Add((number, after));
        }

        foreach (var name in files.List(paths.Index))
        {
            if (!segments.Exists(segment => name == Path.GetFileName(paths.IndexFile(segment.Number))))
            {
                files.Delete(Path.Combine(paths.Index, name));
            }
        }

        return segments;
    }

    private void Scan((int Number, int After) segment, bool isLast)
    {
        var (number, after) = segment;
        using var file = files.Open(paths.SegmentFile(number), FileUse.Read);
        var scanner = new SegmentScanner(file, paths.SegmentFile(number), number, isLast);
        var space = new SegmentSpace(number, after, _segmentLength);
        Space.Add(space);
        _isEmpty = true;
        scanner.Scan(Take);
        if (scanner.End == 0)
        {
            throw new JournalCorruptException(paths.SegmentFile(number), 0, "the segment is empty");
        }

        (LastSegment, End, IsPadded, _segmentLength) = (number, scanner.End, scanner.IsPadded, scanner.Length);
        if (scanner.Map is { } map)
        {
            reads.Replace(number, map);
        }

        if (!isLast)
        {
            IndexFinished(number, scanner.End);
            space.FileLength = scanner.End;
            space.IsEmpty = _isEmpty;
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

    /// <summary>Reads a segment's first line. Returns the number of the segment before.</summary>
    private int ReadHead(int number)
    {
        var path = paths.SegmentFile(number);
        using var file = files.Open(path, FileUse.Read);
        var start = new byte[512];
        var read = start.AsSpan(0, file.Read(start, 0));
        var line = read[..Math.Max(read.IndexOf((byte)'\n'), 0)];
        CheckFormat(path, start.AsMemory(0, line.Length));
        if (!LineFormat.IsIntact(line))
        {
            // The scan will say so, after what there is to say of the segments before.
            return number - 1;
        }

        _parser.Parse(line);
        return _parser.After ?? number - 1;
    }

    // Before any checksum: a newer format may well have another one.
    private static void CheckFormat(string path, ReadOnlyMemory<byte> line)
    {
        try
        {
            using var header = JsonDocument.Parse(line);
            if (header.RootElement.TryGetProperty("format", out var format) && format.GetInt64() > LineFormat.Version)
            {
                throw new DurableException(
                    DurableErrorCodes.JournalTooNew,
                    $"'{path}' has journal format {format.GetInt64()}; this version of the library reads formats up to {LineFormat.Version}.",
                    "Nothing was changed. Upgrade the library to the version that wrote it, or a later one.");
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new JournalCorruptException(path, 0, "the first line is damaged");
        }
    }

    private int Take(ReadOnlySpan<byte> line, LineLocation at)
    {
        _parser.Parse(line);
        if (at.Offset == 0 != (_parser.Kind == LineKind.Segment))
        {
            throw new JsonException("a segment begins with its header and holds no other one");
        }

        var bytes = _parser.Bytes == 0 ? line.Length + 1 : _parser.Bytes;
        _isEmpty &= _parser.Kind is LineKind.Segment or LineKind.Gap && _parser.NewRuns.Count + _parser.Messages.Count == 0;
        Take(at with { Length = bytes - 1 });
        return bytes;
    }

    private void Take(LineLocation at)
    {
        switch (_parser.Kind)
        {
            case LineKind.Segment:
                Check(_parser.Number == at.Segment, "the number of another segment");
                Check(_parser.PreviousLength == _segmentLength, $"the segment before had {_parser.PreviousLength} bytes when this one was begun");
                Space.Find(at.Segment)!.Cleaned = _parser.Cleaned;
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
                TakeDeletion(at);
                break;
            case LineKind.Gap:
                TakeSends(run: null, at);
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
        if (!runs.RunsBySpan.TryGetValue(_parser.Run, out var run) || run.IsFinished || run.Length != _parser.Length || run.Last != _parser.Previous)
        {
            TakeLoose(run, at, "a commit that does not follow the run's line before");
            TakeSends(run: null, at);
            return;
        }

        CountStops(run);
        run.Last = at;
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
            if (known.Status != RunStatus.Stuck || known.Length != _parser.Length || known.Last != _parser.Previous)
            {
                TakeLoose(known, at, "a reopening that does not follow the run's line before");
                return;
            }

            CountStops(known);
            run = known;
        }
        else
        {
            // It ended, and may have been let go of with its segment: the line says all that is needed.
            if (known is not null)
            {
                if (known.Last != _parser.Previous)
                {
                    TakeLoose(known, at, "a reopening that does not follow the run's end");
                    return;
                }

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

    private void TakeDeletion(LineLocation at)
    {
        foreach (var end in _parser.Ends.Append(_parser.Previous))
        {
            if (Space.Find(end.Segment) is { } segment && !at.IsBefore(segment.Cleaned))
            {
                _void.Add(end);
            }
        }

        Space.Delete(_parser.Run, _parser.Freed, at);
        if (runs.RunsBySpan.TryGetValue(_parser.Run, out var run))
        {
            // Its end, too, may have been dropped with its segment.
            runs.Remove(run);
            _finished.Remove(run);
        }

        _loose.GetAlternateLookup<ReadOnlySpan<char>>().Remove(_parser.Run);
    }

    /// <summary>A line of a run whose lines before are not all there.</summary>
    private void TakeLoose(FileRun? run, LineLocation at, string what)
    {
        _loose.TryAdd(_parser.RunId, new JournalCorruptException(paths.SegmentFile(at.Segment), at.Offset, $"the line is intact but makes no sense ({what})"));
        if (run is not null)
        {
            runs.Remove(run);
            _finished.Remove(run);
        }
    }

    /// <param name="run">Whose line it is; null where that run does not count any more.</param>
    /// <param name="at">The line.</param>
    private void TakeSends(FileRun? run, LineLocation at)
    {
        foreach (var created in _parser.NewRuns)
        {
            if (created.RunId == run?.Id)
            {
                run.First = at;
                run.Length = 1;
                run.Generation = created.Generation;
                continue;
            }

            if (_parser.Run.SequenceEqual(created.RunId))
            {
                // The next generation of a run that does not count any more.
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
