using System.Text.Json;

namespace Durable.Storage.Files;

/// <summary>Reads a segment from end to end and checks every line.</summary>
internal sealed class SegmentScanner(IStoreFile file, string path, int number, bool isLast)
{
    private readonly SegmentMap.Builder _map = new();
    private byte[] _buffer = new byte[1024 * 1024];
    private bool _isRewritten;

    /// <returns>How many bytes the line stands for: its own, unless the segment was rewritten.</returns>
    public delegate int LineHandler(ReadOnlySpan<byte> line, LineLocation location);

    /// <summary>The end of the last whole line, in the file.</summary>
    public long End { get; private set; }

    /// <summary>The end of the last whole line in the journal: what the lines stand for together.</summary>
    public int Length { get; private set; }

    /// <summary>What leads to the lines; null when every line lies in the file where it lies in the journal.</summary>
    public SegmentMap? Map => _isRewritten ? _map.Build(checked((int)End)) : null;

    /// <summary>Whether nothing but zeros follows <see cref="End"/>.</summary>
    public bool IsPadded { get; private set; } = true;

    /// <exception cref="JournalCorruptException">A line is damaged, and a crash cannot have done it.</exception>
    public void Scan(LineHandler handler)
    {
        var start = 0;
        var filled = 0;
        while (true)
        {
            var rest = _buffer.AsSpan(start, filled - start);
            var length = rest.IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = rest[..length];
                if (!LineFormat.IsIntact(line))
                {
                    CheckTail();
                    return;
                }

                Handle(handler, line);
                End += length + 1;
                start += length + 1;
                continue;
            }

            // Padding has no line ends; without this check all of it would be gathered in the buffer in search of one.
            var mark = rest.Length > 0 && rest[0] == LineFormat.BatchMark ? 1 : 0;
            if (rest.Length > mark && rest[mark] == 0)
            {
                CheckTail();
                return;
            }

            rest.CopyTo(_buffer);
            filled = rest.Length;
            start = 0;
            if (filled == _buffer.Length)
            {
                Array.Resize(ref _buffer, checked(_buffer.Length * 2));
            }

            var read = file.Read(_buffer.AsSpan(filled), End + filled);
            if (read == 0)
            {
                if (filled > 0)
                {
                    CheckTail();
                }

                return;
            }

            filled += read;
        }
    }

    private void Handle(LineHandler handler, ReadOnlySpan<byte> line)
    {
        var location = new LineLocation(number, Length, line.Length);
        if (Length > 0)
        {
            // The first line is never looked up, and longer than it was before a segment was rewritten.
            _map.Add(Length, checked((int)End));
        }

        try
        {
            var bytes = handler(line, location);
            _isRewritten |= bytes != line.Length + 1;
            Length = checked(Length + bytes);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new JournalCorruptException(path, End, $"the line is intact but makes no sense ({error.Message})");
        }
    }

    /// <summary>
    /// From <see cref="End"/> on there is no whole line. A crash leaves that in what was being flushed last only. The disk may have kept any part of that, later pages
    /// without earlier ones included, and nobody was told that it is durable: whole lines may follow the torn one, but none that begins a batch.
    /// </summary>
    private void CheckTail()
    {
        var lastByte = FindLastNonZero();
        IsPadded = lastByte < End;
        if (!isLast)
        {
            throw new JournalCorruptException(
                path, End, IsPadded ? "a complete segment has padding" : "a line does not match its checksum, and a later segment follows");
        }

        if (IsPadded)
        {
            return;
        }

        if (End == 0)
        {
            // A segment gets its name only after its first line is durable.
            throw new JournalCorruptException(path, 0, "the first line is damaged");
        }

        var tail = new byte[checked((int)(lastByte + 1 - End))];
        file.Read(tail, End);

        // Past the torn line's own beginning.
        for (var at = tail[0] == LineFormat.BatchMark ? 2 : 1; at < tail.Length; at++)
        {
            var next = tail.AsSpan(at).IndexOf(LineFormat.Opening);
            if (next < 0)
            {
                return;
            }

            at += next;
            if (tail[at - 1] != LineFormat.BatchMark)
            {
                continue;
            }

            var line = tail.AsSpan(at - 1);
            var length = line.IndexOf((byte)'\n');
            if (LineFormat.IsIntact(length < 0 ? line : line[..length]))
            {
                throw new JournalCorruptException(
                    path, End, $"a line does not match its checksum, yet an intact one, written after it was flushed, follows at byte {End + at - 1}");
            }
        }
    }

    private long FindLastNonZero()
    {
        var last = -1L;
        for (var at = End; ;)
        {
            var read = file.Read(_buffer, at);
            if (read == 0)
            {
                return last;
            }

            var index = _buffer.AsSpan(0, read).LastIndexOfAnyExcept((byte)0);
            if (index >= 0)
            {
                last = at + index;
            }

            at += read;
        }
    }
}
