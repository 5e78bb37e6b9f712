using System.Globalization;

namespace Durable.Analyzers.Tests.Determinism.Carrying;

/// <summary>A project whose types lead to each other, and whose code uses them in all ways that need no name; each part of it can be written anew.</summary>
/// <remarks>Type <c>T3</c> is handed out by <c>Shop3</c>, and the code of <c>Helper3</c> uses some of them. A few versions of it do not compile, as in life.</remarks>
internal sealed class RandomProject
{
    private const int Types = 8;

    // Where something can be added that is seldom there.
    private const int Spare = 2;

    private static readonly string[] s_uses =
    [
        "_ = #.Buy() + 1;", "int n = #.Buy();", "_ = #.Buy()[1];", "using (#.Buy()) { }", "foreach (var x in #.Buy()) { _ = x + 1; }", "var (a, b) = #.Buy();", "_ = #.Buy() is (1, 2);",
        "_ = from x in #.Buy() where x > 1 select x;", "_ = $\"{#.Buy()}\";", "_ = \"\" + #.Buy();", "_ = #.Buy().Read();", "_ = #.Buy().Twist();", "_ = #.Buy().Next().Read();", "#.Take(new() { 1 });",
        "_ = 1.Brew(#.Buy()).Read();", "_ = #.Kind == 1 ? 1 : #.Buy().Read();", "_ = #.All.First().Read();", "_ = #.Pick(#.Buy());", "_ = Clock.Read();", "var x = #.Buy(); _ = x == null;", "_ = #.Make().Read();",
        "foreach (var x in 1) { _ = x + 1; }", "_ = new Helper0.Own(#.Buy()).Read();", "int Local() => #.Buy().Read(); Local();",
    ];

    private readonly Random _random;
    private readonly string[] _usings;
    private readonly string[] _types;
    private readonly string[] _shops;
    private readonly string[] _helpers;
    private readonly string[] _extras;

    public RandomProject(int seed)
    {
        _random = new Random(seed);
        _usings = [.. Enumerable.Range(0, Types).Select(_ => Using())];
        _types = [.. Enumerable.Range(0, Types).Select(Type)];
        _shops = [.. Enumerable.Range(0, Types).Select(Shop)];
        _helpers = [.. Enumerable.Range(0, Types).Select(Helper)];
        _extras = [.. Enumerable.Range(0, Spare).Select(_ => Extra())];
    }

    /// <summary>All files as they are now: the even ones hold a type together with what hands it out and a helper, for the others each has its own.</summary>
    public IReadOnlyList<string> Files =>
    [
        .. Enumerable.Range(0, Types).Select(i => $"{_usings[i]} {_types[i]} {(i % 2 == 0 ? $"{_shops[i]} {_helpers[i]}" : "")}"),
        .. Enumerable.Range(0, Types).Select(i => i % 2 == 0 ? "" : $"{_usings[i]} {_shops[i]}"),
        .. Enumerable.Range(0, Types).Select(i => i % 2 == 0 ? "" : $"{_usings[i]} {_helpers[i]}"),
        .. _extras,
        Workflow(),
    ];

    /// <summary>Writes one piece of it anew, most often one that declares.</summary>
    public void Edit()
    {
        var i = _random.Next(Types);
        switch (_random.Next(9))
        {
            case 0:
                _helpers[i] = Helper(i);
                break;
            case 1:
                _usings[i] = Using();
                break;
            case 2 or 3:
                _extras[_random.Next(Spare)] = Extra();
                break;
            case 4 or 5:
                _shops[i] = Shop(i);
                break;
            default:
                _types[i] = Type(i);
                break;
        }
    }

    private string Type(int i)
    {
        var number = i.ToString(CultureInfo.InvariantCulture);
        var name = $"T{number}";
        var other = Name(i);
        if (Rarely(12))
        {
            return Rarely(2) ? $"public class {name}x {{ }}" : $"public class {name} : {Base(i)} {{ public int Read() => {Value()}; ";
        }

        string[] members =
        [
            $"public static int operator +({name} a, int b) => {Value()};",
            $"public static implicit operator int({name} a) => {Value()};",
            $"public new int this[int n] => {Value()};",
            $"public new void Dispose() => _ = {Value()};",
            $"public new IEnumerator<{other}> GetEnumerator() {{ _ = {Value()}; return null!; }}",
            $"public new void Deconstruct(out int a, out int b) => a = b = {Value()};",
            $"public new {name} Where(Func<int, bool> f) {{ _ = {Value()}; return this; }}",
            $"public new void Add(int n) => _ = {Value()};",
            $"public override string ToString() => {Value()}.ToString(\"X\");",
            $"public new int Read() => {Value()};",
            $"public new {other} Next() => null!;",
            $"public const int Kind = {_random.Next(2)};",
            $"public static bool operator ==({name}? a, {name}? b) => {Value()} > 1; public static bool operator !=({name}? a, {name}? b) => true;",
            $"public static implicit operator {name}(string s) => null!;",
            $"public class Clock {{ public static int Read() => {Value()}; }}",
        ];
        return $"public {(Rarely(8) ? "record" : "class")} {name} : {Base(i)} {{ {string.Join(" ", members.Where(_ => Rarely(4)))} }}";
    }

