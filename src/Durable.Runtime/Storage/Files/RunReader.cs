namespace Durable.Storage.Files;

/// <summary>Puts rows and journals together from lines. For one caller at a time.</summary>
internal sealed class RunReader(SegmentReads reads)
{
    private readonly LineWindow _window = new(reads);
    private readonly LineParser _parser = new() { ReadTags = true };

    public RunRow ReadRow(RunSnapshot run)
    {
        JournalEntry? end = run.State.IsFinished ? ReadLastRecord(run) : null;
        return ToRow(run, ReadCreation(run), end, ReadSummary(run));
    }

    /// <summary>The row of a run that ended, from the line that finished it; null when that line is another run's.</summary>
    public RunRow? ReadFinished(LineLocation finish, string? runId)
    {
        ParseLine(finish);
        if (runId is not null && !_parser.Run.SequenceEqual(runId))
        {
            return null;
        }

        return ReadRow(FinishedSnapshot(finish));
    }

    /// <summary>The same as <see cref="ReadFinished"/>, but with the whole journal.</summary>
    public JournalEntry[]? ReadFinishedJournal(LineLocation finish, string runId)
    {
        ParseLine(finish);
        return _parser.Run.SequenceEqual(runId) ? ReadAll(FinishedSnapshot(finish)).Journal : null;
    }

    /// <summary>The row and the whole journal.</summary>
    public (RunRow Row, JournalEntry[] Journal) ReadAll(RunSnapshot run)
    {
        var journal = ReadAfter(run, after: 1, room: 1);
        var creation = ReadCreation(run);
        journal[0] = creation.Start;
        return (ToRow(run, creation, run.State.IsFinished ? journal[^1] : null, ReadSummary(run)), journal);
    }

    /// <summary>The journal of one generation from a position on; null where there is no such generation.</summary>
    public JournalEntry[]? ReadGeneration(RunSnapshot run, int generation, int after)
    {
        var current = ReadCreation(run).Generation;
        for (; current > generation && current > 1; current--)
        {
            // The line that began a generation is also the last one of the generation before; it was read just now.
            run = run with { First = _parser.First, Last = run.First, Length = _parser.Length + _parser.RecordCount };
            ReadCreation(run);
        }

        return current == generation ? ReadAfter(run, after) : null;
    }

    /// <summary>The same for a run that ended, from the line that finished it; null also when that line is another run's.</summary>
    public JournalEntry[]? ReadFinishedGeneration(LineLocation finish, string runId, int generation, int after)
    {
        ParseLine(finish);
        return _parser.Run.SequenceEqual(runId) ? ReadGeneration(FinishedSnapshot(finish), generation, after) : null;
    }

    private JournalEntry[] ReadAfter(RunSnapshot run, int after)
    {
        if (after > 0)
        {
            return ReadAfter(run, after, room: 0);
        }

        var journal = ReadAfter(run, after: 1, room: 1);
        journal[0] = ReadCreation(run).Start;
        return journal;
    }

    /// <summary>The records above a position, from the last line backwards and no further than needed.</summary>
    /// <param name="run">The run.</param>
    /// <param name="after">At least 1: the first record stands in a line of another kind.</param>
    /// <param name="room">Places left free at the beginning.</param>
    private JournalEntry[] ReadAfter(RunSnapshot run, int after, int room)
    {
        var journal = new JournalEntry[room + Math.Max(0, run.Length - after)];
        var location = run.Last;
        var rest = run.Length;
        while (location != run.First)
        {
            var line = ParseLine(location);
            if (_parser.Length + _parser.RecordCount <= after)
            {
                break;
            }

            Copy(line, after, journal.AsSpan(room));
            location = _parser.Previous;
            rest = _parser.Length;
        }

        if (location == run.First && rest > after)
        {
            foreach (var entry in ReadCreation(run).History.Skip(after - 1))
            {
                journal[room + entry.Position - after - 1] = entry;
            }
        }

        return journal;
    }

    /// <summary>What reopening or deleting a run that ended needs to know; null when the line is another run's.</summary>
    public FinishedRun? ReadFinishedRun(LineLocation finish, string runId)
    {
        ParseLine(finish);
        if (!_parser.Run.SequenceEqual(runId))
        {
            return null;
        }

        var (first, seen) = (_parser.First, _parser.Seen.ToArray());
        return new FinishedRun(ReadRow(FinishedSnapshot(finish)), first, finish, seen);
    }

