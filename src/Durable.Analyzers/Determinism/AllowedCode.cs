using System.Collections.Concurrent;
using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>Members whose author vouches for them with <c>[AllowNondeterminism("reason")]</c>, on themselves or on a type around them.</summary>
internal sealed class AllowedCode(DurableSymbols symbols)
{
    private readonly ConcurrentDictionary<ISymbol, bool> _answers = new(SymbolEqualityComparer.Default);

    public bool Covers(ISymbol member) =>
        symbols.AllowNondeterminismAttribute is not null && symbols.MayBearAttributes(member) && _answers.GetOrAdd(member.OriginalDefinition, Read);

    private bool Read(ISymbol member)
    {
        for (var current = member; current is not null and not INamespaceSymbol; current = Around(current))
        {
            if (DurableSymbols.Find(current, symbols.AllowNondeterminismAttribute) is { ConstructorArguments: { Length: 1 } arguments }
                && arguments[0].Value is string reason
                && !string.IsNullOrWhiteSpace(reason))
            {
                return true;
            }
        }

        return false;
    }

    private static ISymbol? Around(ISymbol symbol) => symbol is IMethodSymbol { AssociatedSymbol: { } property } ? property : symbol.ContainingSymbol;
}
