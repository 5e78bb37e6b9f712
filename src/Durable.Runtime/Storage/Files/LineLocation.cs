namespace Durable.Storage.Files;

/// <summary>Where a line of the journal lies. That never changes: a segment that is rewritten keeps the places of its lines, whatever comes to lie before them.</summary>
/// <param name="Segment">The segment's number, from 1; 0 for no line.</param>
/// <param name="Offset">The first byte's offset.</param>
/// <param name="Length">Bytes without the line's end.</param>
internal readonly record struct LineLocation(int Segment, int Offset, int Length)
{
    /// <summary>Where the next line begins.</summary>
    public LineLocation Next() => new(Segment, Offset + Length + 1, 0);

    /// <summary>Whether the line was written before another one.</summary>
    public bool IsBefore(LineLocation other) => Segment < other.Segment || (Segment == other.Segment && Offset < other.Offset);
}
