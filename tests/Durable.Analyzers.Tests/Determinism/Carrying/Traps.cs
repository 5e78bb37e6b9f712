namespace Durable.Analyzers.Tests.Determinism.Carrying;

/// <summary>All ways that lead from code to a declaration without its name.</summary>
internal static class Traps
{
    // A type with a base in a file of its own, and what gives one away.
    private const string Goods = """
        public class Goods : IDisposable, System.Collections.IEnumerable
        {
            public static int operator +(Goods goods, int n) => n;
            public static implicit operator int(Goods goods) => 1;
            public int this[int n] => n;
            public void Dispose() { }
            public System.Collections.IEnumerator GetEnumerator() => Array.Empty<int>().GetEnumerator();
            public void Deconstruct(out int a, out int b) => a = b = 1;
            public System.Runtime.CompilerServices.YieldAwaitable.YieldAwaiter GetAwaiter() => default;
            public Goods Where(Func<int, bool> isWanted) => this;
            public void Add(int n) { }
            public override string ToString() => "";
        }
        """;

    private const string Conditional = """
        public static class Helper
        {
            public static int Do() =>
        #if TESTED
                1;
        #else
                DateTime.Now.Day;
        #endif
        }
        """;

    private const string Shop = "public static class Shop { public static Tea Buy() => null!; public static void Take(Tea tea) { } }";

    private static readonly string[] s_clauses =
    [
        "Where, where m > 1 select m", "Select, select m + 1", "OrderBy, orderby m select m", "OrderByDescending, orderby m descending select m", "Cast, from int k in 1 select k",
    ];

    public static IEnumerable<Trap> All => [.. InValues(), .. ThroughDeclarations(), .. OfExtensions(), .. OfHiding(), .. EverywhereAndFromBelow()];

