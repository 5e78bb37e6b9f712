using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism.Flow;

public sealed class OrderTests // DUR0012
{
    [Theory]
    [InlineData("foreach (var pair in {|DUR0012:prices|}) await ShipAsync(pair.Key);")]
    [InlineData("foreach (var (sku, _) in {|DUR0012:prices|}) await ShipAsync(sku);")]
    [InlineData("foreach (var sku in {|DUR0012:prices.Keys|}) { if (sku != \"a\") { await ctx.SleepAsync(TimeSpan.Zero); } }")]
    [InlineData("foreach (var sku in {|DUR0012:tags|}) ctx.Emit(\"tag\", sku);")]
    [InlineData("foreach (var sku in {|DUR0012:tags.Where(tag => tag.Length > 1).Select(tag => tag + \"!\").ToList()|}) await ShipAsync(sku);")]
    [InlineData("foreach (var sku in {|DUR0012:(IEnumerable<string>)tags|}) await ShipAsync(sku);")]
    [InlineData("var list = tags.ToList(); foreach (var sku in {|DUR0012:list|}) await ShipAsync(sku);")]
    [InlineData("var list = new List<string>(); foreach (var tag in tags) list.Add(tag); foreach (var sku in {|DUR0012:list|}) await ShipAsync(sku);")]
    [InlineData("var list = new List<string>(); list.AddRange(tags); foreach (var sku in {|DUR0012:list|}) await ShipAsync(sku);")]
    [InlineData("string[] array = [\"x\", .. tags]; await ctx.CheckpointAsync({|DUR0012:array|});")]
    [InlineData("await ShipAsync({|DUR0012:tags.First()|});")]
    [InlineData("var first = tags.First(); await ShipAsync({|DUR0012:first.Trim()|});")]
    [InlineData("await ShipAsync({|DUR0012:string.Join(',', tags)|});")]
    [InlineData("await ShipAsync({|DUR0012:$\"{tags.First()}!\"|});")]
    [InlineData("await ctx.CheckpointAsync({|DUR0012:tags|});")]
    [InlineData("await Task.WhenAll({|DUR0012:tags|}.Select(ShipAsync));")]
    [InlineData("await Task.WhenAll({|DUR0012:tags|}.Select(tag => ShipAsync(tag)));")]
    [InlineData("await Task.WhenAll(from tag in {|DUR0012:tags|} select ShipAsync(tag));")]
    [InlineData("foreach (var tag in {|DUR0012:new HashSet<int>([1]).ToImmutableHashSet(EqualityComparer<int>.Default).Select(n => n.ToString()).ToImmutableHashSet()|}) await ShipAsync(tag);")]
    [InlineData("var table = new Hashtable(); foreach (string tag in {|DUR0012:table.Keys|}) await ShipAsync(tag);")]
    [InlineData("var seen = new ConcurrentDictionary<int, string>(); seen.TryAdd(1, \"a\"); foreach (var pair in {|DUR0012:seen|}) await ShipAsync(pair.Value);")]
    [InlineData("var pairs = new (int, int)[1].ToFrozenSet(); foreach (var pair in {|DUR0012:pairs|}) await ctx.CheckpointAsync(pair.Item1);")]
    [InlineData("async Task LocalAsync() { foreach (var tag in {|DUR0012:tags|}) await ShipAsync(tag); } await LocalAsync();")]
    [InlineData("await ShipAsync({|DUR0012:tags.ToArray()[0]|});")]
    [InlineData("await ShipAsync({|DUR0012:tags.First() + \"!\"|});")]
    [InlineData("foreach (var sku in {|DUR0012:new List<string>(tags)|}) await ShipAsync(sku);")]
    [InlineData("await ctx.CheckpointAsync({|DUR0012:tags.First().Length|});")]
    [InlineData("var list = tags.ToList(); await ShipAsync({|DUR0012:list[0]|});")]
    [InlineData("var builder = tags.ToBuilder(); foreach (var sku in {|DUR0012:builder|}) await ShipAsync(sku);")]
    [InlineData("var builder = prices.ToBuilder(); foreach (var pair in {|DUR0012:builder|}) await ShipAsync(pair.Key);")]
    [InlineData("var pairs = new KeyValuePair<object, int>[1].ToFrozenDictionary(); foreach (var pair in {|DUR0012:pairs|}) await ctx.CheckpointAsync(pair.Value);")]
    [InlineData("foreach (var one in {|DUR0012:new ConcurrentBag<string>()|}) await ShipAsync(one);")]
    [InlineData("foreach (var one in {|DUR0012:new System.Collections.Specialized.HybridDictionary()|}) await ctx.SleepAsync(default);")]
    [InlineData("foreach (var one in {|DUR0012:new System.Collections.Specialized.StringDictionary()|}) await ctx.SleepAsync(default);")]
    [InlineData("string first; first = tags.First(); await ShipAsync({|DUR0012:first|});")]
    [InlineData("var (first, second) = (tags.First(), 1); await ShipAsync({|DUR0012:first|});")]
    [InlineData("foreach (var tag in {|DUR0012:tags|}) { await HelpAsync(tag); } Task HelpAsync(string tag) => ShipAsync(tag);")]
    public Task Order_ThatReachesADurableOperation_Reports(string statement) => Verify.ReportsAsync(InBody(statement));

