namespace Durable.Storage.Files;

/// <summary>
/// Reads the lines of one run from the latest to the first. Where they lie close together, as those of a run that was alone do,
/// one read brings many of them.
/// </summary>
internal sealed class LineWindow(SegmentReads reads)
{
    private const int Size = 64 * 1024;
    private const int Close = 4 * 1024;

    private byte[] _bytes = new byte[4 * 1024];
    private OpenSegment? _segment;
    private long _start;
    private int _count;
    private long _lastOffset;

    /// <summary>The line, or the gap that stands for it; valid until the next call.</summary>
    /// <exception cref="JournalCorruptException">It is not what was written, or not there.</exception>
    public ReadOnlySpan<byte> Read(LineLocation location) => TryRead(location, out var line) ? line : throw Missing(location);

    /// <summary>The same; false where a gap stands for several lines, this one among them.</summary>
    public bool TryRead(LineLocation location, out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var segment = reads.Open(location.Segment);
            try
            {
                line = segment.Map is { } map ? Find(segment, map.PartWith(location.Offset), location) : ReadAt(segment, location);
                return line.IsEmpty || LineFormat.IsIntact(line)
                    ? !line.IsEmpty
                    : throw new JournalCorruptException(segment.Path, location.Offset, "a line does not match its checksum");
            }
            catch (ObjectDisposedException) when (!reads.IsDisposed)
            {
                // Another thread needed the place, or the segment was rewritten; open the file again.
            }
        }
    }

    /// <summary>What cannot be, unless the run was deleted since its line was looked up.</summary>
    public JournalCorruptException Missing(LineLocation location) =>
        new(reads.Open(location.Segment).Path, location.Offset, "a line that another one refers to is not there");

    private ReadOnlySpan<byte> ReadAt(OpenSegment segment, LineLocation location)
    {
        var end = location.Offset + (long)location.Length;
        if (segment != _segment || location.Offset < _start || end > _start + _count)
        {
            var isClose = segment == _segment && end < _lastOffset && _lastOffset - end < Close;
            Fill(segment, isClose ? Math.Max(0, Math.Min(location.Offset, end - Size)) : location.Offset, end);
        }

        _lastOffset = location.Offset;
        return _bytes.AsSpan((int)(location.Offset - _start), location.Length);
    }

    /// <summary>In a segment that was rewritten: by counting what the lines before it stand for.</summary>
    private ReadOnlySpan<byte> Find(OpenSegment segment, SegmentPart part, LineLocation location)
    {
        if (segment != _segment || part.From != _start || part.To - part.From != _count)
        {
            Fill(segment, part.From, part.To);
        }

        var rest = _bytes.AsSpan(0, _count);
        for (var place = part.Place; place <= location.Offset && rest.IndexOf((byte)'\n') is var length and >= 0;)
        {
            var bytes = LineFormat.BytesOf(rest[..length]);
            if (place == location.Offset && bytes == location.Length + 1)
            {
                return rest[..length];
            }

            place += bytes;
            rest = rest[(length + 1)..];
        }

        return default;
    }

    private void Fill(OpenSegment segment, long start, long end)
    {
        var count = (int)(end - start);
        if (_bytes.Length < count)
        {
            _bytes = new byte[count];
        }

        _count = 0;
        segment.Read(start, _bytes.AsSpan(0, count));
        (_segment, _start, _count) = (segment, start, count);
    }
}
