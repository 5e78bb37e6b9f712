using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Durable.Generators.Tests.Payloads.Arbitraries;

/// <summary>Payloads that are compiled together.</summary>
internal sealed partial record PayloadBatch(ImmutableArray<MadeType> Types, ImmutableArray<MadeRoot> Roots)
{
    // Generic, and with state that is not public.
    private const string Generic = """
        public record Box<T>(T Value, Box<T>? Next = null);
        public class Cell<T> { public T? Value { get; init; } [JsonInclude] private T? _hidden; public bool HasHidden => _hidden is not null; }

        """;

    /// <summary>The declarations that the payloads need, and the class <c>Samples</c>: <c>R0</c> is the first payload.</summary>
    public string Source
    {
        get
        {
            var text = string.Join("\n", Reachable().Select(static type => type.Source));
            var roots = string.Join("\n", Roots.Select(static (root, index) => $"    public static {root.Type} R{index} => default!;"));
            return $"{Generic}{text}\npublic static class Samples\n{{\n{roots}\n}}\n";
        }
    }

    public int ValueCount => Roots.Sum(static root => root.Values.Length);

    /// <summary>Those declarations that a payload uses, directly or not.</summary>
    public IEnumerable<MadeType> Reachable()
    {
        var byName = Types.ToDictionary(static type => type.Name, StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var queue = new Queue<string>(Roots.Select(static root => root.Type));
        while (queue.TryDequeue(out var text))
        {
            foreach (var name in MadeName().Matches(text).Select(static match => match.Value).Where(reached.Add))
            {
                foreach (var member in byName[name].Members)
                {
                    queue.Enqueue(member.Type);
                }
            }
        }

        return Types.Where(type => reached.Contains(type.Name));
    }

    /// <summary>What a failing test shows.</summary>
    public override string ToString() => Source + string.Join("\n", Roots.SelectMany(static (root, index) => root.Values.Select(json => $"R{index} = {json}")));

    [GeneratedRegex("""\bT\d+\b""")]
    private static partial Regex MadeName();
}
