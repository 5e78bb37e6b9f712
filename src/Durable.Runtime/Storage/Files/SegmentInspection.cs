namespace Durable.Storage.Files;

/// <summary>Reads a segment to find out which of its lines are about nothing but deleted runs.</summary>
/// <remarks>
/// A line lives as long as any run that it is about: its own, those it created, those it sent messages to. Of a line whose own run was deleted just the rest is kept. Lines about the store itself
/// are kept; a line that deleted a run goes when no segment holds anything of that run any more, the line of a parent that created it included.
/// </remarks>
/// <param name="head">What the segment's first line is to say.</param>
/// <param name="deletionOf">The last line that deleted a run of an id.</param>
/// <param name="isCleanedAfter">Whether, from a segment up to the one before this, nothing is left of a run that was deleted by a line.</param>
/// <param name="isCreatedBy">Whether a line of a segment before this is there still and creates a run.</param>
internal sealed class SegmentInspection(
    SegmentHead head,
    Func<UInt128, LineLocation> deletionOf,
    Func<int, LineLocation, bool> isCleanedAfter,
    Func<string, LineLocation, bool> isCreatedBy)
{
    private readonly LineParser _parser = new();
    private readonly SegmentPlan _plan = new();
    private readonly Dictionary<string, LineLocation> _deletions = new(StringComparer.Ordinal);

    // Lines that are kept though they created runs which are gone.
    private readonly HashSet<LineLocation> _parents = [];
    private SegmentScanner? _scanner;

    public SegmentPlan Read(IStoreFile file, string path)
    {
        _scanner = new SegmentScanner(file, path, head.Number, isLast: false);
        _scanner.Scan(Take);
        _plan.Close(_scanner.Length);
        return _plan;
    }

    private int Take(ReadOnlySpan<byte> line, LineLocation at)
    {
        _parser.Parse(line);
        var bytes = _parser.Bytes == 0 ? line.Length + 1 : _parser.Bytes;
        switch (_parser.Kind)
        {
            case LineKind.Segment:
                _plan.Head = head with { Bytes = bytes };
                break;
            case LineKind.Create or LineKind.Inbox or LineKind.Reopen:
                KeepIf(Lives(_parser.Run, at), line);
                break;
            case LineKind.Commit when !Lives(_parser.Run, at):
                if (new RunState(_parser.Status).IsFinished)
                {
                    _plan.Finishes.Add(at);
                }

                KeepRest(line, bytes, at);
                break;
            case LineKind.Gap:
                KeepRest(line, bytes, at);
                break;
            case LineKind.Commit:
                KeepParent(line, at);
                break;
            case LineKind.Delete when IsUseless(at):
                _plan.Deletions.Add((JournalSpace.KeyOf(_parser.Run), at));
                _plan.Drop(bytes);
                break;
            default:
                KeepIf(true, line);
                break;
        }

        return bytes;
    }

    private void KeepIf(bool lives, ReadOnlySpan<byte> line)
    {
        if (lives)
        {
            _plan.Keep(_scanner!.End, line.Length + 1);
        }
        else
        {
            _plan.Drop(line.Length + 1);
        }
    }

    /// <summary>What a line says of runs that are there still, without what it says of its own.</summary>
    private void KeepRest(ReadOnlySpan<byte> line, int bytes, LineLocation at)
    {
        var newRuns = _parser.NewRuns.Where(run => Lives(run.RunId, at)).ToList();
        var messages = _parser.Messages.Where(message => Lives(message.RunId, at)).ToList();
        if (newRuns.Count + messages.Count == 0)
        {
            _plan.Drop(bytes);
            return;
        }

        using var rest = Lines.Gap(bytes, newRuns, messages);
        if (rest.Length < line.Length + 1)
        {
            _plan.Replace(rest.Bytes.ToArray());
        }
        else
        {
            KeepParent(line, at with { Length = bytes - 1 });
        }
    }

    private void KeepParent(ReadOnlySpan<byte> line, LineLocation at)
    {
        _plan.Keep(_scanner!.End, line.Length + 1);
        if (_parser.NewRuns.Any(run => !Lives(run.RunId, at)))
        {
            _parents.Add(at);
        }
    }

    /// <summary>Whether nothing is left of the run that the line deleted.</summary>
    private bool IsUseless(LineLocation at) =>
        isCleanedAfter(_parser.Freed is [var began, ..] ? began.Segment : 1, at)
        && (_parser.First == default || !(_parser.First.Segment == head.Number ? _parents.Contains(_parser.First) : isCreatedBy(_parser.RunId, _parser.First)));

    /// <summary>Whether what a line says of a run is of use: no later line deleted it.</summary>
    private bool Lives(ReadOnlySpan<char> runId, LineLocation at)
    {
        var deletions = _deletions.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!deletions.TryGetValue(runId, out var deletion))
        {
            deletions[runId] = deletion = deletionOf(JournalSpace.KeyOf(runId));
        }

        return !at.IsBefore(deletion);
    }
}
