namespace Durable.Storage.Files;

/// <summary>Puts rows and journals together from lines. For one caller at a time.</summary>
internal sealed class RunReader(SegmentReads reads)
{
    private readonly LineWindow _window = new(reads);
    private readonly LineParser _parser = new() { ReadTags = true };

    public RunRow ReadRow(RunSnapshot run)
    {
        JournalEntry? end = run.State.IsFinished ? ReadLastRecord(run) : null;
        return ToRow(run, ParseCreation(_window.Read(run.First)), end);
    }

    /// <summary>The row of a run that ended, from the line that finished it; null when that line is another run's.</summary>
    public RunRow? ReadFinished(LineLocation finish, string? runId)
    {
        _parser.Parse(_window.Read(finish));
        if (runId is not null && !_parser.Run.SequenceEqual(runId))
        {
            return null;
        }

        return ReadRow(FinishedSnapshot(finish));
    }

    /// <summary>The same as <see cref="ReadFinished"/>, but with the whole journal.</summary>
    public JournalEntry[]? ReadFinishedJournal(LineLocation finish, string runId)
    {
        _parser.Parse(_window.Read(finish));
        return _parser.Run.SequenceEqual(runId) ? ReadAll(FinishedSnapshot(finish)).Journal : null;
    }

    /// <summary>The row and the whole journal.</summary>
    public (RunRow Row, JournalEntry[] Journal) ReadAll(RunSnapshot run)
    {
        var journal = new JournalEntry[run.Length];
        for (var location = run.Last; location != run.First; location = _parser.Previous)
        {
            var line = _window.Read(location);
            _parser.Parse(line);
            Copy(line, _parser.Length, journal);
        }

        var creation = ParseCreation(_window.Read(run.First));
        journal[0] = creation;
        return (ToRow(run, creation, run.State.IsFinished ? journal[^1] : null), journal);
    }

    private RunSnapshot FinishedSnapshot(LineLocation finish) => new(
        _parser.RunId,
        new RunState(_parser.Status, _parser.WakeAt == LiveRun.Never ? null : StoreTime.From(_parser.WakeAt), _parser.Reason),
        _parser.Length + _parser.RecordCount,
        Owner: null,
        _parser.First,
        finish);

    private JournalEntry ReadLastRecord(RunSnapshot run)
    {
        for (var location = run.Last; location != run.First; location = _parser.Previous)
        {
            var line = _window.Read(location);
            _parser.Parse(line);
            if (_parser.RecordCount > 0)
            {
                return new JournalEntry(run.Length, line[_parser.RecordRange(_parser.RecordCount - 1)].ToArray());
            }
        }

        return ParseCreation(_window.Read(run.First));
    }

    private JournalEntry ParseCreation(ReadOnlySpan<byte> line)
    {
        _parser.Parse(line);
        return new JournalEntry(1, line[_parser.RecordRange(0)].ToArray());
    }

    private void Copy(ReadOnlySpan<byte> line, int position, JournalEntry[] journal)
    {
        if (_parser.RecordCount == 0)
        {
            return;
        }

        // One array for all records of the line: they live and die together.
        var first = _parser.RecordRange(0).Start.Value;
        var bytes = line[first.._parser.RecordRange(_parser.RecordCount - 1).End.Value].ToArray();
        for (var i = 0; i < _parser.RecordCount; i++)
        {
            var range = _parser.RecordRange(i);
            journal[position + i] = new JournalEntry(
                position + i + 1, bytes.AsMemory(range.Start.Value - first, range.End.Value - range.Start.Value));
        }
    }

    private RunRow ToRow(RunSnapshot run, JournalEntry start, JournalEntry? end) => new()
    {
        RunId = run.RunId,
        Workflow = _parser.Workflow,
        Version = _parser.Version,
        Queue = _parser.Queue,
        Priority = _parser.Priority,
        CreatedAt = StoreTime.From(_parser.Created),
        Tags = _parser.Tags ?? (IReadOnlyDictionary<string, string>)System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty,
        State = run.State,
        Length = run.Length,
        Owner = run.Owner,
        Start = start,
        End = end,
    };
}
