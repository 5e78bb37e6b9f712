using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>The body of a workflow.</summary>
/// <param name="Method"><c>RunAsync</c>.</param>
/// <param name="Input">The type of its second parameter, if it has one.</param>
/// <param name="Result">The T of <c>Task&lt;T&gt;</c>, if it returns one.</param>
internal sealed record RunShape(IMethodSymbol Method, ITypeSymbol? Input, ITypeSymbol? Result);
