using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>How payload types are named: for generated code, and for people.</summary>
internal static class PayloadTypeName
{
    // Nullable annotations and tuple names are erased: `List<string?>` and `List<string>`, `(int a, int b)` and `(int, int)`
    // are one type at run time and must share one serializer.
    private static readonly SymbolDisplayFormat s_code = new(
        SymbolDisplayGlobalNamespaceStyle.Included,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
            | SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.ExpandValueTuple);

    private static readonly SymbolDisplayFormat s_people = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>A C# type expression that is valid anywhere.</summary>
    public static string Of(ITypeSymbol type) => type.ToDisplayString(s_code);

    /// <summary>The short name, as the author would write it.</summary>
    public static string ForPeople(ITypeSymbol type) => type.ToDisplayString(s_people);
}
