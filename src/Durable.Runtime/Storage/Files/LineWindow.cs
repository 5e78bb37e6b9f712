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
    private int _segment;
    private long _start;
    private int _count;
    private long _lastOffset;

    /// <summary>The line; valid until the next call.</summary>
    /// <exception cref="JournalCorruptException">It is not what was written.</exception>
    public ReadOnlySpan<byte> Read(LineLocation location)
    {
        var end = location.Offset + (long)location.Length;
        if (location.Segment != _segment || location.Offset < _start || end > _start + _count)
        {
            var isClose = location.Segment == _segment && end < _lastOffset && _lastOffset - end < Close;
            Fill(location.Segment, isClose ? Math.Max(0, Math.Min(location.Offset, end - Size)) : location.Offset, end);
        }

        _lastOffset = location.Offset;
        var line = _bytes.AsSpan((int)(location.Offset - _start), location.Length);
        return LineFormat.IsIntact(line)
            ? line
            : throw new JournalCorruptException(reads.PathOf(location.Segment), location.Offset, "a line does not match its checksum");
    }

    private void Fill(int segment, long start, long end)
    {
        var count = (int)(end - start);
        if (_bytes.Length < count)
        {
            _bytes = new byte[count];
        }

        _count = 0;
        reads.Read(segment, start, _bytes.AsSpan(0, count));
        (_segment, _start, _count) = (segment, start, count);
    }
}
