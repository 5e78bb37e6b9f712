using Microsoft.CodeAnalysis;

namespace Durable.CodeFixes.Determinism;

/// <summary>Writes a type of the <c>System</c> namespace as briefly as some place allows.</summary>
internal static class TypeNameAt
{
    public static string OfSystem(string name, SyntaxNode place, SemanticModel model)
    {
        var found = model.LookupSymbols(place.SpanStart, name: name);
        if (found.Length == 1 && SymbolEqualityComparer.Default.Equals(found[0], model.Compilation.GetTypeByMetadataName("System." + name)))
        {
            return name;
        }

        var system = model.LookupSymbols(place.SpanStart, name: "System");
        return system.Length == 1 && system[0] is INamespaceSymbol { ContainingNamespace.IsGlobalNamespace: true }
            ? "System." + name
            : "global::System." + name;
    }
}
