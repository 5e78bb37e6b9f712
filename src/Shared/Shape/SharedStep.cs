using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>A step of a <c>[Steps]</c> class, as a workflow sees it that takes one.</summary>
/// <param name="Id">The recorded id.</param>
/// <param name="Method">The author's method.</param>
internal sealed record SharedStep(string Id, IMethodSymbol Method);
