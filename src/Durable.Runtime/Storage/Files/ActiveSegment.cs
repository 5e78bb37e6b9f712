namespace Durable.Storage.Files;

/// <summary>
/// The segment being written. Zeros are written ahead of the data, so that a flush finds the file's length and blocks already on the disk;
/// they are cut off when the segment is closed.
/// </summary>
internal sealed class ActiveSegment
{
    private const int FirstChunk = 256 * 1024;
    private const int LargestChunk = 8 * 1024 * 1024;
    private static readonly byte[] s_zeros = new byte[256 * 1024];

    private readonly int _targetLength;
    private long _allocated;
    private int _chunk;
    private Task? _growing;

    private ActiveSegment(int number, IStoreFile file, long end, long allocated, int targetLength)
    {
        Number = number;
        File = file;
        End = end;
        _allocated = allocated;
        _targetLength = targetLength;
        _chunk = Math.Min(FirstChunk, targetLength);
    }

    public int Number { get; }

    public IStoreFile File { get; }

    /// <summary>Where the next line goes.</summary>
    public long End { get; private set; }

    /// <summary>Makes a new segment; it appears under its name only when its first line is durable.</summary>
    public static ActiveSegment Create(IStoreFiles files, StorePaths paths, int number, long previousLength, int targetLength)
    {
        var path = paths.SegmentFile(number);
        var file = files.Open(path + StorePaths.Unfinished, FileUse.Create);
        try
        {
            using var header = Lines.Segment(number, previousLength);
            file.Write(header.Bytes, 0);
            var segment = new ActiveSegment(number, file, header.Length, header.Length, targetLength);
            segment.Grow(0);
            files.Rename(path + StorePaths.Unfinished, path);
            files.FlushDirectory(paths.Journal);
            return segment;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Goes on with the last segment of a store that was open before.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="paths">The store's files.</param>
    /// <param name="number">The segment.</param>
    /// <param name="end">The end of its last whole line; what follows is cut off unless it is padding.</param>
    /// <param name="isPadded">Whether only zeros follow.</param>
    /// <param name="targetLength">From which length on a new segment is begun.</param>
    public static ActiveSegment Continue(IStoreFiles files, StorePaths paths, int number, long end, bool isPadded, int targetLength)
    {
        var file = files.Open(paths.SegmentFile(number), FileUse.Write);
        try
        {
            if (!isPadded)
            {
                file.SetLength(end);
                file.Flush();
            }

            return new ActiveSegment(number, file, end, file.Length, targetLength);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether so many bytes more would take the segment beyond its length; an empty one takes anything.</summary>
    public bool IsFullFor(int bytes, int headerLength) => End + bytes > _targetLength && End > headerLength;

    /// <summary>Writes lines and returns once they are durable.</summary>
    public void Append(ReadOnlySpan<byte> lines)
    {
        if (_growing is { } growing && (growing.IsCompleted || End + lines.Length > _allocated))
        {
            _growing = null;
            growing.GetAwaiter().GetResult();
        }

        if (End + lines.Length > _allocated)
        {
            Grow(lines.Length);
        }

        File.Write(lines, End);
        File.Flush();
        End += lines.Length;
        if (_growing is null && _allocated < _targetLength && _allocated - End < _chunk / 2)
        {
            // Beside the writer, so that nobody waits for zeros.
            _growing = Task.Run(() => Grow(0));
        }
    }

    /// <summary>Cuts the padding off and returns once that is durable.</summary>
    public void Close()
    {
        _growing?.GetAwaiter().GetResult();
        _growing = null;
        File.SetLength(End);
        File.Flush();
        _allocated = End;
    }

    /// <summary>Waits for what still writes; for giving up, where its failure no longer matters.</summary>
    public void Settle() => _growing?.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();

    private void Grow(int atLeast)
    {
        // To whole chunks, so that the last one ends where the segment does.
        var target = Math.Max(Math.Min((_allocated / _chunk * _chunk) + _chunk, _targetLength), End + atLeast);
        for (var at = _allocated; at < target;)
        {
            var zeros = (int)Math.Min(s_zeros.Length, target - at);
            File.Write(s_zeros.AsSpan(0, zeros), at);
            at += zeros;
        }

        File.Flush();
        _allocated = Math.Max(target, _allocated);
        _chunk = Math.Min(_chunk * 2, LargestChunk);
    }
}
