using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism.Flow;

public sealed class StaticCollectionTests // DUR0014: reading what something else changes
{
    [Fact]
    public Task Collection_ThatAStepOrAnotherMethodChanges_ReportsItsReads() => Verify.ReportsAsync(
        """
        using System.Collections.Concurrent;

        [Workflow]
        public partial class OrderWorkflow
        {
            private static readonly ConcurrentDictionary<string, decimal> s_rates = new();
            private static readonly string[] s_names = ["a"];

            public async Task RunAsync(WorkflowContext ctx)
            {
                await LoadAsync();
                if ({|DUR0014:s_rates|}.TryGetValue("EUR", out var rate)) await ctx.CheckpointAsync(rate + {|DUR0014:Limits.All|}.Count);
                await ctx.CheckpointAsync({|DUR0014:OrderWorkflow.s_names|}[0] + {|DUR0014:Limits.First|}());
                s_rates.{|DUR0014:Clear|}();
            }

            [Step] protected virtual Task LoadAsync() { s_rates["EUR"] = 1; s_names[0] = "b"; return Task.CompletedTask; }
        }
        """,
        """
        public static class Limits
        {
            public static List<int> All { get; } = [];
            public static void Set(int limit) => All.Add(limit);
            public static int First() => All[0];
        }
        """);

    [Fact]
    public Task Collection_ThatOnlySetUpFills_DoesNotReport() => Verify.ReportsAsync(
        """
        using System.Collections.Immutable;

        [Workflow]
        public partial class OrderWorkflow
        {
            private static readonly Dictionary<string, int> s_map = [];
            private static readonly List<int> s_list = [];
            private static readonly ImmutableList<int> s_set = [];
            private static readonly List<int> s_other = [];

            static OrderWorkflow() { s_map["x"] = 1; Fill(); }

            public Task RunAsync(WorkflowContext ctx) => ctx.CheckpointAsync(s_map["x"] + s_list.Count + s_set.Count + s_other.Count + Limits.First());

            [Step] protected virtual Task LoadAsync()
            {
                var list = s_list.ToArray();
                list[0] = 1;
                var s_other = new List<int>();
                s_other.Add(s_set.Add(1).Count);
                return Task.CompletedTask;
            }

            private static void Fill() => s_list.Add(1);
        }
        """,
        """
        public static class Limits
        {
            private static readonly List<int> s_all = new() { 1 };
            public static int First() => s_all[0];
        }
        """);
}
