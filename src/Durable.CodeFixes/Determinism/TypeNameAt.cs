using Microsoft.CodeAnalysis;

namespace Durable.CodeFixes.Determinism;

/// <summary>Writes a type of the framework as briefly as some place allows.</summary>
internal static class TypeNameAt
{
    public static string Of(string space, string name, SyntaxNode place, SemanticModel model)
    {
        var found = model.LookupSymbols(place.SpanStart, name: name);
        if (found.Any(symbol => SymbolEqualityComparer.Default.Equals(symbol, model.Compilation.GetTypeByMetadataName($"{space}.{name}")))
            && found.All(static symbol => symbol is INamedTypeSymbol))
        {
            return name;
        }

        var system = model.LookupSymbols(place.SpanStart, name: "System");
        return system.Length == 1 && system[0] is INamespaceSymbol { ContainingNamespace.IsGlobalNamespace: true }
            ? $"{space}.{name}"
            : $"global::{space}.{name}";
    }
}
