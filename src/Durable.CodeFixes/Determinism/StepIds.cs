using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.CodeFixes.Determinism;

/// <summary>Picks an id for a new step: readable, and not yet in use in the class.</summary>
internal static class StepIds
{
    private const string Fallback = "step";

    /// <summary><c>read-all-text</c> for <c>ReadAllText</c>; with a number where that is taken.</summary>
    public static string For(string methodName, INamedTypeSymbol type, DurableSymbols symbols, CancellationToken cancellationToken)
    {
        var used = new HashSet<string>(Used(type, symbols, cancellationToken), StringComparer.OrdinalIgnoreCase);
        var stem = StableNames.ForWorkflow(methodName);
        stem = StableNames.IsValid(stem) ? stem : Fallback;
        var id = stem;
        for (var number = 2; !used.Add(id); number++)
        {
            id = $"{stem}-{number.ToText()}";
        }

        return id;
    }

    private static IEnumerable<string> Used(INamedTypeSymbol type, DurableSymbols symbols, CancellationToken cancellationToken)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var method in current.GetMembers().OfType<IMethodSymbol>())
            {
                if (symbols.FindStep(method) is { } attribute)
                {
                    yield return new AttributeArguments(attribute, cancellationToken).Name ?? StableNames.ForStep(method.Name);
                }
            }

            foreach (var text in current.DeclaringSyntaxReferences.SelectMany(part => part.GetSyntax(cancellationToken).DescendantNodes().OfType<LiteralExpressionSyntax>()))
            {
                if (text.Token.Value is string id)
                {
                    yield return id;
                }
            }
        }
    }
}
