using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism.Flow;

public sealed class StateTests // DUR0014, DUR0018, DUR0021
{
    [Fact]
    public Task StaticState_ThatChanges_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            private static int s_count;
            [ThreadStatic] private static string? s_name;
            private static readonly List<string> s_list = [];
            private static readonly string[] s_array = ["a"];
            private static readonly Dictionary<string, int> s_map = new();
            private static readonly AsyncLocal<int> s_flow = new();
            private static Dictionary<string, int> Shared { get; } = new();

            public async Task RunAsync(WorkflowContext ctx)
            {
                {|DUR0014:s_count|}++;
                Interlocked.Increment(ref {|DUR0014:s_count|});
                {|DUR0014:Settings.Limit|} = {|DUR0014:Settings.Current|}.Length;
                {|DUR0014:s_name|} ??= "x";
                s_list.{|DUR0014:Add|}("x");
                {|DUR0014:s_array[0]|} = "b";
                {|DUR0014:s_map["x"]|} = 1;
                Shared.{|DUR0014:TryAdd|}("x", {|DUR0014:s_flow.Value|});
                await ctx.SleepAsync(TimeSpan.FromSeconds({|DUR0014:Helper.Next|}()));
            }
        }

        public static class Settings
        {
            public static int Limit;
            public static string Current { get; set; } = "";
        }

        public static class Helper
        {
            private static int s_next;
            public static int Next() => s_next++;
        }
        """);

    [Theory]
    [InlineData("List<int>", "Add(1)", "AddRange([1])", "Clear()", "Insert(0, 1)", "Remove(1)", "RemoveAll(n => n > 1)", "RemoveAt(0)", "RemoveRange(0, 1)", "Reverse()", "Sort()")]
    [InlineData("LinkedList<int>", "AddFirst(1)", "AddLast(1)", "RemoveFirst()", "RemoveLast()")]
    [InlineData("Queue<int>", "Enqueue(1)", "Dequeue()", "TryDequeue(out _)")]
    [InlineData("Stack<int>", "Push(1)", "Pop()", "TryPop(out _)")]
    [InlineData("HashSet<int>", "ExceptWith([1])", "IntersectWith([1])", "SymmetricExceptWith([1])", "UnionWith([1])")]
    [InlineData("System.Collections.Concurrent.ConcurrentDictionary<int, int>", "AddOrUpdate(1, 1, (_, _) => 1)", "GetOrAdd(1, 1)", "TryAdd(1, 1)", "TryRemove(1, out _)", "TryUpdate(1, 1, 1)")]
    [InlineData("System.Collections.Concurrent.ConcurrentBag<int>", "TryTake(out _)")]
    [InlineData("System.Text.StringBuilder", "Append(1)", "AppendLine()", "AppendFormat(\"a\", 1)")]
    public Task StaticCollection_ThatIsChanged_Reports(string type, params string[] changes) => Verify.ReportsAsync($$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            private static readonly {{type}} s_shared = new();

            public Task RunAsync(WorkflowContext ctx)
            {
                {{string.Join("\n", changes.Select(static change => $"s_shared.{{|DUR0014:{change[..change.IndexOf('(', StringComparison.Ordinal)]}|}}{change[change.IndexOf('(', StringComparison.Ordinal)..]};"))}}
                return Task.CompletedTask;
            }
        }
        """);

    [Fact]
    public Task StaticState_ThatIsConstant_DoesNotReport() => Verify.ReportsAsync("""
        using System.Collections.Immutable;

        [Workflow]
        public partial class OrderWorkflow
        {
            private const int Limit = 5;
            private static readonly string[] s_names = ["a", "b"];
            private static readonly Dictionary<string, int> s_map = new() { ["x"] = 1 };
            private static readonly ImmutableList<int> s_list = [];
            private static readonly List<string> s_filled = Fill();
            private static int s_start;
            public static readonly Signal<int> Paid = new("paid");
            private static string Name { get; } = "x";
            private static string Computed => Name + "y";
            private int _count;
            private readonly List<string> _own = [];

            static OrderWorkflow() => s_start = 5;

            public async Task RunAsync(WorkflowContext ctx)
            {
                _count += Limit + s_names.Length + s_map["x"] + s_list.Add(5).Count + s_filled.Count;
                _own.Add(Name + Computed + s_names[0] + string.Empty + DayOfWeek.Friday + decimal.MaxValue);
                await ctx.WaitForSignalAsync(Paid);
                await CountAsync();
            }

            [Step] protected virtual Task CountAsync() => Task.FromResult(s_start++);

            private static List<string> Fill() { var list = new List<string>(); list.Add("x"); return list; }
        }
        """);

    [Fact]
    public Task StaticState_OfALibraryOrWithAPlatformsName_Reports() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            private static int s_seed;
            private static readonly int s_first = ++s_seed;
            public static Ask<bool> {|DUR1025:Approve|} = new("approve");

            public Task RunAsync(WorkflowContext ctx) => Task.FromResult(
                ({|DUR0014:NodaTime.Zones.Current|}, Microsoft.Extensions.Internal.Switches.IsOn, {|DUR0014:Microsoft.Mine.Box.Value|}, {|DUR0014:System.Mine.Box.Value|}, s_first, Approve));
        }
        """,
        """
        namespace Microsoft.Mine { public static class Box { public static int Value; } }
        namespace System.Mine { public static class Box { public static int Value; } }
        """);

    [Fact]
    public Task Step_OfAClassThatIsNoWorkflow_MayWriteItsFields() => Verify.ReportsAsync(
        "public class Orders { private int _count; [{|DUR1009:Step|}] public virtual Task ShipAsync() { _count = 1; return Task.FromResult(_count); } }");

    [Theory]
    [InlineData("{|DUR0018:while|} (true) { await HelpAsync(); } async Task HelpAsync() { await Task.CompletedTask; }")]
    [InlineData("{|DUR0018:while|} (true) { await ctx.SleepAsync(TimeSpan.FromDays(1)); }")]
    [InlineData("{|DUR0018:for|} (;;) { await ShipAsync(); }")]
    [InlineData("{|DUR0018:for|} (var i = 0; true; i++) { await ShipAsync(); }")]
    [InlineData("do { await ShipAsync(); } {|DUR0018:while|} (true);")]
    [InlineData("{|DUR0018:while|} (1 < 2) { try { await ShipAsync(); } catch (InvalidOperationException) { continue; } }")]
    [InlineData("{|DUR0018:while|} (true) { foreach (var i in new[] { 1 }) { if (i > 0) break; } await ShipAsync(); }")]
    [InlineData("{|DUR0018:while|} (true) { Func<int> one = () => { return 1; }; await ctx.CheckpointAsync(one()); int Two() { return 2; } Two(); }")]
    [InlineData("{|DUR0018:while|} (true) { var id = ctx.Tenant ?? throw new InvalidOperationException(); await ctx.CheckpointAsync(id); }")]
    [InlineData("{|DUR0018:while|} (true) { try { await ShipAsync(); throw new InvalidOperationException(); } catch (InvalidOperationException) { } }")]
    [InlineData("{|DUR0018:while|} (true) { try { await ShipAsync(); } catch (InvalidOperationException) { throw; } }")]
    [InlineData("{|DUR0018:while|} (true) { again: await ShipAsync(); if (ctx.Version > 1) goto again; }")]
    [InlineData("{|DUR0018:while|} (true) { await ShipAsync(); await ctx.CheckpointAsync(ctx.Version switch { 1 => 2, _ => throw new InvalidOperationException() }); }")]
    public Task Loop_WithoutEnd_Reports(string loop) => Verify.ReportsAsync(InBody(loop));

    [Theory]
    [InlineData("while (true) { await ShipAsync(); if (ctx.ShouldContinueAsNew) return; }")]
    [InlineData("while (true) { if (await ctx.CheckpointAsync(true)) break; }")]
    [InlineData("while (!ctx.ShouldContinueAsNew) { await ShipAsync(); }")]
    [InlineData("while (true) { await ShipAsync(); throw new InvalidOperationException(); }")]
    [InlineData("while (true) { await ShipAsync(); goto done; } done: await ShipAsync();")]
    [InlineData("while (true) { await ctx.CompensateAsync(\"enough\"); }")]
    [InlineData("for (var i = 0; i < 5; i++) { await ShipAsync(); }")]
    [InlineData("foreach (var i in Numbers()) { await ShipAsync(); if (i > 5) break; } IEnumerable<int> Numbers() { while (true) { yield return 1; } }")]
    [InlineData("await ctx.StepAsync(\"poll\", async step => { while (true) { await Task.Yield(); } });")]
    [InlineData("var tries = 0; while (true) { await ShipAsync(); if (++tries > 5) throw new InvalidOperationException(); }")]
    [InlineData("var tries = 0; while (true) { try { await ShipAsync(); } catch (InvalidOperationException) { if (++tries > 5) throw; } }")]
    [InlineData("while (true) { try { await ShipAsync(); } catch (InvalidOperationException) { throw new TimeoutException(); } }")]
    [InlineData("while (true) { try { await ShipAsync(); throw new InvalidOperationException(); } finally { await ShipAsync(); } }")]
    public Task Loop_ThatEndsOrRecordsNothing_DoesNotReport(string loop) => Verify.ReportsAsync(InBody(loop));

    [Fact]
    public Task InlineStep_ThatWritesWhatIsAroundIt_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow(string start)
        {
            private int _total;
            private int Total { get; set; }

            public async Task RunAsync(WorkflowContext ctx, int count)
            {
                var sum = 0;
                await ctx.StepAsync("a", async step =>
                {
                    {|DUR0021:sum|} += 1;
                    {|DUR0021:count|}++;
                    {|DUR0021:_total|} = 5;
                    {|DUR0021:this.Total|} = 5;
                    {|DUR0021:start|} = "x";
                    ({|DUR0021:sum|}, _) = (1, 2);
                    (({|DUR0021:sum|}, _), _) = ((1, 2), 3);
                    int.TryParse("1", out {|DUR0021:sum|});
                });
                await ctx.CheckpointAsync(sum + count + _total + Total + start.Length);
            }
        }
        """);

    [Fact]
    public Task InlineStep_ThatWritesItsOwn_DoesNotReport() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            private int _total;

            public async Task RunAsync(WorkflowContext ctx)
            {
                _total = await ctx.StepAsync("a", async step =>
                {
                    var sum = 0;
                    sum += _total;
                    foreach (var i in new[] { 1 }) { sum += i; }
                    Func<int, int> add = more => more = more + 1;
                    var holder = new Holder { Value = sum };
                    holder.Value++;
                    int.TryParse("1", out sum);
                    return sum + add(1);
                });
                Action change = () => _total++;
                change();
            }

            private sealed class Holder { public int Value { get; set; } }
        }
        """);

    [Fact]
    public Task Step_ThatWritesFields_Reports() => Verify.ReportsAsync(
        """
        public abstract class Base
        {
            protected int Shared;
            [Step] protected virtual Task BillAsync() { {|DUR0021:Shared|} = 1; return Task.CompletedTask; }
            protected Task HelpAsync() { Shared = 1; return Task.CompletedTask; }
        }
        """,
        """
        [Workflow]
        public partial class OrderWorkflow(int limit) : Base
        {
            private int _total;
            private int Total { get; set; }

            public async Task RunAsync(WorkflowContext ctx) { _total = await ShipAsync(); Total++; await BillAsync(); await HelpAsync(); }

            [Step] protected virtual Task<int> ShipAsync()
            {
                {|DUR0021:_total|} += 1;
                {|DUR0021:this.Total|}++;
                Action later = () => {|DUR0021:limit|}--;
                later();
                var total = _total;
                total++;
                return Task.FromResult(total);
            }

            protected override Task BillAsync() => Task.FromResult({|DUR0021:Shared|} = 2);
        }
        """);

    private static string InBody(string statement) => $$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await ShipAsync();
                {{statement}}
            }

            [Step] protected virtual Task ShipAsync() => Task.CompletedTask;
        }
        """;
}
