using Microsoft.CodeAnalysis;

namespace Durable.Shared;

/// <summary>Whether code of a class may use a symbol.</summary>
internal static class Accessible
{
    /// <summary>The compiler's own answer looks through all references first, so it is asked only where the answer is not plain.</summary>
    public static bool IsAccessible(this Compilation compilation, ISymbol symbol, INamedTypeSymbol within) =>
        IsPublic(symbol)
        || (symbol is not ITypeSymbol && SymbolEqualityComparer.Default.Equals(symbol.ContainingType, within))
        || compilation.IsSymbolAccessibleWithin(symbol, within);

    private static bool IsPublic(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol { IsGenericType: true } => false,
        INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol =>
            symbol.DeclaredAccessibility == Accessibility.Public && (symbol.ContainingType is not { } containing || IsPublic(containing)),
        _ => false,
    };
}
