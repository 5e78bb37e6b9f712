using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Durable.Generators.Tests.Payloads;

/// <summary>Makes up payload types as source, and JSON for them: everything the serializers support, combined at random.</summary>
internal sealed class RandomPayloads
{
    private static readonly string[] s_texts = ["", "plain", "quote\" \\ / <tag> & 'x'", "é ß 日本 😀", "\u0000\u0001\n\t\u2028", "123", "null", "a b"];

    private readonly Random _random;
    private readonly StringBuilder _source = new();
    private readonly List<RandomType> _leaves;
    private readonly List<RandomType> _declared = [];

    public RandomPayloads(int seed, int types)
    {
        _random = new Random(seed);
        _leaves = Leaves();
        _source.AppendLine("public record Box<T>(T Value, Box<T>? Next = null);");
        _source.AppendLine("public class Cell<T> { public T? Value { get; init; } [JsonInclude] private T? _hidden; public bool HasHidden => _hidden is not null; }");
        for (var number = 0; number < types; number++)
        {
            _declared.Add(_random.Next(8) == 0 ? Enum(number) : Object(number));
        }

        _source.AppendLine("public static class Samples").AppendLine("{");
        for (var number = 0; number < types; number++)
        {
            var root = _random.Next(4) == 0 ? Combine(_declared[number], 2) : _declared[number];
            Roots.Add(($"R{number}", root));
            _source.AppendLine(CultureInfo.InvariantCulture, $"    public static {root.CSharp} R{number} => default!;");
        }

        _source.AppendLine("}");
    }

    public string Source => _source.ToString();

    public List<(string Name, RandomType Type)> Roots { get; } = [];

    private List<RandomType> Leaves() =>
    [
        Leaf("bool", () => _random.Next(2) == 0 ? "true" : "false"),
        Leaf("byte", () => Number(_random.Next(256))),
        Leaf("sbyte", () => Number(_random.Next(-128, 128))),
        Leaf("short", () => Number(_random.Next(short.MinValue, short.MaxValue))),
        Leaf("ushort", () => Number(_random.Next(ushort.MaxValue))),
        Leaf("int", () => Number(_random.Next(int.MinValue, int.MaxValue))),
        Leaf("uint", () => Number((uint)_random.NextInt64(uint.MaxValue))),
        Leaf("long", () => Number(_random.NextInt64(long.MinValue, long.MaxValue))),
        Leaf("ulong", () => Number((ulong)_random.NextInt64())),
        Leaf("float", () => ((float)(_random.NextDouble() - 0.5)).ToString("R", CultureInfo.InvariantCulture)),
        Leaf("double", () => ((_random.NextDouble() - 0.5) * Math.Pow(10, _random.Next(-20, 20))).ToString("R", CultureInfo.InvariantCulture)),
        Leaf("decimal", () => (_random.Next(-1_000_000, 1_000_000) / 1000m).ToString(CultureInfo.InvariantCulture)),
        Leaf("char", () => Quote(((char)_random.Next(32, 0x2100)).ToString())),
        Leaf("Half", () => ((Half)_random.NextDouble()).ToString(CultureInfo.InvariantCulture)),
        Leaf("Int128", () => Number(_random.NextInt64(long.MinValue, long.MaxValue)) + "000"),
        Leaf("Guid", () => Quote(new Guid(Bytes(16)).ToString())),
        Leaf("DateTime", () => Quote(new DateTime(_random.NextInt64(DateTime.MaxValue.Ticks), (DateTimeKind)_random.Next(2)).ToString("O", CultureInfo.InvariantCulture))),
        Leaf("DateTimeOffset", () => Quote(new DateTimeOffset(_random.NextInt64(TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay), TimeSpan.FromMinutes(_random.Next(-600, 600)))
            .ToString("O", CultureInfo.InvariantCulture))),
        Leaf("DateOnly", () => Quote(DateOnly.FromDayNumber(_random.Next(3_000_000)).ToString("O", CultureInfo.InvariantCulture))),
        Leaf("TimeOnly", () => Quote(new TimeOnly(_random.NextInt64(TimeSpan.TicksPerDay)).ToString("O", CultureInfo.InvariantCulture))),
        Leaf("TimeSpan", () => Quote(new TimeSpan(_random.NextInt64(long.MinValue / 4, long.MaxValue / 4)).ToString("c", CultureInfo.InvariantCulture))),
        Leaf("JsonElement", () => _random.Next(2) == 0 ? "[1,{\"a\":null}]" : "\"x\""),
        Leaf("string", Text, isValueType: false),
        Leaf("Uri", () => Quote("https://example.org/" + _random.Next(100)), isValueType: false),
        Leaf("Version", () => Quote($"{_random.Next(9)}.{_random.Next(9)}.{_random.Next(9)}"), isValueType: false),
        Leaf("byte[]", () => Quote(Convert.ToBase64String(Bytes(_random.Next(5)))), isValueType: false),
        Leaf("JsonNode", () => _random.Next(2) == 0 ? "{\"a\":[1.50]}" : "7", isValueType: false),
    ];