    [Theory]
    [InlineData("foreach (var sku in tags.Order(StringComparer.Ordinal)) await ShipAsync(sku);")]
    [InlineData("foreach (var sku in prices.Keys.OrderBy(key => key, StringComparer.Ordinal).ToList()) await ShipAsync(sku);")]
    [InlineData("foreach (var sku in new SortedSet<string>(tags, StringComparer.Ordinal)) await ShipAsync(sku);")]
    [InlineData("var list = new SortedSet<string>(StringComparer.Ordinal); foreach (var tag in tags) list.Add(tag); foreach (var sku in list) await ShipAsync(sku);")]
    [InlineData("foreach (var sku in tags.ToImmutableSortedSet(StringComparer.Ordinal)) await ShipAsync(sku);")]
    [InlineData("var total = 0m; foreach (var pair in prices) total += pair.Value; await ctx.CheckpointAsync(total);")]
    [InlineData("if (tags.Contains(\"a\") && tags.Count > 1) await ShipAsync(tags.Count.ToString());")]
    [InlineData("if (prices.TryGetValue(\"a\", out var price)) await ctx.CheckpointAsync(price);")]
    [InlineData("await ctx.CheckpointAsync(prices[\"a\"]);")]
    [InlineData("await ctx.CheckpointAsync(tags.Max()!.Length + prices.Sum(pair => pair.Value));")]
    [InlineData("foreach (var number in new[] { 1, 2 }.ToImmutableHashSet()) await ctx.CheckpointAsync(number);")]
    [InlineData("foreach (var name in new[] { \"a\" }.ToFrozenSet()) await ShipAsync(name);")]
    [InlineData("foreach (var name in new HashSet<string> { \"a\" }) await ShipAsync(name);")]
    [InlineData("foreach (var pair in new Dictionary<string, int>()) await ShipAsync(pair.Key);")]
    [InlineData("foreach (var name in ImmutableList.Create(\"a\").Distinct()) await ShipAsync(name);")]
    [InlineData("foreach (var name in new ConcurrentQueue<string>()) await ShipAsync(name);")]
    [InlineData("foreach (var day in Enum.GetValues<DayOfWeek>().ToImmutableHashSet()) await ctx.CheckpointAsync(day);")]
    [InlineData("await ctx.ForEachAsync(tags, tag => tag, ShipAsync);")]
    [InlineData("await ctx.StepAsync(\"all\", async step => { foreach (var tag in tags) await Task.CompletedTask; });")]
    [InlineData("tags = tags.Add(\"x\"); await ctx.WaitUntilAsync(() => tags.Count > 3);")]
    [InlineData("var list = tags.ToList(); await ctx.CheckpointAsync(list.Exists(tag => tag == \"a\"));")]
    [InlineData("var list = tags.ToList(); await ctx.CheckpointAsync(list.Count);")]
    [InlineData("foreach (var number in new int?[] { 1 }.ToImmutableHashSet()) await ctx.CheckpointAsync(number);")]
    [InlineData("foreach (var pair in new[] { Tuple.Create(1, 2) }.ToImmutableHashSet()) await ctx.CheckpointAsync(pair.Item1);")]
    [InlineData("foreach (var pair in new Sized[1].ToImmutableHashSet()) await ctx.CheckpointAsync(pair.Width);")]
    [InlineData("foreach (var id in new Guid[1].ToImmutableHashSet()) await ctx.CheckpointAsync(id);")]
    [InlineData("foreach (var at in new DateTimeOffset[1].ToImmutableHashSet()) await ctx.CheckpointAsync(at);")]
    [InlineData("foreach (var at in new DateOnly[1].ToImmutableHashSet()) await ctx.CheckpointAsync(at);")]
    [InlineData("foreach (var at in new TimeOnly[1].ToImmutableHashSet()) await ctx.CheckpointAsync(at);")]
    [InlineData("foreach (var at in new TimeSpan[1].ToImmutableHashSet()) await ctx.CheckpointAsync(at);")]
    [InlineData("foreach (var at in new Half[1].ToImmutableHashSet()) await ctx.SleepAsync(default);")]
    [InlineData("foreach (var at in new System.Text.Rune[1].ToImmutableHashSet()) await ctx.SleepAsync(default);")]
    [InlineData("foreach (var at in new Version[1].ToImmutableHashSet()) await ctx.SleepAsync(default);")]
    [InlineData("foreach (var tag in tags) { _ = ctx.Now(); } await ctx.SleepAsync(default);")]
    [InlineData("foreach (var tag in tags) { _ = ctx.Patched(\"a\"); } await ctx.SleepAsync(default);")]
    public Task Order_ThatReachesNothing_DoesNotReport(string statement) => Verify.ReportsAsync(InBody(statement));

