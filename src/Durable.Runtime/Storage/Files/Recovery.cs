using System.Collections.Immutable;
using System.Text.Json;

namespace Durable.Storage.Files;

/// <summary>Reads all segments when a store opens: rebuilds the index of runs, makes missing index files, counts unclean stops.</summary>
internal sealed partial class Recovery(IStoreFiles files, StorePaths paths, SegmentReads reads, RunIndex<FileRun> runs, long now)
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

    private static void Check(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new JsonException(otherwise);
        }
    }
}
