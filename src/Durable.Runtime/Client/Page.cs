namespace Durable;

/// <summary>A part of a long list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The part.</param>
/// <param name="Cursor">What to ask for the next part with; null after the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Cursor);
