using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Payloads;

/// <summary>What a helper outside the class asks of the context, and only the class could give.</summary>
public sealed class HelperUseTests // DUR2001, DUR1014
{
    private const string Helpers = """
        public sealed record State(int N);
        public sealed record Draft(string Text);

        public static class Durables
        {
            public static Task SaveAsync(this WorkflowContext ctx, State state) => ctx.CheckpointAsync(state);
            public static async Task SaveTwiceAsync(WorkflowContext ctx, State state) { await Inner(); await ctx.SaveAsync(state); async Task Inner() => await ctx.SleepAsync(default); }
            public static Task<State> MakeAsync(WorkflowContext ctx) => ctx.StepAsync("make", _ => Task.FromResult(new State(1)));
            public static Task BeatAsync(WorkflowContext ctx) => ctx.StepAsync("beat", step => Beat(step));
            public static Task Beat(StepContext step) => step.HeartbeatAsync(new State(1));
            public static void Note(RunMetadata notes) => notes.Set("state", new State(1));
            public static void Emit(WorkflowContext ctx) { Now(); void Now() => ctx.Emit("state", new State(1)); }
            public static Task KeepAsync<T>(WorkflowContext ctx, T state) => ctx.CheckpointAsync(state);
            public static Task KeepAllAsync<T>(WorkflowContext ctx, T[] states) => ctx.CheckpointAsync(states);
            public static Task KeepListAsync<T>(WorkflowContext ctx, List<T> states) => ctx.CheckpointAsync(states);
            public static Task WaitAsync(WorkflowContext ctx) => ctx.WaitForSignalAsync(OrderWorkflow.Approved);
            public static Task WaitForAsync(WorkflowContext ctx, Signal<int> signal) => ctx.WaitForSignalAsync(signal);
            public static Task WaitForPaidAsync(WorkflowContext ctx) => ctx.WaitForSignalAsync(OrderWorkflow.Paid);
            public static int Count(State state) => state.N;
        }
        """;

    [Theory]
    [InlineData("await ctx.{|DUR2001:SaveAsync|}(new State(1)); await ctx.{|DUR2001:SaveAsync|}(new State(2));")]
    [InlineData("await {|DUR2001:Durables.SaveTwiceAsync|}(ctx, new State(1));")]
    [InlineData("_ = await {|DUR2001:Durables.MakeAsync|}(ctx);")]
    [InlineData("await {|DUR2001:Durables.BeatAsync|}(ctx);")]
    [InlineData("await ctx.StepAsync(\"a\", step => {|DUR2001:Durables.Beat|}(step));")]
    [InlineData("{|DUR2001:Durables.Note|}(ctx.Metadata);")]
    [InlineData("{|DUR2001:Durables.Emit|}(ctx);")]
    [InlineData("await OwnAsync(ctx);", "private Task OwnAsync(WorkflowContext ctx) => ctx.{|DUR2001:SaveAsync|}(new State(1));")]
    [InlineData("await PayAsync();", "[Step] protected virtual Task PayAsync(StepContext step = default) => {|DUR2001:Durables.Beat|}(step);")]
    [InlineData("await ctx.{|DUR2001:SaveAsync|}(new State(1)); await ctx.CheckpointAsync(new Draft(\"a\"));")]
    public Task Type_ThatOnlyAHelperRecords_ReportsAtTheCall(string statement, string members = "") => Verify.ReportsAsync(With(statement, members), Helpers);

    [Theory]
    [InlineData("await ctx.SaveAsync(new State(1));", "[Step] protected virtual Task<State> BuyAsync() => Task.FromResult(new State(1));")]
    [InlineData("await ctx.SaveAsync(new State(1));", "[Query] public List<State> All() => [];")]
    [InlineData("await ctx.SaveAsync(new State(1)); await ctx.CheckpointAsync(new State(2));")]
    [InlineData("await Durables.KeepAsync(ctx, new State(1));")]
    [InlineData("await Durables.KeepAllAsync(ctx, new[] { new State(1) }); await Durables.KeepListAsync(ctx, new List<State>());")]
    [InlineData("_ = Durables.Count(new State(1));")]
    [InlineData("await ctx.StepAsync(\"a\", _ => Task.FromResult(Durables.Count(new State(1))));")]
    [InlineData("await cards.PayAsync(new State(1)); await ctx.SaveAsync(new State(1));")]
    public Task Type_ThatTheClassUses_DoesNotReport(string statement, string members = "") => Verify.ReportsAsync(
        With(statement, members, "(CardSteps cards)").Replace("private int _n;", "private int _n; private CardSteps Cards => cards;", StringComparison.Ordinal),
        Helpers,
        statement.Contains("cards", StringComparison.Ordinal)
            ? "[Steps] public partial class CardSteps { [Step] public virtual Task PayAsync(State state) => Task.CompletedTask; }"
            : "[Steps] public partial class CardSteps { [Step] public virtual Task PayAsync() => Task.CompletedTask; }");

    [Fact]
    public Task Type_ThatABaseRecords_DoesNotReport() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public static readonly Signal<int> Approved = new("approved");
            public static readonly Signal<int> Paid = new("paid");
            public Task RunAsync(WorkflowContext ctx) => KeepAsync(ctx);
        }

        public abstract class Base
        {
            protected async Task KeepAsync(WorkflowContext ctx) { await ctx.CheckpointAsync(new State(1)); await ctx.SaveAsync(new State(1)); }
        }
        """,
        Helpers);

    private const string Handler = "[SignalHandler(nameof(Approved))] private void OnApproved(int n) => _n = n;";

    [Theory]
    [InlineData("await {|DUR1014:Durables.WaitAsync|}(ctx);", Handler)]
    [InlineData("var signal = Approved; await ctx.WaitForSignalAsync({|DUR1014:signal|});", Handler)]
    [InlineData("await ctx.ScopeAsync(\"a\", async () => { await {|DUR1014:Durables.WaitAsync|}(ctx); return 1; });", Handler)]
    public Task Signal_ThatAHandlerTakes_WaitedForElsewhere_Reports(string statement, string members) => Verify.ReportsAsync(With(statement, members), Helpers);

    [Theory]
    [InlineData("await Durables.WaitForPaidAsync(ctx); await Durables.WaitForAsync(ctx, Paid); var signal = Paid; await ctx.WaitForSignalAsync(signal);", Handler)]
    [InlineData("await Durables.WaitAsync(ctx); var signal = Approved; await ctx.WaitForSignalAsync(signal);", "")]
    public Task Signal_ThatNoHandlerTakes_DoesNotReport(string statement, string members) => Verify.ReportsAsync(With(statement, members), Helpers);

    private static string With(string statement, string members, string parameters = "") => $$"""
        [Workflow]
        public partial class OrderWorkflow{{parameters}}
        {
            public static readonly Signal<int> Approved = new("approved");
            public static readonly Signal<int> Paid = new("paid");
            private int _n;

            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.SleepAsync(TimeSpan.FromHours(_n));
                {{statement}}
            }

            {{members}}
        }
        """;
}
