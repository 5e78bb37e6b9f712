using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>A value that a call of the workflow or step context records.</summary>
/// <param name="Type">The value's type.</param>
/// <param name="Member">The member of the context that is called.</param>
/// <param name="Place">Where it is called.</param>
/// <param name="Home">The class, or the base of it, whose code calls it.</param>
/// <param name="Caller">The method whose code holds the call; null outside methods.</param>
internal sealed record RecordedValue(ITypeSymbol Type, string Member, Location Place, INamedTypeSymbol Home, IMethodSymbol? Caller);
