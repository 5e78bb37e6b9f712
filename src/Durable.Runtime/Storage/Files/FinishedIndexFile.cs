using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Durable.Storage.Files;

/// <summary>
/// Where the runs that ended in one segment are: entries sorted by the id's hash, read through the page cache, so that finished runs cost
/// no memory of the process. It holds nothing that the segment does not; a missing or damaged one is made again.
/// </summary>
internal sealed unsafe class FinishedIndexFile : IDisposable
{
    private const uint Magic = 0x31584944; // "DIX1"; reads differently on a machine of the other byte order, which then makes its own
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;

    private FinishedIndexFile(MemoryMappedFile map, int segment)
    {
        _map = map;
        _view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        Segment = segment;
    }

    /// <summary>What <see cref="Read"/> does with the entries.</summary>
    public delegate TResult EntryReader<TState, TResult>(ReadOnlySpan<FinishedEntry> entries, TState state);

    public int Segment { get; }

    public static void Write(IStoreFiles files, StorePaths paths, int segment, long segmentLength, FinishedEntry[] entries)
    {
        Array.Sort(entries);
        var body = MemoryMarshal.AsBytes(entries.AsSpan());
        var header = new Header(Magic, segment, segmentLength, entries.Length, LineFormat.Checksum(body));
        var path = paths.IndexFile(segment);
        using (var file = files.Open(path + StorePaths.Unfinished, FileUse.Create))
        {
            file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<Header>(in header)), 0);
            file.Write(body, sizeof(Header));
            file.Flush();
        }

        files.Rename(path + StorePaths.Unfinished, path);
        files.FlushDirectory(paths.Index);
    }

    /// <summary>Opens an index file; null when it is missing, damaged, or made for another state of the segment.</summary>
    public static FinishedIndexFile? Open(StorePaths paths, int segment, long segmentLength, int count)
    {
        var path = paths.IndexFile(segment);
        if (!File.Exists(path) || new FileInfo(path).Length != sizeof(Header) + ((long)count * sizeof(FinishedEntry)))
        {
            return null;
        }

        var index = new FinishedIndexFile(MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read), segment);
        index._view.Read(0, out Header header);
        if (header == new Header(Magic, segment, segmentLength, count, header.Checksum) && index.Checksum() == header.Checksum)
        {
            return index;
        }

        index.Dispose();
        return null;
    }

    /// <summary>Lends the entries out for the time of a call, during which the file stays mapped.</summary>
    public TResult Read<TState, TResult>(EntryReader<TState, TResult> reader, TState state)
    {
        var handle = _view.SafeMemoryMappedViewHandle;
        byte* start = null;
        try
        {
            handle.AcquirePointer(ref start);
            return reader(new ReadOnlySpan<FinishedEntry>(start + sizeof(Header), ((Header*)start)->Count), state);
        }
        finally
        {
            if (start is not null)
            {
                handle.ReleasePointer();
            }
        }
    }

    /// <summary>The lines that finished runs whose ids have this hash; usually none or one.</summary>
    public LineLocation[] Find(ulong hash) => Read(
        static (entries, state) =>
        {
            var first = LowerBound(entries, state.Hash);
            var end = first;
            while (end < entries.Length && entries[end].IdHash == state.Hash)
            {
                end++;
            }

            var found = first == end ? [] : new LineLocation[end - first];
            for (var i = 0; i < found.Length; i++)
            {
                found[i] = new LineLocation(state.Segment, entries[first + i].Offset, entries[first + i].Length);
            }

            return found;
        },
        (Hash: hash, Segment));

    public void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
    }

    private uint Checksum() => Read(static (entries, _) => LineFormat.Checksum(MemoryMarshal.AsBytes(entries)), 0);

    private static int LowerBound(ReadOnlySpan<FinishedEntry> entries, ulong hash)
    {
        // Hashes are spread evenly, so the place is nearly known: two or three looks instead of seventeen.
        var low = 0;
        var high = entries.Length;
        for (var looks = 0; low < high; looks++)
        {
            var middle = low + ((high - low) / 2);
            if (looks < 4 && high - low > 8)
            {
                var from = entries[low].IdHash;
                var to = entries[high - 1].IdHash;
                if (hash <= from)
                {
                    return low;
                }

                if (hash > to)
                {
                    return high;
                }

                middle = low + (int)((high - 1 - low) * ((double)(hash - from) / (to - from)));
            }

            if (entries[middle].IdHash < hash)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private readonly record struct Header(uint Magic, int Segment, long SegmentLength, int Count, uint Checksum);
}