    private string Shop(int i) => $$"""
        public static class Shop{{i}}
        {
            public static {{Type()}} Buy() => null!;
            public static void Take({{Type()}} x) { }
            public const int Kind = {{(Rarely(2) ? $"T{_random.Next(Types)}.Kind" : "1")}};
            public static IEnumerable<{{Type()}}> All => [];
            public static int Pick(object x) => 1;
            {{(Rarely(2) ? $"public static int Pick({Type()} x) => {Value()};" : "")}}
            public static readonly Func<{{Type()}}> Make = null!;
        }
        """;

    private string Helper(int i)
    {
        var uses = Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => $"{{ {s_uses[_random.Next(s_uses.Length)].Replace("#", $"Shop{_random.Next(Types)}", StringComparison.Ordinal)} }}").ToList();
        var calls = i + 1 < Types && Rarely(4) ? $"Helper{i + 1}.Do();" : "";
        return $"{(Rarely(5) ? "namespace Sale { " : "namespace Market { ")} public static class Helper{i} {{ public static void Do() {{ {string.Join(" ", uses)} {calls} }} public class Own(T{_random.Next(Types)} x) {{ public int Read() => x.Read(); }} }} }}";
    }

    // What is seldom there: extension methods, global usings, types and namespaces that hide others.
    private string Extra() => _random.Next(12) switch
    {
        0 => $"public static class More{_random.Next(2)} {{ public static int Twist(this {Type()} x) => {Value()}; }}",
        1 => $"public static class More2 {{ public static {Type()} Brew(this int n, object x) => null!; }}",
        2 => $"public static class More3 {{ public static IEnumerator<{Type()}> GetEnumerator(this int n) {{ _ = {Value()}; return null!; }} }}",
        3 => $"public static class Clock {{ public static int Read() => {Value()}; }}",
        4 => $"namespace Market {{ public static class Clock {{ public static int Read() => {Value()}; }} }}",
        5 => "global using static Other.Watches;",
        6 => $"namespace Other {{ public static class Watches {{ public static class Clock {{ public static int Read() => {Value()}; }} }} }}",
        7 => $"namespace Market.T{_random.Next(Types)} {{ class Hidden; }}",
        8 => $"namespace Market {{ public class var {{ public static implicit operator var(T0 x) => null!; }} }}",
        9 => "[Workflow] public partial class Second : T0 { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }",
        10 => $"namespace Market {{ public class T{_random.Next(Types)} : Root {{ public new int Read() => {Value()}; }} }}",
        _ => "",
    };

    private static string Workflow() => $$"""
        public class Root : IDisposable
        {
            public static int operator +(Root goods, int n) => n;
            public static implicit operator int(Root goods) => 1;
            public int this[int n] => n;
            public void Dispose() { }
            public IEnumerator<int> GetEnumerator() => null!;
            public void Deconstruct(out int a, out int b) => a = b = 1;
            public Root Where(Func<int, bool> isWanted) => this;
            public void Add(int n) { }
            public int Read() => 1;
            public Root Next() => this;
            public int Twist(int n) => n;
        }

        namespace Market
        {
            [Workflow] public partial class OrderWorkflow
            {
                public Task RunAsync(WorkflowContext ctx)
                {
                    {{string.Join("\n            ", Enumerable.Range(0, Types).SelectMany(static i => new[] { $"Helper{i}.Do();", $"Sale.Helper{i}.Do();" }))}}
                    return Task.CompletedTask;
                }
            }
        }
        """;

    private string Using() => Rarely(6) ? "using Market; using System.Linq;" : Rarely(6) ? "" : "using System.Linq;";

    private string Type() => Rarely(6) ? "Root" : Rarely(8) ? "List<T1>" : $"T{_random.Next(Types)}";

    private string Name(int not) => $"T{(not + 1 + _random.Next(Types - 1)) % Types}";

    // A base with a higher number, so that there are few circles.
    private string Base(int i) => i + 1 < Types && Rarely(2) ? $"T{i + 1 + _random.Next(Types - i - 1)}" : "Root";

    private string Value() => Rarely(3) ? "DateTime.Now.Day" : "1";

    private bool Rarely(int times) => _random.Next(times) == 0;
}