    /// <summary>Where the lines are that lead, one after the other, to a run's end.</summary>
    public RunExtent ReadExtent(FinishedRun run)
    {
        var shares = new SortedList<int, long>();
        var ends = new List<LineLocation>();
        var first = run.First;
        for (var location = run.Finish; ; location = _parser.Previous)
        {
            if (location == first)
            {
                _parser.Parse(_window.Read(location));
                var isOwn = _parser.Run.SequenceEqual(run.Row.RunId);
                Add(location, isOwn);
                if (!isOwn || _parser.Kind == LineKind.Create)
                {
                    return new RunExtent(isOwn ? default : location, [.. shares.Select(static share => new SegmentShare(share.Key, share.Value))], ends);
                }

                // The last line of the generation before.
                first = _parser.First;
            }
            else
            {
                ParseLine(location);
                Add(location, isOwn: true);
                if (_parser.Kind == LineKind.Reopen)
                {
                    ends.Add(_parser.Previous);
                }
            }
        }

        // A child begins in a line of its parent.
        void Add(LineLocation location, bool isOwn) =>
            shares[location.Segment] = shares.GetValueOrDefault(location.Segment) + (isOwn ? location.Length + 1 : 0);
    }

    /// <summary>Whether a line is there still and creates a run that is not its own.</summary>
    public bool IsCreatedBy(string runId, LineLocation line)
    {
        if (!_window.TryRead(line, out var bytes))
        {
            return false;
        }

        _parser.Parse(bytes);
        return _parser.NewRuns.Any(created => created.RunId == runId);
    }

    private RunSnapshot FinishedSnapshot(LineLocation finish) => new(
        _parser.RunId,
        new RunState(_parser.Status, _parser.WakeAt == LiveRun.Never ? null : StoreTime.From(_parser.WakeAt), _parser.Reason),
        _parser.Length + _parser.RecordCount,
        Owner: null,
        _parser.First,
        finish,
        _parser.SummaryAfter(default, finish));

    private JournalEntry ReadLastRecord(RunSnapshot run)
    {
        for (var location = run.Last; location != run.First; location = _parser.Previous)
        {
            var line = ParseLine(location);
            if (_parser.RecordCount > 0)
            {
                return new JournalEntry(run.Length, line[_parser.RecordRange(_parser.RecordCount - 1)].ToArray());
            }
        }

        return ReadCreation(run).Start;
    }

    /// <summary>What began the run's present generation: a line of its own, or the commit of the parent or of the generation before.</summary>
    private NewRun ReadCreation(RunSnapshot run)
    {
        var line = _window.Read(run.First);
        _parser.Parse(line);
        return _parser.Kind == LineKind.Create
            ? _parser.ToNewRun(line[_parser.RecordRange(0)].ToArray(), History(line))
            : _parser.NewRuns.FirstOrDefault(created => created.RunId == run.RunId) ?? throw _window.Missing(run.First);
    }

    /// <summary>A line of the run itself. What the gap says that stands where a deleted run's line was is not about that run.</summary>
    private ReadOnlySpan<byte> ParseLine(LineLocation location)
    {
        var line = _window.Read(location);
        _parser.Parse(line);
        return _parser.Kind == LineKind.Gap ? throw _window.Missing(location) : line;
    }

    /// <summary>What follows the start in the line that created a run.</summary>
    private JournalEntry[] History(ReadOnlySpan<byte> line)
    {
        var history = new JournalEntry[_parser.RecordCount - 1];
        for (var i = 0; i < history.Length; i++)
        {
            history[i] = new JournalEntry(i + 2, line[_parser.RecordRange(i + 1)].ToArray());
        }

        return history;
    }

    private void Copy(ReadOnlySpan<byte> line, int after, Span<JournalEntry> journal)
    {
        if (_parser.RecordCount == 0)
        {
            return;
        }

        // One array for all records of the line: they live and die together.
        var first = _parser.RecordRange(0).Start.Value;
        var bytes = line[first.._parser.RecordRange(_parser.RecordCount - 1).End.Value].ToArray();
        for (var i = Math.Max(0, after - _parser.Length); i < _parser.RecordCount; i++)
        {
            var range = _parser.RecordRange(i);
            var position = _parser.Length + i + 1;
            journal[position - after - 1] = new JournalEntry(
                position, bytes.AsMemory(range.Start.Value - first, range.End.Value - range.Start.Value));
        }
    }

    private ReadOnlyMemory<byte> ReadSummary(RunSnapshot run)
    {
        if (run.Summary == default)
        {
            return default;
        }

        var line = ParseLine(run.Summary);
        return line[_parser.Summary!.Value].ToArray();
    }

    private static RunRow ToRow(RunSnapshot run, NewRun creation, JournalEntry? end, ReadOnlyMemory<byte> summary) => new()
    {
        RunId = run.RunId,
        Workflow = creation.Workflow,
        Version = creation.Version,
        Queue = creation.Queue,
        Priority = creation.Priority,
        CreatedAt = creation.CreatedAt,
        Tags = creation.Tags,
        State = run.State,
        Summary = summary,
        Generation = creation.Generation,
        Length = run.Length,
        Owner = run.Owner,
        Start = creation.Start,
        End = end,
    };
}
