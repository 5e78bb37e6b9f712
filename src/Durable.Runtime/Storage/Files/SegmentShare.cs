namespace Durable.Storage.Files;

/// <summary>How much of a segment something takes.</summary>
/// <param name="Segment">The segment's number.</param>
/// <param name="Bytes">Of its lines, their ends included.</param>
internal readonly record struct SegmentShare(int Segment, long Bytes);
