using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism;

/// <summary>Every form in which C# lets one piece of code run another leads to what is wrong there.</summary>
public sealed class FormTests
{
    // What runs where nothing is named.
    [Theory]
    [InlineData("Bag bag = {|DUR0001:[1, 2]|};", "public class Bag : List<int> { public new void Add(int n) => _ = DateTime.Now; }")]
    [InlineData("Bag bag = {|DUR0001:[1, 2]|};", "public class Bag : Sack; public class Sack : IEnumerable<int> { public void Add(long n) => _ = DateTime.Now; public void Add(string n) { } public IEnumerator<int> GetEnumerator() => null!; System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => null!; }")]
    [InlineData("Bag bag = {|DUR0001:[1]|};", "public class Bag : IEnumerable<int> { public IEnumerator<int> GetEnumerator() => null!; System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => null!; } public static class Bags { public static void Add(this Bag bag, int n) => _ = DateTime.Now; }")]
    [InlineData("Bag bag = {|DUR0001:[.. new[] { 1 }]|};", "public class Bag : List<int> { public new void Add(int n) => _ = DateTime.Now; }")]
    [InlineData("int[] all = [.. {|DUR0001:new Bag|}()];", "public class Bag { public IEnumerator<int> GetEnumerator() { yield return DateTime.Now.Day; } }")]
    [InlineData("int[] all = [1, .. {|DUR0001:new Bag|}()];", "public class Bag { public Turns GetEnumerator() => new(); } public class Turns { public bool MoveNext() => false; public int Current => DateTime.Now.Day; }")]
    [InlineData("int[] all = [.. {|DUR0001:new Bag|}()];", "public class Bag { public Turns GetEnumerator() => new(); } public class Turns : IDisposable { public bool MoveNext() => false; public int Current => 1; public void Dispose() => _ = DateTime.Now; }")]
    [InlineData("int[] all = [.. {|DUR0001:new Bag|}()];", "public class Bag : IEnumerable<int> { IEnumerator<int> IEnumerable<int>.GetEnumerator() { yield return DateTime.Now.Day; } System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => null!; }")]
    [InlineData("int[] all = [.. {|DUR0001:new Bag|}()];", "public class Bag; public static class Bags { public static IEnumerator<int> GetEnumerator(this Bag bag) { yield return DateTime.Now.Day; } }")]
    [InlineData("if ({|DUR0001,DUR0002:new Flag() && new Flag()|}) { }", Flag)]
    [InlineData("_ = {|DUR0002:new Flag() || new Flag()|};", Flag)]
    [InlineData("_ = {|DUR0001:new Rate(1) == new Rate(2)|};", "public record Rate(int N) { public virtual bool Equals(Rate? other) => DateTime.Now.Day == 1; public override int GetHashCode() => N; }")]
    [InlineData("_ = {|DUR0001:new Rate(1) != new Rate(2)|};", "public record struct Rate(int N) { public bool Equals(Rate other) => DateTime.Now.Day == 1; public override int GetHashCode() => N; }")]
    [InlineData("_ = {|DUR0003:new Dice|}();", "public class Dice : Random { }")]
    [InlineData("_ = {|DUR0003:new Dice|}(6);", "public class Dice : Random { public Dice(int sides) { } }")]
    [InlineData("_ = {|DUR0003:new Dice|}(6);", "public class Dice(int sides) : Random { public int Sides => sides; }")]
    [InlineData("_ = {|DUR0004:new Slow|}();", "public class Slow : System.Timers.Timer;")]
    [InlineData("_ = {|DUR0001:new Late|}();", "public class Late : Noted2; public class Noted2 { private readonly DateTime _at = DateTime.Now; }")]
    public Task Code_ThatRunsUnnamed_LeadsToTheViolation(string statement, string types) => Verify.ReportsAsync(Body.With(statement), types);

    private const string Flag = """
        public class Flag
        {
            public static Flag operator &(Flag a, Flag b) => a;
            public static Flag operator |(Flag a, Flag b) => a;
            public static bool operator true(Flag a) { _ = Guid.NewGuid(); return true; }
            public static bool operator false(Flag a) { _ = DateTime.Now; return true; }
        }
        """;

