namespace Durable.Storage.Files;

/// <summary>How a segment is rewritten: what of its file is kept, in order, and where gaps take the place of the rest.</summary>
internal sealed class SegmentPlan
{
    private readonly List<Piece> _pieces = [];
    private int _dropped;
    private long _bytes;

    public SegmentHead Head { get; set; }

    /// <summary>What is copied, and what is put in its place; the last piece is the end.</summary>
    public IReadOnlyList<Piece> Pieces => _pieces;

    /// <summary>The length of the new file.</summary>
    public long FileLength
    {
        get
        {
            using var head = Lines.Segment(Head);
            return head.Length + _bytes;
        }
    }

    /// <summary>The end of the segment in the journal.</summary>
    public int Length { get; private set; }

    /// <summary>Nothing is left but a gap.</summary>
    public bool IsEmpty => _pieces is [{ Dropped: > 0, Length: 0, Instead: null }];

    /// <summary>Dropped lines that had finished a run.</summary>
    public HashSet<LineLocation> Finishes { get; } = [];

    /// <summary>Dropped lines that had deleted a run.</summary>
    public List<(UInt128 Run, LineLocation Line)> Deletions { get; } = [];

    public void Keep(long position, int bytes)
    {
        if (_dropped == 0 && _pieces is [.., { Instead: null } last] && last.Position + last.Length == position)
        {
            _pieces[^1] = last with { Length = last.Length + bytes };
        }
        else
        {
            Add(position, bytes, instead: null);
        }

        _bytes += bytes;
    }

    public void Replace(byte[] instead)
    {
        Add(0, 0, instead);
        _bytes += instead.Length;
    }

    public void Drop(int bytes) => _dropped = checked(_dropped + bytes);

    /// <summary>All lines have been seen.</summary>
    public void Close(int length)
    {
        Length = length;
        if (_dropped > 0)
        {
            Add(0, 0, instead: null);
        }
    }

    private void Add(long position, int bytes, byte[]? instead)
    {
        if (_dropped > 0)
        {
            using var gap = Lines.Gap(_dropped, [], []);
            _bytes += gap.Length;
        }

        _pieces.Add(new Piece(_dropped, position, bytes, instead));
        _dropped = 0;
    }

    /// <summary>A gap, and what follows it.</summary>
    /// <param name="Dropped">How many bytes the gap stands for; none for 0.</param>
    /// <param name="Position">Where in the old file the lines lie that follow.</param>
    /// <param name="Length">How many bytes of those.</param>
    /// <param name="Instead">A line that follows instead.</param>
    internal readonly record struct Piece(int Dropped, long Position, int Length, byte[]? Instead);
}
