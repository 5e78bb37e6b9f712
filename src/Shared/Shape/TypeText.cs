using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>Types as messages show them: short, with C# keywords.</summary>
internal static class TypeText
{
    public static string Of(ISymbol symbol) => symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);

    /// <summary>Whether part of the type is not resolved, or not even written, yet.</summary>
    public static bool IsUnfinished(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Error } => true,
        IArrayTypeSymbol array => IsUnfinished(array.ElementType),
        IPointerTypeSymbol pointer => IsUnfinished(pointer.PointedAtType),
        INamedTypeSymbol named => named.TypeArguments.Any(IsUnfinished)
            || (named.ContainingType is { } containing && IsUnfinished(containing)),
        _ => false,
    };
}