    private static IEnumerable<Trap> InValues()
    {
        yield return OfTea("an operator", "public static int operator +(Tea tea, int n) => DateTime.Now.Day;", "_ = Shop.Buy() + 1;");
        yield return OfTea("a conversion", "public static implicit operator int(Tea tea) => DateTime.Now.Day;", "int n = Shop.Buy();");
        yield return OfTea("an indexer", "public new int this[int n] => DateTime.Now.Day;", "_ = Shop.Buy()[1];");
        yield return OfTea("the end of a using", "public new void Dispose() => _ = DateTime.Now;", "using (Shop.Buy()) { }");
        yield return OfTea("a loop", "public new System.Collections.IEnumerator GetEnumerator() { _ = DateTime.Now; return null!; }", "foreach (var leaf in Shop.Buy()) { }");
        yield return OfTea("a deconstruction", "public new void Deconstruct(out int a, out int b) => a = b = DateTime.Now.Day;", "var (a, b) = Shop.Buy();");
        yield return OfTea("a pattern", "public new void Deconstruct(out int a, out int b) => a = b = DateTime.Now.Day;", "_ = Shop.Buy() is (1, 2);");
        yield return OfTea("an await", "public new System.Runtime.CompilerServices.YieldAwaitable.YieldAwaiter GetAwaiter() { _ = DateTime.Now; return default; }", "async Task Drink() => await Shop.Buy(); Drink().ToString();");
        yield return OfTea("a query", "public new Tea Where(Func<int, bool> isWanted) { _ = DateTime.Now; return this; }", "_ = from leaf in Shop.Buy() where leaf > 1 select leaf;");
        yield return OfTea("a collection initializer", "public new void Add(int n) => _ = DateTime.Now;", "Shop.Take(new() { 1 });");
        yield return OfTea("a text", "public override string ToString() => DateTime.Now.ToString(\"O\");", "_ = $\"{Shop.Buy()}\";");
        yield return new Trap(
            "a collection expression",
            "public class Tea : List<int> { }", "public class Tea : List<int> { public new void Add(int n) => _ = DateTime.Now; }", Shop, Do("Shop.Take([1]);"));
        yield return new Trap(
            "a spread",
            "public class Tea : List<int> { }", "public class Tea : List<int> { public new IEnumerator<int> GetEnumerator() { yield return DateTime.Now.Day; } }", Shop, Do("int[] all = [.. Shop.Buy()];"));
        yield return new Trap(
            "a short circuit",
            "public class Tea : Leaf { }", "public class Tea : Leaf { public static Tea operator &(Tea a, Tea b) => a; public static bool operator true(Tea a) => true; public static bool operator false(Tea a) => DateTime.Now.Day > 1; }",
            "public class Leaf { public static Leaf operator &(Leaf a, Leaf b) => a; public static bool operator true(Leaf a) => true; public static bool operator false(Leaf a) => true; }", Shop, Do("_ = Shop.Buy() && Shop.Buy();"));
        yield return new Trap(
            "the equality of a record",
            "public record Tea(int N);", "public record Tea(int N) { public virtual bool Equals(Tea? other) => DateTime.Now.Day > N; public override int GetHashCode() => N; }", Shop, Do("_ = Shop.Buy() == Shop.Buy();"));
        yield return new Trap(
            "the constructor of a library below a base",
            "public class Tea { }", "public class Tea : Random { }", "public class Pot : Tea { }", Do("_ = new Pot();"));
        yield return new Trap(
            "the base of a type",
            "public class Tea : Good { }", "public class Tea : Bad { }",
            "public class Good { public int Read() => 1; }", "public class Bad { public int Read() => DateTime.Now.Day; }", Shop, Do("_ = Shop.Buy().Read();"));
        yield return new Trap(
            "a conversion to a parameter",
            "public class Tea { }", "public class Tea { public static implicit operator Money(Tea tea) => null!; }",
            "public class Money { }", Shop, "public static class Bank { public static int Pay(object thing) => 1; public static int Pay(Money money) => DateTime.Now.Day; }", Do("Bank.Pay(Shop.Buy());"));
        yield return new Trap(
            "what an interface inherits",
            "public interface ITea : IGood { }", "public interface ITea : IBad { }",
            "public interface IGood { int Read() => 1; } public interface IBad { int Read() => DateTime.Now.Day; }", "public static class Shop { public static ITea Buy() => null!; }", Do("_ = Shop.Buy().Read();"));
        yield return new Trap(
            "what a delegate returns",
            "public delegate Good Maker();", "public delegate Bad Maker();",
            "public class Good { public int Read() => 1; }", "public class Bad { public int Read() => DateTime.Now.Day; }", "public static class Shop { public static readonly Maker Make = null!; }", Do("_ = Shop.Make().Read();"));
        yield return new Trap(
            "the value of a constant",
            "public static class Tea { public const int Kind = 1; }", "public static class Tea { public const int Kind = 0; }",
            "public enum Level { Low = Tea.Kind }", Do("Task.CompletedTask.ConfigureAwait((ConfigureAwaitOptions)Level.Low);"));
        yield return new Trap(
            "the place of an enum's member",
            "public enum Tea { Black, Green }", "public enum Tea { Green, Black }",
            "public static class Shop { public const Tea Options = Tea.Green; }", Do("Task.CompletedTask.ConfigureAwait((ConfigureAwaitOptions)Shop.Options);"));
    }

