using Durable.Analyzers.Determinism.Flow;
using Durable.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Tests.Determinism.Flow;

/// <summary>What the rules believe about orders and hash codes is what processes show (DUR0012, DUR0013).</summary>
public sealed class ProcessClaimTests
{
    // Different in principle, but not seen to be different here: a few boxed keys land in buckets of their own order.
    private static readonly HashSet<string> s_untypedOrAlways = ["Hashtable", "ConcurrentDictionary<T, int>", "ConcurrentBag<T>"];

    // Their hash codes differ by one and the same number in each process, or by the thread: the order often stays.
    private static readonly HashSet<string> s_byChance = ["object", "Number"];

    [Fact]
    public async Task OrdersAndHashCodes_AsTheRulesBelieve_AreWhatProcessesShow()
    {
        var (all, different) = await Processes.AskAsync();
        var types = Types();

        Assert.Equal(Processes.Keys.Count * (Processes.Collections.Count + 1), all.Count);
        foreach (var key in Processes.Keys.Keys)
        {
            Assert.True(StableHashes.Has(types[("key", key)]) != different.Contains($"hash|{key}"), $"hash|{key}: processes {(different.Contains($"hash|{key}") ? "differ" : "agree")}");
            foreach (var collection in Processes.Collections.Keys)
            {
                var question = $"{collection}|{key}";
                var isUnordered = UnorderedCollections.Is(types[(collection, key)]);
                Assert.True(isUnordered || !different.Contains(question), $"{question}: processes differ");
                Assert.True(!isUnordered || different.Contains(question) || s_untypedOrAlways.Contains(collection) || s_byChance.Contains(key), $"{question}: processes agree");
            }
        }

        Assert.All(s_untypedOrAlways, collection => Assert.Contains($"{collection}|string", different));
    }

    private static Dictionary<(string Collection, string Key), ITypeSymbol> Types()
    {
        var pairs = Processes.Keys.Keys.SelectMany(static key => Processes.Collections.Keys.Append("key").Select(collection => (Collection: collection, Key: key))).ToList();
        var fields = pairs.Select(static (pair, index) => $"    public {(pair.Collection == "key" ? pair.Key : pair.Collection.Replace("T>", $"{pair.Key}>", StringComparison.Ordinal).Replace("<T,", $"<{pair.Key},", StringComparison.Ordinal))} F{index};\n");
        var compilation = Sources.Compile([$"{Processes.Usings}\n{Processes.Types}\npublic class All\n{{\n{string.Concat(fields)}}}"], References.WithoutRuntime);
        var members = compilation.GetTypeByMetadataName("All")!.GetMembers().OfType<IFieldSymbol>().ToList();
        return pairs.Select((pair, index) => (pair, members[index].Type)).ToDictionary(static entry => entry.pair, static entry => entry.Type);
    }
}
