using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Durable.Tests;

/// <summary>Every name that code of a compilation can mean: of namespaces, types and members in its references, and whatever its own files call anything.</summary>
internal static class KnownNames
{
    public static HashSet<string> Of(Compilation compilation)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Add(compilation.GlobalNamespace, names);
        names.UnionWith(compilation.SyntaxTrees
            .SelectMany(static tree => tree.GetRoot().DescendantTokens())
            .Where(static token => token.IsKind(SyntaxKind.IdentifierToken))
            .Select(static token => token.ValueText));
        return names;
    }

    private static void Add(INamespaceOrTypeSymbol container, HashSet<string> names)
    {
        names.Add(container.Name);
        if (container is INamedTypeSymbol type)
        {
            names.UnionWith(type.MemberNames);
        }

        foreach (var inner in container is INamespaceSymbol space ? space.GetMembers() : container.GetTypeMembers())
        {
            Add((INamespaceOrTypeSymbol)inner, names);
        }
    }
}
