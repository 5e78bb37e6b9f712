using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism.Flow;

public sealed class StepWriteTests // DUR0021: the ways in which a step writes state
{
    [Theory]
    [InlineData("await ctx.StepAsync(\"a\", SendAsync); Task SendAsync(StepContext step) { {|DUR0021:_sent|}++; {|DUR0021:sum|}++; return Task.CompletedTask; }")]
    [InlineData("Func<StepContext, Task> send = async step => { {|DUR0021:sum|}++; }; await ctx.StepAsync(\"a\", send);")]
    [InlineData("await ctx.StepAsync(\"a\", {|DUR0021:CountAsync|});")]
    [InlineData("await ctx.StepAsync(\"a\", async step => { {|DUR0021:Mark|}(); });")]
    [InlineData("await ctx.StepAsync(\"a\", async step => { {|DUR0021:this.MarkTwice|}(); });")]
    [InlineData("await ctx.StepAsync(\"a\", async step => { {|DUR0021:_log|}.Add(\"x\"); {|DUR0021:map|}[\"k\"] = 1; {|DUR0021:items|}[0] = 2; {|DUR0021:items|}[0]++; });")]
    public Task InlineStep_ThatWritesWhatIsAroundIt_Reports(string statement) => Verify.ReportsAsync(InBody(statement));

    [Theory]
    [InlineData("await ctx.StepAsync(\"a\", SendAsync); Task SendAsync(StepContext step) { var own = 1; own++; return Task.FromResult(own + sum + _sent); }")]
    [InlineData("Func<StepContext, Task<int>> send = async step => { var own = sum; own++; return own; }; sum = await ctx.StepAsync(\"a\", send);")]
    [InlineData("await ctx.StepAsync(\"a\", ReadAsync); await CountAsync(default);")]
    [InlineData("await ctx.StepAsync(\"a\", async step => { Read(); }); Mark(); MarkTwice();")]
    [InlineData("await ctx.StepAsync(\"a\", async step => { var log = new List<string>(_log); log.Add(\"x\"); var own = new int[1]; own[0] = items[0] + map[\"k\"]; own[0]++; });")]
    [InlineData("await ctx.StepAsync(\"a\", async step => set.Add(\"x\").Count);")]
    [InlineData("_log.Add(\"x\"); map[\"k\"] = 1; items[0] = 2; await ctx.StepAsync(\"a\", async step => _log.Contains(\"x\"));")]
    public Task InlineStep_ThatWritesItsOwn_DoesNotReport(string statement) => Verify.ReportsAsync(InBody(statement));

    [Fact]
    public Task Step_ThatWritesThroughOthers_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            private readonly List<string> _log = [];
            private bool _paid;

            public async Task RunAsync(WorkflowContext ctx) { await PayAsync(); Mark(); await ctx.CheckpointAsync(_paid); }

            [Step] protected virtual Task PayAsync() { {|DUR0021:Mark|}(); {|DUR0021:_log|}.Add("x"); return NoteAsync(); }

            private void Mark() => Set(true);
            private void Set(bool paid) { if (!paid) Mark(); _paid = paid; }
            private Task NoteAsync() { var log = new List<string>(); log.Add("x"); return Task.FromResult(log.Count + _log.Count); }
        }
        """);

    private static string InBody(string statement) => $$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            private readonly List<string> _log = [];
            private int _sent;

            public async Task RunAsync(WorkflowContext ctx)
            {
                var sum = 0;
                var map = new Dictionary<string, int>();
                var items = new int[3];
                var set = System.Collections.Immutable.ImmutableList<string>.Empty;
                {{statement}}
                await ctx.SleepAsync(TimeSpan.FromDays(sum + map.Count + items.Length + _log.Count + _sent + set.Count));
            }

            private Task CountAsync(StepContext step) { _sent++; return Task.CompletedTask; }
            private Task ReadAsync(StepContext step) => Task.FromResult(_sent);
            private void Mark() => _sent = 1;
            private void MarkTwice() { Mark(); Mark(); }
            private int Read() => _sent;
        }
        """;
}
