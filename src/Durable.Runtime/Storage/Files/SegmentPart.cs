namespace Durable.Storage.Files;

/// <summary>A part of a rewritten segment's file.</summary>
/// <param name="Place">Where its first line lies in the journal.</param>
/// <param name="From">Where that one lies in the file.</param>
/// <param name="To">Where the part ends in the file.</param>
internal readonly record struct SegmentPart(int Place, int From, int To);
