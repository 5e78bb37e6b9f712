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
        "System.Collections.Immutable.IImmutableDictionary`2", "System.Collections.Immutable.IImmutableSet`1",
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

    // Nearly all types are ruled out by these; to spell a type's whole name is what costs.
    private static readonly HashSet<string> s_names = new(
        s_byHash.Concat(s_byHashButStrings).Concat(s_always).Select(static name => name.Substring(name.LastIndexOfAny(['.', '+']) + 1)), StringComparer.Ordinal);

    public static bool Is(ITypeSymbol? type)
    {
        for (var current = type as INamedTypeSymbol; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            if (s_names.Contains(current.MetadataName) && IsUnordered(current, MetadataName.Of(current.OriginalDefinition)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsUnordered(INamedTypeSymbol type, string name) =>
        s_always.Contains(name)
        || (s_byHash.Contains(name) && !StableHashes.Has(KeyOf(type)))
        || (s_byHashButStrings.Contains(name) && KeyOf(type).SpecialType != SpecialType.System_String && !StableHashes.Has(KeyOf(type)));

    // A builder is nested in the type that has the arguments.
    private static ITypeSymbol KeyOf(INamedTypeSymbol type) => (type.TypeArguments.IsEmpty ? type.ContainingType : type).TypeArguments[0];
}