    [Theory]
    [InlineData("Bag bag = [1, 2];", "public class Bag : List<int> { public void Add(string text) => _ = DateTime.Now; public void Add(int n, int m) => _ = DateTime.Now; }")]
    [InlineData("Bag bag = [1];", "public class Bag : IEnumerable<int> { public void Add(int n) { } public IEnumerator<int> GetEnumerator() => null!; System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => null!; } public static class Bags { public static void Add(this Bag bag, int n) => _ = DateTime.Now; }")]
    [InlineData("Bag bag = [];", "public class Bag : List<int> { public new void Add(int n) => _ = DateTime.Now; }")]
    [InlineData("int[] all = [.. new Bag(), 1, .. new List<int>(), .. Enumerable.Range(1, 2)];", "public class Bag { public IEnumerator<int> GetEnumerator() { yield return 1; } public IEnumerator<int> Later() { yield return DateTime.Now.Day; } }")]
    [InlineData("if (new Calm() && new Calm()) { }", "public class Calm { public static Calm operator &(Calm a, Calm b) => a; public static bool operator true(Calm a) => true; public static bool operator false(Calm a) => false; }")]
    [InlineData("_ = new Rate(1) == new Rate(2);", "public record Rate(int N) { public bool Equals(string other) => DateTime.Now.Day == 1; }")]
    [InlineData("_ = new Dice();", "public class Dice : Random { public Dice() : base(5) { } }")]
    [InlineData("_ = new Wrong();", "public class Wrong : Exception;")]
    public Task Code_ThatDoesNotRun_DoesNotReport(string statement, string types) => Verify.ReportsAsync(Body.With(statement), types);

