using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>Which rule a member of another assembly breaks, by documentation id.</summary>
/// <remarks>
/// An entry names a member with its parameters, a member whatever they are, a type for all it has, or a namespace; the most precise one counts.
/// A member without parameters is named with empty parentheses, so that it can be told from "all overloads". <c>C:</c> names the namespace of a library
/// for its clients only: the messages, options and errors that stand beside them are data. A constant breaks no rule but one that names it.
/// The verdict on each symbol is found once for each compilation, and only for symbols that workflow code uses.
/// </remarks>
internal sealed class KnownMembers(IReadOnlyDictionary<string, string> rules)
{
    /// <summary>The verdict on what is known to be harmless although its type, or its being awaited, is not.</summary>
    public const string Harmless = "";

    private readonly ConcurrentDictionary<ISymbol, string?> _verdicts = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, string?> _types = new(SymbolEqualityComparer.Default);

    /// <summary>The id of the rule, <see cref="Harmless"/>, or null where nothing is known.</summary>
    public string? Find(ISymbol member) => _verdicts.GetOrAdd(member.OriginalDefinition, Read);

    /// <summary>The verdict on all that a type has, its bases and namespace included.</summary>
    public string? FindType(INamedTypeSymbol type) => _types.GetOrAdd(type.OriginalDefinition, key => ReadTypes((INamedTypeSymbol)key));

    private string? Read(ISymbol member)
    {
        for (var current = member; current is not null; current = Overridden(current))
        {
            if (ReadDeclared(current) is { } rule)
            {
                return rule;
            }
        }

        return null;
    }

    private string? ReadDeclared(ISymbol member)
    {
        if (member.GetDocumentationCommentId() is not { } id)
        {
            return null;
        }

        var parameters = id.IndexOf('(');
        var name = WithoutArity(parameters < 0 ? id : id.Substring(0, parameters));
        return Look(parameters < 0 ? $"{name}()" : name + id.Substring(parameters))
            ?? Look(name)
            ?? (member is { ContainingType: { } type } and not IFieldSymbol { HasConstantValue: true } ? FindType(type) : null);
    }

    private string? ReadTypes(INamedTypeSymbol type)
    {
        for (var current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            if (Look(current) is { } rule)
            {
                return rule;
            }
        }

        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if ((Look(space) ?? LookForClients(space)) is { } rule)
            {
                return rule;
            }
        }

        return null;

        string? LookForClients(INamespaceSymbol space) => Look($"C:{space.ToDisplayString()}") is { } rule && Clients.Is(type) ? rule : null;
    }

    private string? Look(ISymbol symbol) => symbol.OriginalDefinition.GetDocumentationCommentId() is { } id ? Look(id) : null;

    private string? Look(string id) => rules.TryGetValue(id, out var rule) ? rule : null;

    // A generic method is listed without its number of type parameters.
    private static string WithoutArity(string name) => name.IndexOf("``", StringComparison.Ordinal) is var arity && arity < 0 ? name : name.Substring(0, arity);

    private static ISymbol? Overridden(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod?.OriginalDefinition,
        IPropertySymbol property => property.OverriddenProperty?.OriginalDefinition,
        _ => null,
    };
}
