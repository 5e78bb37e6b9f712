using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Payloads;

/// <summary>One value that crosses the journal, as it is declared.</summary>
/// <param name="What">What it is, as the start of a message.</param>
/// <param name="Type">Its type, as the workflow sees it.</param>
/// <param name="DeclaredType">Its type as written: it differs where a base class has type parameters.</param>
/// <param name="Home">The class that declares it.</param>
/// <param name="IsStepOfHome">A base class that declares it reports it itself.</param>
/// <param name="Place">Where the type is written.</param>
/// <param name="Bearer">The parameter or field that holds it, or the method that returns it; null for what a call records.</param>
internal sealed record PayloadRoot(
    string What, ITypeSymbol Type, ITypeSymbol DeclaredType, INamedTypeSymbol Home, bool IsStepOfHome, Location? Place, ISymbol? Bearer);
