using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing;

/// <summary>Names the author's members in documentation, so that an editor can go there.</summary>
/// <remarks>Written with the declarations' own type parameters in braces, as the compiler reads it; a bad one would be a warning in the author's build.</remarks>
internal static class Cref
{
    /// <summary>With parameter types only where the bare name would be ambiguous.</summary>
    public static string Of(IMethodSymbol method)
    {
        var definition = method.OriginalDefinition;
        var name = $"{Of(definition.ContainingType)}.{SourceText.Identifier(definition.Name)}";
        return IsOverloaded(definition)
            ? $"{name}({string.Join(", ", definition.Parameters.Select(parameter => Of(parameter.Type)))})"
            : name;
    }

    private static bool IsOverloaded(IMethodSymbol method) => method.ContainingType.GetMembers(method.Name).Length > 1;

    private static string Of(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => $"{Of(array.ElementType)}[{new string(',', array.Rank - 1)}]",
        IDynamicTypeSymbol => "object",
        ITypeParameterSymbol parameter => SourceText.Identifier(parameter.Name),
        INamedTypeSymbol { IsTupleType: true, TupleUnderlyingType: { } underlying } => Of(underlying),
        INamedTypeSymbol named => OfNamed(named),
        _ => SourceText.Plain(type),
    };

    private static string OfNamed(INamedTypeSymbol type)
    {
        var container = type.ContainingType is { } outer ? Of(outer)
            : type.ContainingNamespace is { IsGlobalNamespace: false } @namespace ? $"global::{SourceText.Of(@namespace)}"
            : "";
        var prefix = container.Length > 0 ? container + "." : "global::";
        var arguments = type.TypeArguments.Length > 0 ? $"{{{string.Join(", ", type.TypeArguments.Select(Of))}}}" : "";
        return $"{prefix}{SourceText.Identifier(type.Name)}{arguments}";
    }
}
