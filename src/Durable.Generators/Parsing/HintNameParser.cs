using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing;

/// <summary>Names generated files: <c>Namespace.Type.g.cs</c>, containing types included.</summary>
/// <remarks>The compiler compares the names without regard to case and allows few characters; a name it refuses would end the whole generator.</remarks>
internal static class HintNameParser
{
    // For each namespace or type, the names in it that have a twin.
    private static readonly ConditionalWeakTable<ISymbol, HashSet<string>> s_twins = new();

    public static string Parse(INamedTypeSymbol type)
    {
        var fullName = PlainName(type);
        var fileName = Sanitize(fullName);
        return fileName != fullName || HasTwin(type) ? $"{fileName}-{Fingerprint.Of(fullName)}.g.cs" : $"{fileName}.g.cs";
    }

    /// <summary>The full name without escapes or <c>global::</c>.</summary>
    public static string PlainName(INamedTypeSymbol type)
    {
        var name = type.Name;
        for (ISymbol? container = type.ContainingSymbol; container is INamespaceOrTypeSymbol; container = container.ContainingSymbol)
        {
            if (container is INamespaceSymbol { IsGlobalNamespace: true })
            {
                break;
            }

            name = $"{container.Name}.{name}";
        }

        return name;
    }

    private static string Sanitize(string name)
    {
        var result = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (char.IsLetterOrDigit(character) || character is '.' or '_')
            {
                result.Append(character);
            }
            else
            {
                result.Append('_').Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
            }
        }

        return result.ToString();
    }

    /// <summary>Whether the type, or something around it, has a sibling whose name differs in case alone.</summary>
    private static bool HasTwin(INamedTypeSymbol type)
    {
        for (ISymbol? part = type; part is INamespaceOrTypeSymbol { ContainingSymbol: INamespaceOrTypeSymbol container }; part = container)
        {
            if (s_twins.GetValue(container, static key => TwinsIn((INamespaceOrTypeSymbol)key)).Contains(part.Name))
            {
                return true;
            }
        }

        return false;
    }

    private static HashSet<string> TwinsIn(INamespaceOrTypeSymbol container)
    {
        var twins = new HashSet<string>(StringComparer.Ordinal);
        var first = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in container.GetMembers())
        {
            if (member is not INamespaceOrTypeSymbol)
            {
                continue;
            }

            if (!first.TryGetValue(member.Name, out var other))
            {
                first.Add(member.Name, member.Name);
            }
            else if (member.Name != other)
            {
                twins.Add(member.Name);
                twins.Add(other);
            }
        }

        return twins;
    }
}
