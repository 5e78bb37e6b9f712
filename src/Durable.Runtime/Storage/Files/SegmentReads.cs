using System.Collections.Concurrent;

namespace Durable.Storage.Files;

/// <summary>Reads bytes of any segment. Keeps a limited number of files open.</summary>
internal sealed class SegmentReads(IStoreFiles files, StorePaths paths) : IDisposable
{
    private const int MostOpen = 64;

    private readonly ConcurrentDictionary<int, IStoreFile> _open = new();
    private bool _disposed;

    /// <exception cref="JournalCorruptException">The segment ends before.</exception>
    public void Read(int segment, long offset, Span<byte> buffer)
    {
        while (true)
        {
            var file = Open(segment);
            try
            {
                var read = file.Read(buffer, offset);
                if (read < buffer.Length)
                {
                    throw new JournalCorruptException(paths.SegmentFile(segment), offset + read, "the segment has become shorter");
                }

                return;
            }
            catch (ObjectDisposedException) when (!_disposed)
            {
                // Another thread needed the place; open the file again.
            }
        }
    }

    public string PathOf(int segment) => paths.SegmentFile(segment);

    public void Dispose()
    {
        _disposed = true;
        foreach (var (number, _) in _open)
        {
            Close(number);
        }
    }

    private IStoreFile Open(int segment)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(IRunStore));
        if (_open.TryGetValue(segment, out var file))
        {
            return file;
        }

        if (_open.Count >= MostOpen)
        {
            Close(_open.Keys.Min());
        }

        file = files.Open(paths.SegmentFile(segment), FileUse.Read);
        if (_open.TryAdd(segment, file))
        {
            return file;
        }

        file.Dispose();
        return Open(segment);
    }

    private void Close(int segment)
    {
        if (_open.TryRemove(segment, out var file))
        {
            file.Dispose();
        }
    }
}