    private RandomType Enum(int number)
    {
        var underlying = Pick("byte", "short", "int", "long", "ulong");
        _source.AppendLine(CultureInfo.InvariantCulture, $"public enum E{number} : {underlying} {{ A, B = 3, C = 100 }}");
        return new RandomType($"E{number}", true, _ => Pick("0", "3", "100", "77"));
    }

    private RandomType Object(int number)
    {
        var name = $"T{number}";
        var kind = Pick("class", "class", "record", "record", "positional", "positional", "struct", "record struct", "constructor");
        var self = new RandomType(name, false, _ => "null");

        // A struct cannot hold itself, and a record of only itself would clash with its own copy constructor.
        var members = Enumerable.Range(0, _random.Next(1, 7))
            .Select(index => Member(index, kind is "struct" or "record struct" || (kind == "positional" && index == 0) ? null : self)).ToList();
        Declare(name, kind, members);

        string Json(int depth) => Fill(members, name, depth, Json);
        return new RandomType(name, kind is "struct" or "record struct", Json);
    }

    private (string Name, string JsonName, RandomType Type) Member(int index, RandomType? self)
    {
        var type = self is not null && _random.Next(6) == 0 ? self with { CSharp = self.CSharp + Pick("?", "[]", "?[]?") } : AnyType();
        var name = Pick("Value", "Name", "größe", "Item", "Z") + index;
        return (name, _random.Next(5) == 0 ? Pick("json ", "<é>\"", "camel") + index : name, type);
    }

    // The member's own type is known only once it is declared, so a member of it asks for the JSON of the whole.
    private string Fill(List<(string Name, string JsonName, RandomType Type)> members, string self, int depth, Func<int, string> whole)
    {
        var parts = new List<string>();
        foreach (var (_, jsonName, type) in members.OrderBy(_ => _random.Next()))
        {
            if (_random.Next(8) == 0)
            {
                continue;
            }

            var isSelf = type.CSharp.TrimEnd('?', '[', ']') == self;
            var json = !isSelf ? type.Json(depth - 1)
                : depth <= 0 ? "null"
                : type.CSharp.Contains('[', StringComparison.Ordinal) ? $"[{whole(depth - 2)}]"
                : whole(depth - 2);
            parts.Add($"{Quote(jsonName)}:{json}");
        }

        if (_random.Next(6) == 0)
        {
            parts.Insert(_random.Next(parts.Count + 1), "\"unknown\":{\"deep\":[1,null]}");
        }

        return "{" + string.Join(_random.Next(2) == 0 ? "," : " , ", parts) + "}";
    }

    private void Declare(string name, string kind, List<(string Name, string JsonName, RandomType Type)> members)
    {
        string Renamed((string Name, string JsonName, RandomType Type) member, string target = "") =>
            member.JsonName == member.Name ? "" : $"[{target}JsonPropertyName({Quote(member.JsonName)})] ";

        switch (kind)
        {
            case "positional":
            case "record struct":
                var keyword = kind == "positional" ? "record" : Pick("record struct", "readonly record struct");
                var parameters = string.Join(", ", members.Select(member => $"{Renamed(member, "property: ")}{member.Type.CSharp} {member.Name}"));
                _source.AppendLine(CultureInfo.InvariantCulture, $"public {keyword} {name}({parameters}) {{ public int Computed => {members.Count}; }}");
                break;
            case "constructor":
                _source.AppendLine(CultureInfo.InvariantCulture, $"public class {name}({string.Join(", ", members.Select(static member => $"{member.Type.CSharp} {member.Name.ToUpperInvariant()}"))})");
                _source.AppendLine("{");
                foreach (var member in members)
                {
                    _source.AppendLine(CultureInfo.InvariantCulture, $"    {Renamed(member)}public {member.Type.CSharp} {member.Name} {{ get; }} = {member.Name.ToUpperInvariant()};");
                }

                _source.AppendLine("}");
                break;
            default:
                _source.AppendLine(CultureInfo.InvariantCulture, $"public {kind} {name}");
                _source.AppendLine("{");
                foreach (var member in members)
                {
                    _source.AppendLine(CultureInfo.InvariantCulture, $"    {Renamed(member)}{Declaration(member.Type, member.Name, kind == "struct")}");
                }

                _source.AppendLine("}");
                break;
        }
    }