    [Theory]
    [InlineData("All(tag => tag.Length > 1)")]
    [InlineData("Any()")]
    [InlineData("Contains(\"a\", StringComparer.Ordinal)")]
    [InlineData("Count(tag => tag.Length > 1)")]
    [InlineData("LongCount()")]
    [InlineData("TryGetNonEnumeratedCount(out _)")]
    [InlineData("Max()")]
    [InlineData("Min()")]
    [InlineData("MaxBy(tag => tag, StringComparer.Ordinal)")]
    [InlineData("MinBy(tag => tag, StringComparer.Ordinal)")]
    [InlineData("Sum(tag => tag.Length)")]
    [InlineData("SequenceEqual(tags)")]
    [InlineData("Order(StringComparer.Ordinal).ToList()")]
    [InlineData("OrderBy(tag => tag, StringComparer.Ordinal).ToList()")]
    [InlineData("OrderDescending(StringComparer.Ordinal).ToList()")]
    [InlineData("OrderByDescending(tag => tag.Length).ToList()")]
    public Task Answer_ThatNoOrderChanges_DoesNotReport(string answer) => Verify.ReportsAsync(InBody($"await ctx.CheckpointAsync(tags.{answer});"));

    [Theory]
    [InlineData("List<string>", "Add(tag)")]
    [InlineData("List<string>", "Insert(0, tag)")]
    [InlineData("List<string>", "AddRange([tag])")]
    [InlineData("LinkedList<string>", "AddFirst(tag)")]
    [InlineData("LinkedList<string>", "AddLast(tag)")]
    [InlineData("Queue<string>", "Enqueue(tag)")]
    [InlineData("Stack<string>", "Push(tag)")]
    [InlineData("Dictionary<string, int>", "TryAdd(tag, 1)")]
    public Task Collection_FilledInThatOrder_Reports(string type, string fill) => Verify.ReportsAsync(InBody(
        $"var filled = new {type}(); foreach (var tag in tags) filled.{fill}; foreach (var one in {{|DUR0012:filled|}}) await ctx.SleepAsync(TimeSpan.Zero);"));