    private static IEnumerable<Trap> ThroughDeclarations()
    {
        yield return new Trap(
            "a type that a type leads to",
            Tea(""), Tea("public static int operator +(Tea tea, int n) => DateTime.Now.Day;"),
            Goods, "public class Box { public Tea Open() => null!; }", "public static class Shelf { public static Box Take() => null!; }", Do("_ = Shelf.Take().Open() + 1;"));
        yield return new Trap(
            "the argument of a base",
            Tea(""), Tea("public static int operator +(Tea tea, int n) => DateTime.Now.Day;"),
            Goods, "public class Box<T> { public T Open() => default!; }", "public class TeaBox : Box<Tea> { }", "public static class Shelf { public static TeaBox Take() => null!; }", Do("_ = Shelf.Take().Open() + 1;"));
        yield return new Trap(
            "an alias",
            Tea(""), Tea("public static int operator +(Tea tea, int n) => DateTime.Now.Day;"),
            Goods, "public class Box<T> { public T Open() => default!; }", "using Drink = Tea; public class TeaBox : Box<Drink> { }", "public static class Shelf { public static TeaBox Take() => null!; }", Do("_ = Shelf.Take().Open() + 1;"));
        yield return new Trap(
            "a type within another",
            "public static class Menu { public class Tea : Goods { } }", "public static class Menu { public class Tea : Goods { public static int operator +(Tea tea, int n) => DateTime.Now.Day; } }",
            Goods, "public static class Shop { public static Menu.Tea Buy() => null!; }", Do("_ = Shop.Buy() + 1;"));
        yield return new Trap(
            "the builder of a collection",
            "public static class Brewer { }", "public static class Brewer { public static Tea Brew(ReadOnlySpan<int> leaves) { _ = DateTime.Now; return null!; } }",
            "[System.Runtime.CompilerServices.CollectionBuilder(typeof(Brewer), \"Brew\")] public class Tea { public IEnumerator<int> GetEnumerator() => null!; }", Shop, Do("Shop.Take([1, 2]);"));
        yield return new Trap(
            "the handler of an interpolated text",
            Handler(""), Handler("public void AppendFormatted(int n) => _ = DateTime.Now;"),
            "public class Writer { public void AppendLiteral(string text) { } public void AppendFormatted(object thing) { } }", "public static class Log { public static void Write(Handler handler) { } }", Do("var n = 1; Log.Write($\"n is {n}\");"));
        yield return new Trap(
            "a usual name of an attribute",
            "", "public sealed class AllowNondeterminismAttribute(string reason) : Attribute { public string Reason => reason; }",
            "[AllowNondeterminism(\"for a test\")] public static class Clock { public static int Read() => DateTime.Now.Day; }", Do("Clock.Read();"));
        yield return new Trap(
            "the other half of a method",
            "", "public static partial class Clock { static partial void Read() => _ = DateTime.Now; }",
            "public static partial class Clock { static partial void Read(); public static void Look() => Read(); }", Do("Clock.Look();"));
        yield return new Trap(
            "a name in a declaration that has another meaning",
            "namespace Sale { }", "namespace Sale { public class Tea { public int Read() => DateTime.Now.Day; } }",
            "public class Tea { public int Read() => 1; }", "namespace Sale { public static class Shop { public static Tea Buy() => null!; } }", Do("_ = Sale.Shop.Buy().Read();"));
    }

    private static IEnumerable<Trap> OfExtensions()
    {
        yield return OfExtension("an extension method", "public static int Read(this int n) => DateTime.Now.Day;", "_ = 1.Read();");
        yield return OfExtension("a loop by extension", "public static IEnumerator<int> GetEnumerator(this int n) { _ = DateTime.Now; return null!; }", "foreach (var m in 1) { }");
        yield return OfExtension("a loop by asynchronous extension", "public static IAsyncEnumerator<int> GetAsyncEnumerator(this int n) { _ = DateTime.Now; return null!; }", "async Task Go() { await foreach (var m in 1) { } } Go().ToString();");
        yield return OfExtension("an await by extension", "public static System.Runtime.CompilerServices.TaskAwaiter GetAwaiter(this int n) { _ = DateTime.Now; return default; }", "async Task Go() => await 1; Go().ToString();");
        yield return OfExtension("a deconstruction by extension", "public static void Deconstruct(this int n, out int a, out int b) => a = b = DateTime.Now.Day;", "var (a, b) = 1;");
        yield return OfExtension("a collection initializer by extension", "public static void Add(this Stack<int> stack, int n) => _ = DateTime.Now;", "_ = new Stack<int> { 1 };");
        foreach (var clause in s_clauses.Select(static line => line.Split(", ", 2)))
        {
            var cast = clause[0] == "Cast";
            yield return OfExtension(
                $"a query by extension: {clause[0]}",
                $"public static int {clause[0]}{(cast ? "<T>(this int n)" : "(this int n, Func<int, int> f)")} => DateTime.Now.Day; public static int {clause[0]}(this int n, Func<int, bool> f) => DateTime.Now.Day;",
                $"_ = {(cast ? clause[1] : $"from m in 1 {clause[1]}")};");
        }

        yield return OfExtension("a query by extension: GroupBy", "public static int GroupBy(this int n, Func<int, int> f, Func<int, int> g) => DateTime.Now.Day;", "_ = from m in 1 group m + 1 by m;");
        yield return OfExtension("a query by extension: SelectMany", "public static int SelectMany(this int n, Func<int, int> f, Func<int, int, int> g) => DateTime.Now.Day;", "_ = from m in 1 from k in 2 select m + k;");
        yield return OfExtension("a query by extension: Join", "public static int Join(this int n, int o, Func<int, int> f, Func<int, int> g, Func<int, int, int> h) => DateTime.Now.Day;", "_ = from m in 1 join k in 2 on m equals k select m + k;");
        yield return OfExtension("a query by extension: GroupJoin", "public static int GroupJoin(this int n, int o, Func<int, int> f, Func<int, int> g, Func<int, int, int> h) => DateTime.Now.Day;", "_ = from m in 1 join k in 2 on m equals k into l select m + l;");
        yield return OfExtension("a query by extension: ThenBy", "public static int ThenBy(this Ordered n, Func<int, int> f) => DateTime.Now.Day; ", "_ = from m in Ordered.One orderby m, m select m;");
        yield return OfExtension("a query by extension: ThenByDescending", "public static int ThenByDescending(this Ordered n, Func<int, int> f) => DateTime.Now.Day; ", "_ = from m in Ordered.One orderby m, m descending select m;");
        yield return new Trap(
            "what an extension method returns",
            Tea(""), Tea("public static int operator +(Tea tea, int n) => DateTime.Now.Day;"),
            Goods, "public static class Pots { public static Tea Brew(this int n) => null!; }", Do("_ = 1.Brew() + 1;"));
        yield return new Trap(
            "what a loop by extension goes through",
            Tea(""), Tea("public static int operator +(Tea tea, int n) => DateTime.Now.Day;"),
            Goods, "public static class Pots { public static IEnumerator<Tea> GetEnumerator(this int n) => null!; }", Do("foreach (var leaf in 1) { _ = leaf + 1; }"));
        yield return new Trap(
            "a class of extension methods that becomes one",
            "public class Pots { public static int Read(this int n) => DateTime.Now.Day; }", "public static class Pots { public static int Read(this int n) => DateTime.Now.Day; }", Do("_ = 1.Read();"));
    }

