using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>The method that undoes a step.</summary>
/// <param name="Method">Any method generated code can call, static ones included.</param>
/// <param name="Arguments">One for each parameter, in order.</param>
/// <param name="Returns">The declared return type; a result is ignored.</param>
/// <param name="IsStep">The method is a step itself, so its overridden version must be bypassed.</param>
internal sealed record CompensatorShape(
    IMethodSymbol Method, ImmutableArray<CompensatorArgument> Arguments, Awaitable Returns, bool IsStep);