    [Theory]
    [InlineData("var now = {|DUR0001:Clock.Read|}();", "public static class Clock { public static DateTime Read() => DateTime.Now; }")]
    [InlineData("var now = {|DUR0001:Clock.Today|};", "public static class Clock { public static DateTime Today { get { return DateTime.Now; } } }")]
    [InlineData("var now = {|DUR0001:Clock.Start|};", "public static class Clock { public static DateTime Start { get; } = DateTime.Now; }")]
    [InlineData("var now = {|DUR0001:Clock.Start|};", "public static class Clock { public static readonly DateTime Start = DateTime.Now; }")]
    [InlineData("var now = {|DUR0001:Clock.Start|};", "public static class Clock { public static readonly DateTime Start; static Clock() => Start = DateTime.Now; }")]
    [InlineData("{|DUR0001:Clock.Today|} = 1;", "public static class Clock { public static int Today { get => 1; set => _ = DateTime.Now; } }")]
    [InlineData("{|DUR0001:Clock.Today|}++;", "public static class Clock { public static int Today { get => 1; set => _ = DateTime.Now; } }")]
    [InlineData("{|DUR0001:Clock.Today|} ??= \"a\";", "public static class Clock { public static string? Today { get => null; set => _ = DateTime.Now; } }")]
    [InlineData("new Clock().{|DUR0001:Read|}();", "public class Clock { public DateTime Read() => DateTime.Now; }")]
    [InlineData("new Clock()?.{|DUR0001:Read|}();", "public class Clock { public DateTime Read() => DateTime.Now; }")]
    [InlineData("new Derived().{|DUR0001:Read|}();", "public class Clock { public DateTime Read() => DateTime.Now; } public class Derived : Clock;")]
    [InlineData("new Derived().{|DUR0001:Read|}();", "public class Clock { public virtual DateTime Read() => DateTime.Now; } public class Derived : Clock { public override DateTime Read() => base.Read(); }")]
    [InlineData("1.{|DUR0001:Later|}();", "public static class Clock { public static DateTime Later(this int days) => DateTime.Now.AddDays(days); }")]
    [InlineData("{|DUR0001:Clock.Later|}(1);", "public static class Clock { public static DateTime Later(int days) => Now(days); static DateTime Now(int days) { return Inner(); DateTime Inner() => DateTime.Now.AddDays(days); } }")]
    [InlineData("{|DUR0001:Clock.Later|}(1);", "public static class Clock { public static DateTime Later(int days) { Func<DateTime> now = () => DateTime.Now; return now().AddDays(days); } }")]
    [InlineData("Func<DateTime> read = {|DUR0001:Clock.Read|};", "public static class Clock { public static DateTime Read() => DateTime.Now; }")]
    [InlineData("var all = new[] { 1 }.Select({|DUR0001:Clock.Later|}).ToList();", "public static class Clock { public static DateTime Later(int days) => DateTime.Now.AddDays(days); }")]
    [InlineData("var now = {|DUR0001:new Clock() + new Clock()|};", "public class Clock { public static DateTime operator +(Clock a, Clock b) => DateTime.Now; }")]
    [InlineData("var now = {|DUR0001:-new Clock()|};", "public class Clock { public static DateTime operator -(Clock a) => DateTime.Now; }")]
    [InlineData("var clock = new Clock(); {|DUR0001:clock++|};", "public class Clock { public static Clock operator ++(Clock a) { _ = DateTime.Now; return a; } }")]
    [InlineData("var clock = new Clock(); {|DUR0001:clock += 1|};", "public class Clock { public static Clock operator +(Clock a, int b) { _ = DateTime.Now; return a; } }")]
    [InlineData("var less = {|DUR0001:new Clock() < new Clock()|};", "public class Clock { public static bool operator <(Clock a, Clock b) => DateTime.Now.Year > 0; public static bool operator >(Clock a, Clock b) => true; }")]
    [InlineData("DateTime now = {|DUR0001:new Clock|}();", "public class Clock { public static implicit operator DateTime(Clock a) => DateTime.Now; }")]
    [InlineData("var now = {|DUR0001:(DateTime)new Clock()|};", "public class Clock { public static explicit operator DateTime(Clock a) => DateTime.Now; }")]
    [InlineData("if ({|DUR0001:new Clock|}()) { }", "public class Clock { public static bool operator true(Clock a) => DateTime.Now.Year > 0; public static bool operator false(Clock a) => true; }")]
    [InlineData("var now = new Clock(){|DUR0001:[1]|};", "public class Clock { public DateTime this[int days] => DateTime.Now.AddDays(days); }")]
    [InlineData("new Clock(){|DUR0001:[1]|} = 2;", "public class Clock { public int this[int days] { get => 1; set => _ = DateTime.Now; } }")]
    [InlineData("var clock = {|DUR0001:new Clock|}();", "public class Clock { public DateTime Start { get; } public Clock() { Start = DateTime.Now; } }")]
    [InlineData("Clock clock = {|DUR0001:new|}();", "public class Clock { private readonly DateTime _start = DateTime.Now; public override string ToString() => $\"{_start:O}\"; }")]
    [InlineData("var clock = {|DUR0001:new Clock|}(1);", "public record Clock(int Days) { public DateTime Start { get; init; } = DateTime.Now; }")]
    [InlineData("var clock = {|DUR0001:new Derived|}();", "public class Clock { public DateTime Start = DateTime.Now; } public class Derived : Clock;")]
    [InlineData("var clock = {|DUR0001:new Derived|}();", "public class Clock { public DateTime Start; public Clock() => Start = DateTime.Now; } public class Derived : Clock { public Derived() { } }")]
    [InlineData("var clock = {|DUR0001:new Derived|}();", "public class Clock(DateTime start) { public DateTime Start = start; } public class Derived() : Clock(DateTime.Now);")]
    [InlineData("var clock = {|DUR0001:new Clock|}();", "public class Clock { public Clock(DateTime start) { } public Clock() : this(DateTime.Now) { } }")]
    [InlineData("var clock = new Clock { {|DUR0001:Days|} = 1 };", "public class Clock { public int Days { set => _ = DateTime.Now; } }")]
    [InlineData("var clock = new Clock { {|DUR0001:1|} };", "public class Clock : List<int> { public new void Add(int days) => base.Add(DateTime.Now.Day + days); }")]
    [InlineData("foreach (var now in {|DUR0001:Clock.All|}()) { }", "public static class Clock { public static IEnumerable<DateTime> All() { yield return DateTime.Now; } }")]
    [InlineData("foreach (var now in {|DUR0001:new Clock|}()) { }", "public class Clock { public IEnumerator<DateTime> GetEnumerator() { yield return DateTime.Now; } }")]
    [InlineData("foreach (var now in {|DUR0001:new Clock|}()) { }", "public class Clock { public Clock GetEnumerator() => this; public bool MoveNext() => DateTime.Now.Year > 0; public int Current => 1; }")]
    [InlineData("foreach (var now in {|DUR0001:new Clock|}()) { }", "public class Clock { public Clock GetEnumerator() => this; public bool MoveNext() => false; public DateTime Current => DateTime.Now; }")]
    [InlineData("await foreach (var now in {|DUR0001:Clock.AllAsync|}()) { }", "public static class Clock { public static async IAsyncEnumerable<DateTime> AllAsync() { await Task.CompletedTask; yield return DateTime.Now; } }")]
    [InlineData("using (var clock = new Clock()) { }", "public sealed class Clock : IDisposable { public void Dispose() => _ = DateTime.Now; }", "clock = new Clock()", "clock")]
    [InlineData("using var clock = new Clock();", "public sealed class Clock : IDisposable { public void Dispose() => _ = DateTime.Now; }", "clock = new Clock()", "clock")]
    [InlineData("using ({|DUR0001:new Clock|}()) { }", "public sealed class Clock : IDisposable { void IDisposable.Dispose() => _ = DateTime.Now; }")]
    [InlineData("await using var clock = new Clock();", "public sealed class Clock : IAsyncDisposable { public ValueTask DisposeAsync() { _ = DateTime.Now; return default; } }", "clock = new Clock()", "clock")]
    [InlineData("var ({|DUR0001:|}a, b) = new Clock();", "public class Clock { public void Deconstruct(out int a, out DateTime b) { a = 1; b = DateTime.Now; } }", "var (a, b) = new Clock()", "var (a, b) = new Clock()")]
    [InlineData("foreach ({|DUR0001:var (a, b)|} in new[] { new Clock() }) { }", "public class Clock { public void Deconstruct(out int a, out DateTime b) { a = 1; b = DateTime.Now; } }")]
    [InlineData("if (new Clock() is {|DUR0001:(1, _)|}) { }", "public class Clock { public void Deconstruct(out int a, out DateTime b) { a = 1; b = DateTime.Now; } }")]
    [InlineData("if (new Clock() is { {|DUR0001:Year|}: 2026 }) { }", "public class Clock { public int Year => DateTime.Now.Year; }")]
    [InlineData("var text = $\"{{|DUR0001:new Clock|}()}\";", "public class Clock { public override string ToString() => $\"{DateTime.Now:O}\"; }")]
    [InlineData("var text = \"at \" + {|DUR0001:new Clock|}();", "public class Clock { public override string ToString() => $\"{DateTime.Now:O}\"; }")]
    [InlineData("var text = \"at \"; text += {|DUR0001:new Clock|}();", "public class Clock { public override string ToString() => $\"{DateTime.Now:O}\"; }")]
    [InlineData("Clock.Write({|DUR0001:$\"a\"|});", "[System.Runtime.CompilerServices.InterpolatedStringHandler] public readonly struct Text { public Text(int length, int holes) { _ = DateTime.Now; } public void AppendLiteral(string text) { } } public static class Clock { public static void Write(Text text) { } }")]
    [InlineData("Clock.Write($\"{|DUR0001:a|}\");", "[System.Runtime.CompilerServices.InterpolatedStringHandler] public readonly struct Text(int length, int holes) { public void AppendLiteral(string text) { _ = DateTime.Now; } } public static class Clock { public static void Write(Text text) { } }")]
    [InlineData("await {|DUR0001:new Clock()|};", "public class Clock { public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() { _ = DateTime.Now; return Task.CompletedTask.GetAwaiter(); } }", "await new Clock()", "await new Clock()")]
    [InlineData("var now = {|DUR0001:Clock.Read<int>|}();", "public static class Clock { public static DateTime Read<T>() => DateTime.Now; }")]
    [InlineData("var now = new Clock<int>().{|DUR0001:Read|}();", "public class Clock<T> { public DateTime Read() => DateTime.Now; }")]
    [InlineData("var now = {|DUR0001:new Clock(1) with { Days = 2 }|};", "public record Clock(int Days) { protected Clock(Clock other) { Days = DateTime.Now.Day; } }")]
    [InlineData("new Clock().{|DUR0001:Changed|} += () => { };", "public class Clock { public event Action Changed { add => _ = DateTime.Now; remove { } } }")]
    [InlineData("var all = from day in new[] { 1 } select {|DUR0001:Clock.Later|}(day);", "public static class Clock { public static DateTime Later(int days) => DateTime.Now.AddDays(days); }")]
    [InlineData("var last = new Clock(){|DUR0001:[^1]|};", "public class Clock { public int Length => DateTime.Now.Day; public int this[int index] => index; }")]
    [InlineData("Clock clock = {|DUR0001:[1]|};", "[System.Runtime.CompilerServices.CollectionBuilder(typeof(Clocks), \"Make\")] public class Clock : List<int>; public static class Clocks { public static Clock Make(ReadOnlySpan<int> days) { _ = DateTime.Now; return new Clock(); } }")]
    [InlineData("_ = new Clock().{|DUR0001:Partial|}();", "public partial class Clock { public partial int Partial(); } public partial class Clock { public partial int Partial() => DateTime.Now.Day; }")]
    [InlineData("_ = new Clock().{|DUR0001:Partial|};", "public partial class Clock { public partial int Partial { get; } } public partial class Clock { public partial int Partial => DateTime.Now.Day; }")]
    public Task Form_ThatRunsCodeElsewhere_IsFollowed(string statement, string elsewhere, string? plain = null, string? marked = null) => Verify.ReportsAsync(
        InBody(plain is null ? statement : Unmarked(statement).Replace(plain, Mark(plain, marked!), StringComparison.Ordinal)),
        elsewhere);

    private static string Unmarked(string statement) =>
        statement.Replace("{|DUR0001:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal);

    private static string Mark(string plain, string marked) =>
        marked.Contains("{|", StringComparison.Ordinal) ? marked : plain.Replace(marked, $"{{|DUR0001:{marked}|}}", StringComparison.Ordinal);

    private static string InBody(string statement) => $$"""
        using System.Linq;

        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                {{statement}}
            }
        }
        """;
}
