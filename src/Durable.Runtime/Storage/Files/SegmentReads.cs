using System.Collections.Concurrent;

namespace Durable.Storage.Files;

/// <summary>Lends the files of segments out for reading. Keeps a limited number of them open.</summary>
internal sealed class SegmentReads(IStoreFiles files, StorePaths paths) : IDisposable
{
    private const int MostOpen = 64;

    // Held while a file is opened or put in the place of another, so that a file and the map to its lines belong together.
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<int, OpenSegment> _open = new();
    private readonly Dictionary<int, SegmentMap> _maps = [];
    private volatile bool _disposed;

    public bool IsDisposed => _disposed;

    /// <exception cref="JournalCorruptException">There is no such segment.</exception>
    public OpenSegment Open(int segment)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(IRunStore));
        if (_open.TryGetValue(segment, out var found))
        {
            return found;
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(IRunStore));
            if (_open.TryGetValue(segment, out found))
            {
                return found;
            }

            if (_open.Count >= MostOpen)
            {
                Close(_open.Keys.Min());
            }

            var path = paths.SegmentFile(segment);
            try
            {
                return _open[segment] = new OpenSegment(files.Open(path, FileUse.Read), path, _maps.GetValueOrDefault(segment));
            }
            catch (FileNotFoundException)
            {
                throw new JournalCorruptException(path, 0, "the segment is missing");
            }
        }
    }

    /// <summary>Puts a segment's file in the place of the one before, or takes it away.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="map">What leads to its lines from now on; null when every line lies in the file where it lies in the journal.</param>
    /// <param name="replace">Does it; null while nobody reads yet.</param>
    public void Replace(int segment, SegmentMap? map, Action? replace = null)
    {
        lock (_gate)
        {
            // Whoever is reading opens it again.
            Close(segment);
            replace?.Invoke();
            if (map is null)
            {
                _maps.Remove(segment);
            }
            else
            {
                _maps[segment] = map;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var (number, _) in _open)
            {
                Close(number);
            }
        }
    }

    private void Close(int segment)
    {
        if (_open.TryRemove(segment, out var file))
        {
            file.Dispose();
        }
    }
}
