namespace Durable.Storage.Files;

/// <summary>What the first line of a rewritten segment says.</summary>
/// <param name="Number">The segment's number.</param>
/// <param name="After">The number of the segment before it; those between had become empty and are gone.</param>
/// <param name="PreviousLength">The length of that one when the next one was begun.</param>
/// <param name="Bytes">How long the first line was before the segment was rewritten, so that all places in the segment stay what they were.</param>
/// <param name="Cleaned">Of runs that were deleted before this place of the journal the segment holds nothing any more.</param>
internal readonly record struct SegmentHead(int Number, int After, long PreviousLength, int Bytes, LineLocation Cleaned);
