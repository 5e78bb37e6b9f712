namespace Durable.Analyzers.Shape;

/// <summary>Why an attribute has no effect where it stands (DUR1009).</summary>
internal sealed record Misplacement(string What, string Why, string Remedy);
