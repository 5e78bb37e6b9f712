namespace Durable.Storage.Files;

/// <summary>Where a run's lines are.</summary>
/// <param name="Parent">The line of another run that created it; nowhere when it was created by a line of its own.</param>
/// <param name="Shares">How much of which segments its lines take, from the segment it began in.</param>
/// <param name="Ends">Lines that had ended it before it was reopened.</param>
internal sealed record RunExtent(LineLocation Parent, IReadOnlyList<SegmentShare> Shares, IReadOnlyList<LineLocation> Ends);
