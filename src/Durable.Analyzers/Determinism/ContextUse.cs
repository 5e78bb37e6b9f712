using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>A call of a context that concerns the workflow class wherever it stands: what it records needs a serializer of the class, and the signal it waits for may have a handler there.</summary>
/// <param name="Owner">The member whose body holds it.</param>
/// <param name="Method">What is called.</param>
/// <param name="Place">Where: the signal's argument of a wait.</param>
/// <param name="Recorded">The type that is recorded; null for none.</param>
/// <param name="Awaited">The signal that is waited for; null for none.</param>
/// <param name="IsNamed">Whether the signal is named in the call itself.</param>
internal sealed record ContextUse(ISymbol Owner, IMethodSymbol Method, Location Place, ITypeSymbol? Recorded, IFieldSymbol? Awaited, bool IsNamed);
