using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>The method that may refuse an update.</summary>
/// <param name="Method">The author's method.</param>
/// <param name="TakesContext">Its first parameter is the workflow context.</param>
internal sealed record ValidatorShape(IMethodSymbol Method, bool TakesContext);
