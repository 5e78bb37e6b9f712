using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Generators.Parsing;

/// <summary>Symbols as C# source text that means the same wherever it is written.</summary>
internal static class SourceText
{
    private static readonly SymbolDisplayFormat s_plain = SymbolDisplayFormat.FullyQualifiedFormat;

    private static readonly SymbolDisplayFormat s_annotated = s_plain.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Rooted at <c>global::</c>, keywords escaped, with the nullable annotations of its declaration.</summary>
    public static string Of(ITypeSymbol type) => type.ToDisplayString(s_annotated);

    /// <summary>Without nullable annotations, as <c>typeof</c> and base lists want it.</summary>
    public static string Plain(ITypeSymbol type) => type.ToDisplayString(s_plain);

    /// <summary>A static field as other code names it.</summary>
    public static string FieldOf(IFieldSymbol field) => $"{Plain(field.ContainingType)}.{Identifier(field.Name)}";

    /// <summary>A name that may be a keyword.</summary>
    public static string Identifier(string name) => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    /// <summary>The name of a type where it is declared: there words such as <c>record</c> and <c>file</c> are taken too.</summary>
    public static string TypeIdentifier(string name) =>
        SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : Identifier(name);

    /// <summary>Empty for the global namespace.</summary>
    public static string Of(INamespaceSymbol @namespace)
    {
        var parts = new Stack<string>();
        for (var part = @namespace; part is { IsGlobalNamespace: false }; part = part.ContainingNamespace)
        {
            parts.Push(Identifier(part.Name));
        }

        return string.Join(".", parts);
    }

    /// <summary>The header that continues a type around the workflow class: <c>partial record struct Shop</c>.</summary>
    public static string PartialHeader(INamedTypeSymbol type)
    {
        var keyword = (type.TypeKind, type.IsRecord) switch
        {
            (TypeKind.Struct, true) => "record struct",
            (TypeKind.Struct, false) => "struct",
            (TypeKind.Interface, _) => "interface",
            (_, true) => "record",
            _ => "class",
        };
        return $"partial {keyword} {TypeIdentifier(type.Name)}";
    }

    /// <summary>What an override of <paramref name="method"/> in <paramref name="assembly"/> must be declared as.</summary>
    public static string AccessibilityOfOverride(IMethodSymbol method, IAssemblySymbol assembly) => method.DeclaredAccessibility switch
    {
        Accessibility.Public => "public",
        Accessibility.Internal => "internal",
        Accessibility.ProtectedAndInternal => "private protected",
        // Where the base's internals are out of sight, only the protected half of its accessibility is left to override.
        Accessibility.ProtectedOrInternal when Sees(assembly, method.ContainingAssembly) => "protected internal",
        _ => "protected",
    };

    private static bool Sees(IAssemblySymbol other, IAssemblySymbol owner) =>
        SymbolEqualityComparer.Default.Equals(owner, other) || owner.GivesAccessTo(other);
}