    private string Declaration(RandomType type, string name, bool isStruct) => _random.Next(9) switch
    {
        0 => $"public {type.CSharp} {name} {{ get; init; }}" + (isStruct ? "" : " = default!;"),
        1 => $"public required {type.CSharp} {name} {{ get; set; }}",
        2 => $"[JsonInclude] public {type.CSharp} {name} {{ get; private set; }}" + (isStruct ? "" : " = default!;"),
        3 => $"[JsonInclude] internal {type.CSharp} {name}" + (isStruct ? ";" : " = default!;"),
        4 => $"[JsonPropertyOrder({_random.Next(-2, 3)})] public {type.CSharp} {name} {{ get; set; }}" + (isStruct ? "" : " = default!;"),
        5 => $"[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public {type.CSharp} {name} {{ get; set; }}" + (isStruct ? "" : " = default!;"),
        _ => $"public {type.CSharp} {name} {{ get; set; }}" + (isStruct ? "" : " = default!;"),
    };

    private RandomType AnyType() => Combine(_declared.Count > 0 && _random.Next(3) == 0 ? _declared[_random.Next(_declared.Count)] : _leaves[_random.Next(_leaves.Count)], 2);

    private RandomType Combine(RandomType type, int more)
    {
        if (more == 0 || _random.Next(2) == 0)
        {
            return type;
        }

        var element = Combine(type, more - 1);
        return _random.Next(9) switch
        {
            0 when element.IsValueType && !element.CSharp.EndsWith('?') => new(element.CSharp + "?", false, depth => _random.Next(3) == 0 ? "null" : element.Json(depth)),
            1 => new(element.CSharp + "[]", false, Array(element)),
            2 => new($"Dictionary<string, {element.CSharp}>", false, Map(element, Text)),
            3 => new($"{Pick("IReadOnlyDictionary", "SortedDictionary", "ImmutableSortedDictionary")}<{Pick("int", "long")}, {element.CSharp}>", false, Map(element, () => Quote(Number(_random.Next(100))))),
            4 => new($"Box<{element.CSharp}>", false, depth => depth <= 0 ? "null" : $"{{\"Value\":{element.Json(depth - 1)}}}"),
            5 => new($"Cell<{element.CSharp}>", false, depth => depth <= 0 ? "null" : $"{{\"_hidden\":{element.Json(depth - 1)},\"Value\":{element.Json(depth - 1)}}}"),
            6 => new($"({element.CSharp}, int Second)", true, depth => $"{{\"Item2\":5,\"Item1\":{element.Json(depth - 1)}}}"),
            _ => new($"{Pick("List", "IList", "IReadOnlyList", "IEnumerable", "Queue", "ImmutableList", "Collection", "IReadOnlyCollection", "LinkedList")}<{element.CSharp}>", false, Array(element)),
        };
    }

    private Func<int, string> Array(RandomType element) => depth => depth <= 0 ? "[]" : _random.Next(9) == 0 ? "null"
        : "[" + string.Join(",", Enumerable.Range(0, _random.Next(4)).Select(_ => element.Json(depth - 1))) + "]";

    private Func<int, string> Map(RandomType element, Func<string> key) => depth => depth <= 0 ? "{}" : _random.Next(9) == 0 ? "null"
        : "{" + string.Join(",", Enumerable.Range(0, _random.Next(4)).Select(_ => key().Replace("null", "\"k\"", StringComparison.Ordinal)).Distinct().Select(text => $"{text}:{element.Json(depth - 1)}")) + "}";

    private static RandomType Leaf(string csharp, Func<string> json, bool isValueType = true) => new(csharp, isValueType, _ => json());

    private string Text() => _random.Next(10) == 0 ? "null" : Quote(s_texts[_random.Next(s_texts.Length)]);

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private string Pick(params ReadOnlySpan<string> choices) => choices[_random.Next(choices.Length)];

    private static string Number<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
