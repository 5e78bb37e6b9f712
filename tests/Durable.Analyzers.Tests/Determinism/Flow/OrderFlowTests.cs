using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism.Flow;

public sealed class OrderFlowTests // DUR0012: sorting in place, helpers that are only started, other ways to fill
{
    [Theory]
    [InlineData("list.Sort(StringComparer.Ordinal); foreach (var sku in list) await ShipAsync(sku);")]
    [InlineData("if (list.Count > 1) { list.Sort(StringComparer.Ordinal); foreach (var sku in list) { await ShipAsync(sku); } }")]
    [InlineData("Array.Sort(array, StringComparer.Ordinal); foreach (var sku in array) await ShipAsync(sku);")]
    [InlineData("array.AsSpan().Sort(string.CompareOrdinal); await ctx.CheckpointAsync(array);")]
    [InlineData("list.Sort(string.CompareOrdinal); var first = list[0]; await ShipAsync(first);")]
    [InlineData("foreach (var sku in tags.ToImmutableList().Sort(StringComparer.Ordinal)) await ShipAsync(sku);")]
    [InlineData("var builder = ImmutableArray.CreateBuilder<string>(); builder.AddRange(tags); builder.Sort(StringComparer.Ordinal); await ctx.CheckpointAsync(builder.ToImmutable());")]
    [InlineData("while (list.Count > 0) { list.AddRange(tags); list.Sort(StringComparer.Ordinal); foreach (var sku in list) await ShipAsync(sku); list.Clear(); }")]
    public Task Order_SortedInPlace_DoesNotReport(string statement) => Verify.ReportsAsync(InBody(statement));

    [Theory]
    [InlineData("foreach (var sku in {|DUR0012:list|}) await ShipAsync(sku); list.Sort(StringComparer.Ordinal);")]
    [InlineData("if (list.Count > 3) { list.Sort(StringComparer.Ordinal); } foreach (var sku in {|DUR0012:list|}) await ShipAsync(sku);")]
    [InlineData("list.Sort(StringComparer.Ordinal); list.AddRange(tags); foreach (var sku in {|DUR0012:list|}) await ShipAsync(sku);")]
    [InlineData("list.Sort(StringComparer.Ordinal); while (list.Count > 0) { foreach (var sku in {|DUR0012:list|}) await ShipAsync(sku); list = tags.ToList(); }")]
    [InlineData("Array.Reverse(array); foreach (var sku in {|DUR0012:array|}) await ShipAsync(sku);")]
    [InlineData("Array.Sort(array, StringComparer.Ordinal); foreach (var sku in {|DUR0012:list|}) await ShipAsync(sku);")]
    public Task Order_NotSortedYetOrNoLonger_Reports(string statement) => Verify.ReportsAsync(InBody(statement));

    [Theory]
    [InlineData("var tasks = new List<Task>(); foreach (var tag in {|DUR0012:tags|}) tasks.Add(HandleAsync(tag)); await Task.WhenAll(tasks);")]
    [InlineData("await Task.WhenAll({|DUR0012:tags|}.Select(tag => HandleAsync(tag)));")]
    [InlineData("await Task.WhenAll({|DUR0012:tags|}.Select(HandleAsync));")]
    [InlineData("await Task.WhenAll({|DUR0012:tags|}.Select(LocalAsync)); Task LocalAsync(string tag) => ShipAsync(tag);")]
    [InlineData("var tasks = new List<Task>(); {|DUR0012:list|}.ForEach(tag => tasks.Add(HandleAsync(tag))); await Task.WhenAll(tasks);")]
    public Task Order_OfHelpersThatAreStarted_Reports(string statement) => Verify.ReportsAsync(InBody(statement));

    [Theory]
    [InlineData("var lengths = tags.Select(tag => LengthOf(tag)).Sum(); await ctx.CheckpointAsync(lengths);")]
    [InlineData("foreach (var tag in tags) _ = LengthOf(tag);")]
    [InlineData("var known = tags.Select(LengthOf).Max(); await ctx.CheckpointAsync(known);")]
    [InlineData("await Task.WhenAll(tags.Order(StringComparer.Ordinal).Select(HandleAsync));")]
    public Task Order_OfHelpersWithoutOperations_DoesNotReport(string statement) => Verify.ReportsAsync(InBody(statement));