    private static IEnumerable<Trap> OfHiding()
    {
        yield return new Trap(
            "a type that hides another",
            "namespace Sale { }", "namespace Sale { public static class Clock { public static int Read() => DateTime.Now.Day; } }",
            "public static class Clock { public static int Read() => 1; }", "namespace Sale { public static class Shop { public static int Open() => Clock.Read(); } }", Do("_ = Sale.Shop.Open();"));
        yield return new Trap(
            "a type that hid another",
            "namespace Sale { public static class Clock { public static int Read() => 1; } }", "namespace Sale { }",
            "public static class Clock { public static int Read() => DateTime.Now.Day; }", "namespace Sale { public static class Shop { public static int Open() => Clock.Read(); } }", Do("_ = Sale.Shop.Open();"));
        yield return new Trap(
            "a namespace that hid a type",
            "namespace Sale.Clock { class Other { } }", "namespace Sale.Watch { class Other { } }",
            "public static class Clock { public static int Read() => DateTime.Now.Day; }", "namespace Sale { public static class Shop { public static int Open() => Clock.Read(); } }", Do("_ = Sale.Shop.Open();"));
        yield return new Trap(
            "a type that is called like a keyword",
            "", "public class var { public static implicit operator var(int n) { _ = DateTime.Now; return null!; } }", Do("var n = 1;"));
        yield return new Trap(
            "a type of which all that is static is in sight",
            "public static class Clocks { }", "public static class Clocks { public static int Read(int n) => DateTime.Now.Day; }",
            "public static class Watches { public static int Read(long n) => 1; }", "using static Clocks; using static Watches; public static class Helper { public static void Do() => Read(1); }");
        yield return new Trap(
            "a member that hides one of a base's base",
            "public class Middle : Lowest { }", "public class Middle : Lowest { protected new static int Read() => DateTime.Now.Day; }",
            "public class Lowest { protected static int Read() => 1; }", "public class Upper : Middle { }", "public class Helper : Upper { public static void Do() => Read(); }");
    }

