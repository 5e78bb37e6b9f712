using System.Text;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>Full names as metadata spells them, to compare types with tables of names.</summary>
internal static class MetadataName
{
    /// <summary><c>System.Collections.Generic.List`1</c> for every list; containing types are joined by <c>+</c>.</summary>
    public static string Of(INamedTypeSymbol type)
    {
        var name = new StringBuilder(type.MetadataName);
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            name.Insert(0, '+').Insert(0, outer.MetadataName);
        }

        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            name.Insert(0, '.').Insert(0, space.MetadataName);
        }

        return name.ToString();
    }
}
