namespace Durable.Storage.Files;

/// <summary>Writes a segment anew as a plan says, beside the file that it is to replace.</summary>
/// <remarks>A crash leaves an unfinished file, which the next opening removes.</remarks>
internal sealed class SegmentRewriting(IStoreFiles files, StorePaths paths, SegmentPlan plan)
{
    private const int BufferSize = 1024 * 1024;

    // Little at a time, so that the flush of a commit does not have to wait for much else.
    private const int BytesPerFlush = 4 * 1024 * 1024;

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _filled;
    private long _end;
    private long _flushed;

    public string Path { get; } = paths.SegmentFile(plan.Head.Number) + StorePaths.Unfinished;

    /// <summary>Writes the file, and reads it back as an opening of the store would.</summary>
    /// <param name="source">The segment's present file.</param>
    /// <param name="pace">How fast.</param>
    /// <returns>What leads to the lines.</returns>
    public SegmentMap? Write(IStoreFile source, Pace pace)
    {
        using var file = new PacedFile(files.Open(Path, FileUse.Create), pace);
        using (var head = Lines.Segment(plan.Head))
        {
            Append(file, head.Bytes);
        }

        foreach (var piece in plan.Pieces)
        {
            if (piece.Dropped > 0)
            {
                using var gap = Lines.Gap(piece.Dropped, [], []);
                Append(file, gap.Bytes);
            }

            Append(file, piece.Instead);
            Copy(source, file, piece.Position, piece.Length);
        }

        Write(file);
        file.Flush();
        return Check(file);
    }

    private void Copy(IStoreFile source, IStoreFile file, long position, int length)
    {
        while (length > 0)
        {
            if (_filled == BufferSize)
            {
                Write(file);
            }

            var part = _buffer.AsSpan(_filled, Math.Min(length, BufferSize - _filled));
            if (source.Read(part, position) < part.Length)
            {
                throw new JournalCorruptException(paths.SegmentFile(plan.Head.Number), position, "the segment has become shorter");
            }

            _filled += part.Length;
            position += part.Length;
            length -= part.Length;
        }
    }

    private void Append(IStoreFile file, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_filled == BufferSize)
            {
                Write(file);
            }

            var part = bytes[..Math.Min(bytes.Length, BufferSize - _filled)];
            part.CopyTo(_buffer.AsSpan(_filled));
            _filled += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    private void Write(IStoreFile file)
    {
        file.Write(_buffer.AsSpan(0, _filled), _end);
        _end += _filled;
        _filled = 0;
        if (_end - _flushed >= BytesPerFlush)
        {
            file.Flush();
            _flushed = _end;
        }
    }

    // What takes the old file's place has been read by the code that will read it at the next opening.
    private SegmentMap? Check(IStoreFile file)
    {
        var parser = new LineParser();
        var scanner = new SegmentScanner(file, Path, plan.Head.Number, isLast: false);
        scanner.Scan((line, _) =>
        {
            parser.Parse(line);
            return parser.Bytes == 0 ? line.Length + 1 : parser.Bytes;
        });
        return scanner.End == plan.FileLength && scanner.Length == plan.Length
            ? scanner.Map
            : throw new JournalCorruptException(Path, scanner.End, "the rewritten segment has another length than the one it is to replace");
    }
}
