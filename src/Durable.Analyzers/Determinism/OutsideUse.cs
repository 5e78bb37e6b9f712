using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>A use of the context by code that a workflow class calls.</summary>
/// <param name="Place">In the class: the call that leads to it, or the use itself.</param>
/// <param name="Way">The names of the members on the way.</param>
/// <param name="Use">At its end.</param>
internal sealed record OutsideUse(Location Place, string Way, ContextUse Use);