    private static IEnumerable<Trap> EverywhereAndFromBelow()
    {
        yield return new Trap(
            "a using of the edited file",
            "using Drink = Good; public class Tea : Drink { }", "using Drink = Bad; public class Tea : Drink { }",
            "public class Good { public int Read() => 1; }", "public class Bad { public int Read() => DateTime.Now.Day; }", Shop, Do("_ = Shop.Buy().Read();"));
        yield return new Trap(
            "a using of the edited file, and nothing in it",
            $"using Clock = Good; {Do("Clock.Read();")}", $"using Clock = Bad; {Do("Clock.Read();")}",
            "public class Good { public static int Read() => 1; }", "public class Bad { public static int Read() => DateTime.Now.Day; }");
        yield return new Trap(
            "a condition",
            $"#define TESTED\n{Conditional}", $"#undef TESTED\n{Conditional}");
        yield return new Trap(
            "code that it calls in the edited file",
            "public static class Clock { public static int Read() => 1; }", "public static class Clock { public static int Read() => DateTime.Now.Day; }", Do("Clock.Read();"));
        yield return new Trap(
            "another part of its type",
            "public static partial class Helper { static int Read(long n) => 1; }", "public static partial class Helper { static int Read(int n) => Clock.Read(); }",
            "public static class Clock { public static int Read() => DateTime.Now.Day; }", "public static partial class Helper { public static void Do() => Read(1); }");
        yield return new Trap(
            "what another part of its type gives a field",
            "public static partial class Helper { static Helper() { s_day = 1; } }", "public static partial class Helper { static Helper() { s_day = DateTime.Now.Day; } }",
            "public static partial class Helper { private static readonly int s_day; public static void Do() => _ = s_day; }");
        yield return new Trap(
            "a variable of the program",
            "return;", "int Read(int n) => DateTime.Now.Day; return;",
            "global using static Watches;", "public static class Watches { public static int Read(long n) => 1; }", Do("Read(1);"));
        yield return new Trap(
            "an extension of another kind",
            "public static class Extensions { extension(int n) { } }", "public static class Extensions { extension(int n) { public int Read() => DateTime.Now.Day; } }", Do("_ = 1.Read();"));
        yield return new Trap(
            "a global using",
            "global using static Good;", "global using static Bad;",
            "public static class Good { public static int Read() => 1; }", "public static class Bad { public static int Read() => DateTime.Now.Day; }", Do("Read();"));
        yield return new Trap(
            "what a global using opens",
            "public static class Clocks { }", "public static class Clocks { public static int Read(int n) => DateTime.Now.Day; }",
            "global using static Clocks; global using static Watches;", "public static class Watches { public static int Read(long n) => 1; }", Do("Read(1);"));
        yield return new Trap(
            "a type that the rules look up",
            "namespace System.Threading.Tasks { public class Task { } }", "",
            "namespace System.Threading.Tasks { public class Errand { } }",
            Do("_ = System.Threading.Channels.Channel.CreateUnbounded<int>().Reader.Completion;"));
        yield return new Trap(
            "a workflow that derives from the class",
            "[Workflow] public partial class Sale { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }", "[Workflow] public partial class Sale : Counter { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }",
            "public interface ITill { int Count(); }", "public class Counter(ITill till = null!) { public int Count() => till.Count(); }", Do("new Counter().Count();"));
        yield return new Trap(
            "a workflow that derives from the class's base",
            "[Workflow] public partial class Sale { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }", "[Workflow] public partial class Sale : Till { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }",
            "public interface ITill { int Count(); }", "public class Till { protected readonly ITill _till; public Till(ITill till = null!) { _till = till; } }", "public class Table : Till { }",
            "public class Counter : Table { public int Count() => _till.Count(); }", Do("new Counter().Count();"));
        yield return new Trap(
            "the constructor of a base",
            Till(""), Till("_till = till;"),
            "public interface ITill { int Count(); }", "public abstract class Counter : Till { public int Count() => _till.Count(); }", "[Workflow] public partial class Sale : Counter { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }",
            "public static class Helper { public static void Do() => ((Counter)null!).Count(); }");
    }

    private static Trap OfTea(string way, string member, string body) => new(way, Tea(""), Tea(member), Goods, Shop, Do(body));

    private static string Tea(string member) => $"public class Tea : Goods {{ {member} }}";

    private static string Till(string body) => $"public abstract class Till {{ protected ITill _till; public Till(ITill till = null!) {{ {body} }} }}";

    private static string Handler(string member) =>
        $"[System.Runtime.CompilerServices.InterpolatedStringHandler] public class Handler : Writer {{ public Handler(int length, int count) {{ }} {member} }}";

    private static Trap OfExtension(string way, string member, string body) => new(
        way, "public static class Extensions { }", $"public static class Extensions {{ {member} }}",
        "public class Ordered { public static Ordered One => null!; public Ordered OrderBy(Func<int, int> f) => this; }", Do(body));

    private static string Do(string body) => $"public static class Helper {{ public static void Do() {{ {body} }} }}";
}
