namespace Durable.Storage.Files;

/// <summary>Where a line of the journal lies.</summary>
/// <param name="Segment">The segment's number, from 1; 0 for no line.</param>
/// <param name="Offset">The first byte's offset.</param>
/// <param name="Length">Bytes without the line's end.</param>
internal readonly record struct LineLocation(int Segment, int Offset, int Length);
