using Durable.Shared.Payloads;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Which collections two processes may enumerate in different orders although the same was put into them in the same order.</summary>
/// <remarks>Proven by a test that asks several processes. <c>Dictionary</c>, <c>HashSet</c> and what LINQ makes of hash codes keep the order of insertion.</remarks>
internal static class UnorderedCollections
{
    // In the order of hash codes.
    private static readonly HashSet<string> s_byHash = new(StringComparer.Ordinal)
    {
        "System.Collections.Immutable.ImmutableDictionary`2", "System.Collections.Immutable.ImmutableDictionary`2+Builder",
        "System.Collections.Immutable.ImmutableHashSet`1", "System.Collections.Immutable.ImmutableHashSet`1+Builder",
    };

    // The same, but strings hash alike everywhere.
    private static readonly HashSet<string> s_byHashButStrings = new(StringComparer.Ordinal)
    {
        "System.Collections.Frozen.FrozenDictionary`2", "System.Collections.Frozen.FrozenSet`1",
    };

    // Whatever the keys are: untyped, or the number of processors and the threads take part.
    private static readonly HashSet<string> s_always = new(StringComparer.Ordinal)
    {
        "System.Collections.Hashtable", "System.Collections.Specialized.HybridDictionary", "System.Collections.Specialized.StringDictionary",
        "System.Collections.Concurrent.ConcurrentDictionary`2", "System.Collections.Concurrent.ConcurrentBag`1",
    };

    public static bool Is(ITypeSymbol? type)
    {
        for (var current = type as INamedTypeSymbol; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            var name = MetadataName.Of(current.OriginalDefinition);
            if (s_always.Contains(name))
            {
                return true;
            }

            if (s_byHash.Contains(name) || s_byHashButStrings.Contains(name))
            {
                var key = KeyOf(current);
                return !StableHashes.Has(key) && !(key.SpecialType == SpecialType.System_String && s_byHashButStrings.Contains(name));
            }
        }

        return false;
    }

    // A builder is nested in the type that has the arguments.
    private static ITypeSymbol KeyOf(INamedTypeSymbol type) => (type.TypeArguments.IsEmpty ? type.ContainingType : type).TypeArguments[0];
}
