using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Durable.Storage.Files;

/// <summary>What a store remembers of deleted runs whose lines may be on the disk still, and of the segments these lines are in. Used with the index's gate held.</summary>
internal sealed class JournalSpace
{
    // By a hash, so that millions of them fit; by one of which no two ids with the same value can be found, because what it names is dropped.
    private readonly Dictionary<UInt128, Deletions> _deletions = [];
    private readonly SortedList<int, SegmentSpace> _segments = [];

    public IList<SegmentSpace> Segments => _segments.Values;

    public static UInt128 KeyOf(ReadOnlySpan<char> runId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(runId), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }

    public void Add(SegmentSpace segment) => _segments.Add(segment.Number, segment);

    public SegmentSpace? Find(int number) => _segments.GetValueOrDefault(number);

    public void Remove(SegmentSpace segment) => _segments.Remove(segment.Number);

    /// <summary>The segment before this one; null for the first.</summary>
    public SegmentSpace? Before(SegmentSpace segment) =>
        _segments.IndexOfKey(segment.Number) is var index and > 0 ? _segments.GetValueAtIndex(index - 1) : null;

    /// <summary>The segment after this one; null for the last.</summary>
    public SegmentSpace? After(SegmentSpace segment) =>
        _segments.IndexOfKey(segment.Number) + 1 is var index && index < _segments.Count ? _segments.GetValueAtIndex(index) : null;

    /// <summary>A run was deleted by a line, and its lines are of no use any more.</summary>
    /// <returns>Whether that makes a segment worth a look.</returns>
    public bool Delete(ReadOnlySpan<char> runId, IReadOnlyList<SegmentShare> freed, LineLocation line)
    {
        var last = _segments[line.Segment];
        var key = KeyOf(runId);
        _deletions[key] = new Deletions(line, _deletions.GetValueOrDefault(key).Count + 1);
        last.Deletions += line.Length + 1;
        var isWorthALook = last.IsWorthALook;
        foreach (var (number, bytes) in freed)
        {
            if (Find(number) is { } segment && !line.IsBefore(segment.Cleaned))
            {
                segment.Freed += bytes;
                isWorthALook |= segment.IsWorthALook;
            }
        }

        return isWorthALook;
    }

    /// <summary>The last line that deleted a run of this id; nowhere when there is none.</summary>
    public LineLocation DeletionOf(UInt128 run) => _deletions.GetValueOrDefault(run).Last;

    /// <summary>A line that deleted a run of this id is gone, as nothing is left of that run.</summary>
    public void Forget(UInt128 run)
    {
        // The last one counts as long as another is there: of an earlier run of that id something may be left.
        if (_deletions[run] is { Count: > 1 } deletions)
        {
            _deletions[run] = deletions with { Count = deletions.Count - 1 };
        }
        else
        {
            _deletions.Remove(run);
        }
    }

    /// <summary>What tells whether, from a segment up to the one before this, nothing is left of a run that was deleted by a line.</summary>
    public Func<int, LineLocation, bool> CleanedBefore(SegmentSpace segment)
    {
        var before = Segments.TakeWhile(other => other.Number < segment.Number).ToArray();
        var numbers = Array.ConvertAll(before, static other => other.Number);
        var cleaned = Array.ConvertAll(before, static other => other.Cleaned);
        for (var i = before.Length - 2; i >= 0; i--)
        {
            cleaned[i] = cleaned[i].IsBefore(cleaned[i + 1]) ? cleaned[i] : cleaned[i + 1];
        }

        return (from, line) =>
        {
            var found = Array.BinarySearch(numbers, from);
            var first = found < 0 ? ~found : found;
            return first == cleaned.Length || line.IsBefore(cleaned[first]);
        };
    }

    /// <summary>A segment was cleaned: lines in those after it that deleted runs may have become useless.</summary>
    public void LookAgainAfter(SegmentSpace cleaned)
    {
        foreach (var segment in Segments)
        {
            if (segment.Number > cleaned.Number)
            {
                segment.ForgetDeletionsSeen();
            }
        }
    }

    /// <summary>The lines that deleted runs of one id.</summary>
    /// <param name="Last">The last of them.</param>
    /// <param name="Count">How many are on the disk.</param>
    private readonly record struct Deletions(LineLocation Last, int Count);
}