    [Theory]
    [InlineData("Append(tag)")]
    [InlineData("AppendLine(tag)")]
    public Task Text_BuiltInThatOrder_Reports(string append) => Verify.ReportsAsync(InBody(
        $"var text = new System.Text.StringBuilder(); foreach (var tag in tags) text.{append}; await ShipAsync({{|DUR0012:text.ToString()|}});"));

    [Fact]
    public Task Collections_OfTheAuthorsOwn_DoNotReport() => Verify.ReportsAsync("""
        namespace Mine
        {
            public sealed class Hashtable : List<string>;
            public sealed class ImmutableHashSet<T> : List<T>;
        }

        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                foreach (var name in new Mine.Hashtable()) await ShipAsync(name);
                foreach (var name in new Mine.ImmutableHashSet<string>()) await ShipAsync(name);
            }

            [Step] protected virtual Task ShipAsync(string sku) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Order_InAHelperElsewhere_ReportsAtTheCall() => Verify.ReportsAsync("""
        using System.Collections.Immutable;

        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => {|DUR0012:Helper.SleepAsync|}(ctx, ImmutableHashSet.Create("a"));
        }

        public static class Helper
        {
            public static async Task SleepAsync(WorkflowContext ctx, ImmutableHashSet<string> names)
            {
                foreach (var name in names) await ctx.SleepAsync(TimeSpan.FromSeconds(name.Length));
            }
        }
        """);

    [Fact]
    public Task Order_ThatAChildIsGiven_Reports() => Verify.ReportsAsync(
        """
        using System.Collections.Immutable;
        using System.Linq;

        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                var tags = ImmutableHashSet.Create("a", "b");
                var first = BillWorkflow.RunChildAsync(ctx, {|DUR0012:tags.First()|});
                var second = BillWorkflow.StartChildAsync(ctx, {|DUR0012:tags.First()|});
                var third = BillWorkflow.ContinueAsNewAsync(ctx, {|DUR0012:tags.First()|});
                await Task.WhenAll(first, second, third);
                foreach (var tag in {|DUR0012:tags|}) ctx.Metadata.Append("tags", tag);
                foreach (var tag in {|DUR0012:tags|}) ctx.Metadata.Root.Increment(tag);
                foreach (var tag in tags) if (ctx.Metadata.Get<int>(tag) > 0) break;
            }
        }

        [Workflow]
        public partial class BillWorkflow
        {
            public Task RunAsync(WorkflowContext ctx, string tag) => Task.CompletedTask;
        }
        """,
        """
        // <auto-generated/>
        partial class BillWorkflow
        {
            public static Task RunChildAsync(WorkflowContext ctx, string tag) => Task.CompletedTask;
            public static Task StartChildAsync(WorkflowContext ctx, string tag) => Task.CompletedTask;
            public static Task ContinueAsNewAsync(WorkflowContext ctx, string tag) => Task.CompletedTask;
        }
        """);

    private static string InBody(string statement) => $$"""
        using System.Collections;
        using System.Collections.Concurrent;
        using System.Collections.Frozen;
        using System.Collections.Immutable;
        using System.Linq;

        public readonly record struct Sized(int Width, int Height);

        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                var prices = ImmutableDictionary<string, decimal>.Empty;
                var tags = ImmutableHashSet.Create("a", "b");
                {{statement}}
                await ctx.SleepAsync(TimeSpan.Zero);
            }

            [Step] protected virtual Task ShipAsync(string sku) => Task.CompletedTask;
        }
        """;
}
