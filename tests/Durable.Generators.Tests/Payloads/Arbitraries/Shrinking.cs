using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Durable.Generators.Tests.Payloads.Arbitraries;

/// <summary>Smaller batches, the much smaller ones first: half the payloads, half the values, a member less, a simpler value.</summary>
internal static class Shrinking
{
    public static IEnumerable<PayloadBatch> Of(PayloadBatch batch) =>
        FewerRoots(batch).Concat(FewerValues(batch)).Concat(FewerMembers(batch)).Concat(SimplerValues(batch));

    private static IEnumerable<PayloadBatch> FewerRoots(PayloadBatch batch) => Parts(batch.Roots).Select(roots => batch with { Roots = roots });

    private static IEnumerable<PayloadBatch> FewerValues(PayloadBatch batch) =>
        from index in Enumerable.Range(0, batch.Roots.Length)
        from values in Parts(batch.Roots[index].Values)
        select batch with { Roots = batch.Roots.SetItem(index, batch.Roots[index] with { Values = values }) };

    // JSON for a member that is gone is JSON with an unknown member, which is still a value.
    private static IEnumerable<PayloadBatch> FewerMembers(PayloadBatch batch) =>
        from type in batch.Reachable()
        from members in Parts(type.Members)
        where type.Kind != TypeKind.Positional || !members[0].Type.StartsWith(type.Name, StringComparison.Ordinal) // would clash with its own copy constructor
        select batch with { Types = batch.Types.Replace(type, type with { Members = members }) };

    private static IEnumerable<PayloadBatch> SimplerValues(PayloadBatch batch) =>
        from index in Enumerable.Range(0, batch.Roots.Length)
        where batch.Roots[index].Values.Length == 1
        from value in Simpler(batch.Roots[index].Values[0])
        select batch with { Roots = batch.Roots.SetItem(index, batch.Roots[index] with { Values = [value] }) };

    private static IEnumerable<string> Simpler(string json)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json);
            _ = (node as JsonObject)?.Count;
        }
        catch (ArgumentException)
        {
            // Two members of one name, which a node cannot hold.
            return [];
        }

        return Simpler(node).Select(static simpler => simpler?.ToJsonString() ?? "null").Where(text => text.Length < json.Length);
    }

    private static IEnumerable<JsonNode?> Simpler(JsonNode? node) => node switch
    {
        JsonObject whole => whole.SelectMany(member => Without(whole, member.Key).Concat(Simpler(member.Value).Select(value => With(whole, member.Key, value)))),
        JsonArray list => Enumerable.Range(0, list.Count).SelectMany(index => Without(list, index).Concat(Simpler(list[index]).Select(value => With(list, index, value)))),
        _ => [],
    };

    private static IEnumerable<JsonNode> Without(JsonObject whole, string name)
    {
        var copy = whole.DeepClone().AsObject();
        copy.Remove(name);
        yield return copy;
    }

    private static IEnumerable<JsonNode> Without(JsonArray list, int index)
    {
        var copy = list.DeepClone().AsArray();
        copy.RemoveAt(index);
        yield return copy;
    }

    private static JsonObject With(JsonObject whole, string name, JsonNode? value)
    {
        var copy = whole.DeepClone().AsObject();
        copy[name] = value?.DeepClone();
        return copy;
    }

    private static JsonArray With(JsonArray list, int index, JsonNode? value)
    {
        var copy = list.DeepClone().AsArray();
        copy[index] = value?.DeepClone();
        return copy;
    }

    /// <summary>Each half, each quarter and so on down to all but one.</summary>
    private static IEnumerable<ImmutableArray<T>> Parts<T>(ImmutableArray<T> items)
    {
        for (var size = items.Length / 2; size > 0; size /= 2)
        {
            for (var start = 0; start < items.Length; start += size)
            {
                var part = items.Skip(start).Take(size).ToImmutableArray();
                yield return part;
            }
        }

        for (var index = 0; index < items.Length && items.Length > 2; index++)
        {
            yield return items.RemoveAt(index);
        }
    }
}