    [Theory]
    [InlineData("IImmutableSet<string> set = tags; foreach (var tag in {|DUR0012:set|}) await ShipAsync(tag);")]
    [InlineData("foreach (var tag in {|DUR0012:Set|}) await ShipAsync(tag);")]
    [InlineData("IImmutableSet<string> set = Set; foreach (var tag in {|DUR0012:set.ToList()|}) await ShipAsync(tag);")]
    [InlineData("foreach (var pair in {|DUR0012:Map|}) await ShipAsync(pair.Key);")]
    [InlineData("foreach (var pair in {|DUR0012:Map.ToList()|}) await ShipAsync(pair.Key);")]
    [InlineData("IImmutableDictionary<string, int> map = ImmutableDictionary<string, int>.Empty; foreach (var pair in {|DUR0012:map|}) await ShipAsync(pair.Key);")]
    [InlineData("var text = \"\"; foreach (var tag in tags) text += tag; await ShipAsync({|DUR0012:text|});")]
    [InlineData("string? first = null; foreach (var tag in tags) first ??= tag; await ShipAsync({|DUR0012:first|}!);")]
    [InlineData("var map = new Dictionary<string, int>(); foreach (var tag in tags) map[tag] = 1; foreach (var pair in {|DUR0012:map|}) await ShipAsync(pair.Key);")]
    [InlineData("var map = new Dictionary<string, int>(); foreach (var tag in tags) map[tag] = 1; await ctx.CheckpointAsync({|DUR0012:map|});")]
    [InlineData("await ShipAsync({|DUR0012:tags.MaxBy(tag => tag.Length)|}!);")]
    [InlineData("await ShipAsync({|DUR0012:tags.MinBy(tag => tag.Length)|}!);")]
    public Task Order_ByOtherWays_Reports(string statement) => Verify.ReportsAsync(InBody(statement));

    [Theory]
    [InlineData("IImmutableSet<string> set = tags.ToImmutableSortedSet(StringComparer.Ordinal); foreach (var tag in set) await ShipAsync(tag);")]
    [InlineData("IImmutableDictionary<int, int> map = ImmutableDictionary<int, int>.Empty; foreach (var pair in map) await ctx.CheckpointAsync(pair.Key);")]
    [InlineData("var dots = \"\"; foreach (var tag in tags) dots += \".\"; await ShipAsync(dots);")]
    [InlineData("var total = 0; foreach (var tag in tags) total += tag.Length; await ctx.CheckpointAsync(total);")]
    [InlineData("var text = \"\"; foreach (var tag in tags.Order(StringComparer.Ordinal)) text += tag; await ShipAsync(text);")]
    [InlineData("string? any = null; foreach (var tag in tags) any ??= \"x\"; await ShipAsync(any!);")]
    [InlineData("var map = new Dictionary<string, int>(); foreach (var tag in tags) map[tag] = 1; await ctx.CheckpointAsync(map[\"a\"]);")]
    [InlineData("var map = new Dictionary<string, int>(); foreach (var tag in tags) map.Add(tag, 1); await ctx.CheckpointAsync(map[\"a\"] + map.Count);")]
    [InlineData("var map = new SortedDictionary<string, int>(StringComparer.Ordinal); foreach (var tag in tags) map[tag] = 1; foreach (var pair in map) await ShipAsync(pair.Key);")]
    [InlineData("var map = new Dictionary<string, int>(); foreach (var tag in tags.Order(StringComparer.Ordinal)) map[tag] = 1; foreach (var pair in map) await ShipAsync(pair.Key);")]
    [InlineData("await ctx.CheckpointAsync(prices.MaxBy(pair => pair.Key, StringComparer.Ordinal).Value);")]
    public Task Order_ThatNoOtherWayKeeps_DoesNotReport(string statement) => Verify.ReportsAsync(InBody(statement));

    private static string InBody(string statement) => $$"""
        using System.Collections.Immutable;
        using System.Linq;

        [Workflow]
        public partial class OrderWorkflow
        {
            private readonly IImmutableSet<string> _set = ImmutableHashSet<string>.Empty;

            private IImmutableSet<string> Set => _set;

            private IImmutableDictionary<string, int> Map { get; set; } = null!;

            public async Task RunAsync(WorkflowContext ctx)
            {
                var prices = ImmutableDictionary<string, decimal>.Empty;
                var tags = ImmutableHashSet.Create("a", "b");
                var list = tags.ToList();
                var array = tags.ToArray();
                {{statement}}
                await ctx.SleepAsync(TimeSpan.FromDays(list.Count + array.Length + prices.Count));
            }

            private async Task HandleAsync(string tag)
            {
                await ShipAsync(tag);
                await ShipAsync(tag + "2");
            }

            private static int LengthOf(string tag) => tag.Length;

            [Step] protected virtual Task ShipAsync(string sku) => Task.CompletedTask;
        }
        """;
}
