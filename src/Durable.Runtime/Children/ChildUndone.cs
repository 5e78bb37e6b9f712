namespace Durable.Children;

/// <summary>What became of undoing a child.</summary>
/// <param name="Error">Why it is not undone, or null when it is.</param>
/// <param name="Spent">What the child has spent by then, undoing included.</param>
internal sealed record ChildUndone(ErrorInfo? Error, decimal Spent);
