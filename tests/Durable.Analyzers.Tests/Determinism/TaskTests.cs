using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Determinism;

/// <summary>Durable operations in the wrong place, or without anybody to wait for them.</summary>
public sealed class TaskTests // DUR0019, DUR0020, DUR0022
{
    [Theory]
    [InlineData("await ctx.StepAsync(\"a\", async _ => { await ctx.{|DUR0019:SleepAsync|}(default); });")]
    [InlineData("await ctx.StepAsync(\"a\", _ => Task.FromResult(ctx.{|DUR0019:Now|}()));")]
    [InlineData("await ctx.StepAsync(\"a\", async _ => { await {|DUR0019:PayAsync|}(); });")]
    [InlineData("await ctx.StepAsync(\"a\", async _ => { await ctx.{|DUR0019:StepAsync|}(\"b\", _ => Task.FromResult(1)); });")]
    [InlineData("await ctx.StepAsync(\"a\", HelpAsync); Task HelpAsync(StepContext step) => ctx.{|DUR0019:SleepAsync|}(default);")]
    [InlineData("await ctx.StepAsync(\"a\", _ => {|DUR0019:Elsewhere.SleepAsync|}(ctx));")]
    [InlineData("await ctx.StepAsync(\"a\", _ => { ctx.Metadata.{|DUR0019:Set|}(\"x\", 1); return Task.CompletedTask; });")]
    [InlineData("await ctx.StepAsync(\"a\", _ => Task.FromResult(ctx.Metadata.{|DUR0019:Get<int>|}(\"x\")));")]
    [InlineData("await ctx.StepAsync(\"a\", _ => { ctx.Metadata.Parent.{|DUR0019:Increment|}(\"x\"); return Task.CompletedTask; });")]
    [InlineData("await ctx.StepAsync(\"a\", _ => { {|DUR0019:Elsewhere.Note|}(ctx.Metadata.Root); return Task.CompletedTask; });")]
    [InlineData("await ctx.StepAsync(\"a\", _ => {|DUR0019:ShipWorkflow.RunChildAsync|}(ctx, 1));")]
    [InlineData("var ship = await ShipWorkflow.StartChildAsync(ctx, 1); await ctx.StepAsync(\"a\", _ => ship.{|DUR0019:CancelAsync|}()); await ctx.StepAsync(\"b\", _ => ship.{|DUR0019:ResultAsync|}());")]
    [InlineData("var ship = await ShipWorkflow.StartChildAsync(ctx, 1); await ctx.StepAsync(\"a\", _ => {|DUR0019:Elsewhere.StopAsync|}(ship));")]
    public Task DurableOperation_InAnInlineStep_Reports(string statement) => Verify.ReportsAsync(Body.With(statement), Ship, """
        public static class Elsewhere
        {
            public static Task SleepAsync(WorkflowContext ctx) => Inner(ctx);
            public static void Note(MetadataWriter notes) => notes.Append("notes", 1);
            public static Task StopAsync(ChildRun ship) => ship.SignalAsync(ShipWorkflow.Stop, 1);
            private static Task Inner(WorkflowContext ctx) => ctx.SleepAsync(default);
        }
        """);

    // As the generator adds it to each workflow.
    private const string Ship = """
        [Workflow]
        public partial class ShipWorkflow
        {
            public static readonly Signal<int> Stop = new("stop");
            public async Task<int> RunAsync(WorkflowContext ctx, int order) { await ctx.SleepAsync(default); return order; }
            public static Task<int> RunChildAsync(WorkflowContext ctx, int order) => Task.FromResult(order);
            public static Task<ChildRun<int>> StartChildAsync(WorkflowContext ctx, int order) => Task.FromResult<ChildRun<int>>(null!);
            public static string Of(ChildRun child) => child.RunId;
        }
        """;

    [Theory]
    [InlineData("var ship = await ShipWorkflow.StartChildAsync(ctx, 1); await ctx.StepAsync(\"a\", _ => Task.FromResult(ship.RunId + ShipWorkflow.Of(ship))); await ship.ResultAsync();")]
    [InlineData("ctx.Metadata.Set(\"x\", ctx.Metadata.Get<int>(\"x\")); await ctx.StepAsync(\"a\", _ => Task.FromResult(ctx.RunId));")]
    [InlineData("await ctx.StepAsync(\"a\", _ => Own.RunChildAsync(1));", "private static class Own { public static Task RunChildAsync(int n) => Task.Delay(n); }")]
    public Task FactsOfChildrenAndMetadata_InAnInlineStep_DoNotReport(string statement, string members = "") => Verify.ReportsAsync(Body.With(statement, members), Ship);

    [Theory]
    [InlineData("var ship = await ShipWorkflow.StartChildAsync(ctx, 1); ship.{|DUR0020:SignalAsync|}(ShipWorkflow.Stop, 1); _ = ship.{|DUR0020:CancelAsync|}(); var result = ship.{|DUR0020:ResultAsync|}();")]
    [InlineData("{|DUR0020:ShipWorkflow.RunChildAsync|}(ctx, 1);")]
    public Task TaskOfAChild_Dropped_Reports(string statement) => Verify.ReportsAsync(Body.With(statement), Ship);

    [Fact]
    public Task DurableOperation_InAStepOrCompensator_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            private WorkflowContext? _ctx;

            public async Task RunAsync(WorkflowContext ctx)
            {
                _ctx = ctx;
                await PayAsync(1);
                await RestAsync();
            }

            [Step(Compensate = nameof(UndoAsync))]
            protected virtual async Task PayAsync(int amount)
            {
                await _ctx!.{|DUR0019:SleepAsync|}(TimeSpan.FromDays(amount));
                await {|DUR0019:ShipAsync|}();
                await HelpAsync();
            }

            private async Task UndoAsync(int amount) => await {|DUR0019:ShipAsync|}();
            private Task HelpAsync() => _ctx!.{|DUR0019:WaitUntilAsync|}(() => true);
            private Task RestAsync() => _ctx!.SleepAsync(TimeSpan.FromDays(1));
            [Step] protected virtual Task ShipAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task DurableOperation_InASharedStepOrItsCompensator_Reports() => Verify.ReportsAsync("""
        [Steps]
        public partial class CardSteps { [Step] public virtual Task CheckAsync() => Task.CompletedTask; }

        [Steps]
        public partial class PaymentSteps(CardSteps cards)
        {
            private WorkflowContext? _ctx;

            [Step(Compensate = nameof(RefundAsync))]
            public virtual async Task ChargeAsync()
            {
                await cards.{|DUR0019:CheckAsync|}();
                await {|DUR0019:NoteAsync|}();
                await HelpAsync();
                await Inner.HelpAsync(this);
                await {|DUR0019:Elsewhere.SleepAsync|}(_ctx!);
            }

            [Step("note")] public virtual Task NoteAsync() => Task.CompletedTask;
            private Task RefundAsync() => _ctx!.{|DUR0019:SleepAsync|}(default);
            private Task HelpAsync() => _ctx!.{|DUR0019:WaitUntilAsync|}(() => true);

            // For the workflow's body.
            public Task AllAsync(WorkflowContext ctx) { _ctx = ctx; return Task.WhenAll(ctx.SleepAsync(default), NoteAsync(), cards.CheckAsync()); }

            private static class Inner { public static Task HelpAsync(PaymentSteps steps) => steps.{|DUR0019:NoteAsync|}(); }
        }

        public static class Elsewhere { public static Task SleepAsync(WorkflowContext ctx) => ctx.SleepAsync(default); }
        """);

    [Fact]
    public Task DurableOperation_InAnInheritedStep_Reports() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public async Task RunAsync(WorkflowContext ctx) { Context = ctx; await PayAsync(); await ShipAsync(); }
            protected override Task OnPaidAsync() => {|DUR0019:ShipAsync|}();
            [Step] protected virtual async Task ShipAsync() { await {|DUR0019:RestAsync|}(); Own(); }
            private void Own() { }
        }
        """,
        """
        public abstract class Base : Root
        {
            [Step(Compensate = nameof(UndoAsync))]
            protected virtual async Task PayAsync() { await {|DUR0019:NoteAsync|}(); await OnPaidAsync(); await Help.HelpAsync(this); }

            [Step("note")] protected virtual Task NoteAsync() => Task.CompletedTask;
            protected Task UndoAsync() => RestAsync();
            protected virtual Task OnPaidAsync() => Task.CompletedTask;
            protected Task RestAsync() => Context!.{|DUR0019:SleepAsync|}(default);
            private static class Help { public static Task HelpAsync(Base steps) => steps.{|DUR0019:NoteAsync|}(); }
        }

        public abstract class Root
        {
            protected WorkflowContext? Context { get; set; }
            [Step] protected virtual Task CloseAsync() => {|DUR0019:Elsewhere.SleepAsync|}(Context!);

            // For bodies.
            protected async Task CloseLaterAsync() { await Context!.SleepAsync(default); await CloseAsync(); }
        }

        public static class Elsewhere { public static Task SleepAsync(WorkflowContext ctx) => ctx.SleepAsync(default); }
        """);

    [Fact]
    public Task InheritedSteps_ThatAskForNothingDurable_DoNotReport() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public async Task RunAsync(WorkflowContext ctx) { await PayAsync(); await RestAsync(ctx); }
            protected override Task OnPaidAsync() => Task.Delay(1);
            [Step] protected override async Task PayAsync() => await base.PayAsync();
        }
        """,
        """
        public abstract class Base
        {
            [Step] protected virtual async Task PayAsync() { await OnPaidAsync(); await SendAsync(); }
            protected virtual Task OnPaidAsync() => Task.CompletedTask;
            protected async Task RestAsync(WorkflowContext ctx) { await ctx.SleepAsync(default); await PayAsync(); await OtherAsync(); }
            private Task SendAsync() => Task.Delay(1);
            [Step] protected virtual Task OtherAsync() => Task.CompletedTask;
        }

        public abstract class NoSteps { public Task SleepAsync(WorkflowContext ctx) => ctx.SleepAsync(default); }
        """);

    private const string Billing = """
        public static class Billing
        {
            public static Task RunAsync(WorkflowContext ctx) => ctx.StepAsync("bill", async _ => await ctx.SleepAsync(default));
            public static Task ThroughAsync(WorkflowContext ctx) => LaterAsync(ctx);
            public static Task LaterAsync(WorkflowContext ctx) => ctx.StepAsync("bill", _ => WaitAsync(ctx));
            public static Task GroupAsync(WorkflowContext ctx) => ctx.StepAsync("bill", step => { Func<WorkflowContext, Task> wait = WaitAsync; return wait(ctx); });
            public static async Task WaitAsync(WorkflowContext ctx) { await ctx.SleepAsync(default); await ctx.StepAsync("note", _ => Task.Delay(1)); }
            public static Task AgainAsync(WorkflowContext ctx, int n) => n == 0 ? ctx.SleepAsync(default) : ctx.StepAsync("again", _ => AgainAsync(ctx, n - 1));
            public static Task AllowedAsync(WorkflowContext ctx) => ctx.StepAsync("bill", async _ =>
            {
        #pragma warning disable DUR0019
                await ctx.SleepAsync(default);
        #pragma warning restore DUR0019
            });
            public static Task FactsAsync(WorkflowContext ctx) => ctx.StepAsync("bill", _ => SendAsync(ctx, ctx.RunId));
            private static Task SendAsync(WorkflowContext ctx, string id) => Task.Delay(ctx.RunId.Length + id.Length);
            public static Task RoundAsync(WorkflowContext ctx, int n) => n == 0 ? ctx.SleepAsync(default) : RoundAsync(ctx, n - 1);
        }
        """;

    [Theory]
    [InlineData("await {|DUR0019:Billing.RunAsync|}(ctx); await {|DUR0019:Billing.RunAsync|}(ctx);")]
    [InlineData("await {|DUR0019:Billing.ThroughAsync|}(ctx); await {|DUR0019:Billing.LaterAsync|}(ctx);")]
    [InlineData("await {|DUR0019:Billing.GroupAsync|}(ctx);")]
    [InlineData("await {|DUR0019:Billing.AgainAsync|}(ctx, 3);")]
    [InlineData("await ctx.StepAsync(\"a\", _ => {|DUR0019:Billing.FactsAsync|}(ctx));")]
    public Task DurableOperation_InAnInlineStepOfAHelper_ReportsAtTheCall(string statement) => Verify.ReportsAsync(Body.With(statement), Billing);

    [Theory]
    [InlineData("await Billing.WaitAsync(ctx); await Billing.RoundAsync(ctx, 2);")]
    [InlineData("await Billing.FactsAsync(ctx);")]
    [InlineData("await Billing.AllowedAsync(ctx);")]
    public Task InlineStepsOfHelpers_ThatAskForNothingDurable_DoNotReport(string statement) => Verify.ReportsAsync(Body.With(statement), Billing);

    [Fact]
    public Task SharedSteps_ThatAskForNothingDurable_DoNotReport() => Verify.ReportsAsync("""
        public class Base
        {
            public virtual Task ChargeAsync() => Task.CompletedTask;
        }

        [Steps]
        public partial class PaymentSteps(TimeProvider time) : Base
        {
            [Step] public override async Task ChargeAsync() { await base.ChargeAsync(); await Task.Delay(time.GetUtcNow().Second); await SendAsync(Random.Shared.Next()); }
            private static Task SendAsync(int n) => Task.Delay(n);
        }
        """);

    [Fact]
    public Task Step_ThatOnlyReadsTheContextsFacts_OrCallsItsBase_DoesNotReport() => Verify.ReportsAsync("""
        using Microsoft.Extensions.Logging;

        public abstract class Base
        {
            [Step] protected virtual Task PayAsync(string id) => Task.CompletedTask;
        }

        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await PayAsync(ctx.RunId);
                await ctx.StepAsync("a", _ => { ctx.Logger.LogInformation("a"); return Task.FromResult(ctx.RunId + Describe(ctx)); });
            }

            protected override Task PayAsync(string id) => base.PayAsync(id);
            private static string Describe(WorkflowContext ctx) => ctx.WorkflowName;
        }
        """);

    [Theory]
    [InlineData("{|DUR0020:PayAsync|}();")]
    [InlineData("_ = {|DUR0020:PayAsync|}();")]
    [InlineData("var paid = {|DUR0020:PayAsync|}();")]
    [InlineData("ctx.{|DUR0020:SleepAsync|}(TimeSpan.FromDays(1));")]
    [InlineData("ctx?.{|DUR0020:SleepAsync|}(TimeSpan.FromDays(1));")]
    [InlineData("_ = ctx.{|DUR0020:CompensateAsync|}(\"a\");")]
    [InlineData("{|DUR0020:HelpAsync|}(); async Task HelpAsync() => await PayAsync();")]
    [InlineData("{|DUR0020:Task.WhenAll|}(PayAsync(), PayAsync());")]
    [InlineData("new List<int> { 1 }.ForEach(_ => {|DUR0020:PayAsync|}());")]
    [InlineData("new[] { 1 }.Select(_ => {|DUR0020:PayAsync|}()).ToList();")]
    [InlineData("var tasks = new[] { 1 }.Select(_ => {|DUR0020:PayAsync|}()).Where(task => !task.IsCompleted).ToArray();")]
    [InlineData("_ = new[] { 1 }.Select({|DUR0020:PayOneAsync|}).ToList(); async Task PayOneAsync(int n) => await PayAsync();")]
    [InlineData("_ = new[] { 1 }.Select(async _ => { await Task.CompletedTask; await {|DUR0020:PayAsync|}(); }).ToList();")]
    [InlineData("_ = (from n in new[] { 1 } select {|DUR0020:PayAsync|}()).ToList();")]
    [InlineData("_ = new[] { 1 }.Select(_ => {|DUR0020:PayAsync|}()).ToHashSet();")]
    [InlineData("_ = System.Collections.Immutable.ImmutableArray.ToImmutableArray(new[] { 1 }.Select(_ => {|DUR0020:PayAsync|}()));")]
    [InlineData("_ = System.Collections.Immutable.ImmutableList.ToImmutableList(((IEnumerable<Task>)new[] { 1 }.Select(_ => {|DUR0020:PayAsync|}())));")]
    [InlineData("var paid = new[] { {|DUR0020:PayAsync|}(), {|DUR0020:PayAsync|}() };")]
    [InlineData("var paid = _count > 1 ? {|DUR0020:PayAsync|}() : ctx.{|DUR0020:SleepAsync|}(default);")]
    [InlineData("_ = _count switch { 1 => {|DUR0020:PayAsync|}(), _ => Task.CompletedTask };")]
    [InlineData("Task? other = null; var paid = other ?? {|DUR0020:PayAsync|}();")]
    [InlineData("Task[] paid = [{|DUR0020:PayAsync|}(), {|DUR0020:PayAsync|}()];")]
    public Task DurableTask_Dropped_Reports(string statement) => Verify.ReportsAsync(Body.With("#pragma warning disable CS4014\n" + statement));

    [Theory]
    [InlineData("var paid = PayAsync(); await paid;")]
    [InlineData("var all = new List<Task>(); all.Add(PayAsync()); await Task.WhenAll(all);")]
    [InlineData("await (_count > 1 ? PayAsync() : ctx.SleepAsync(default));")]
    [InlineData("_pending = PayAsync(); await _pending;", "private Task? _pending;")]
    [InlineData("Func<Task> pay = () => PayAsync(); await pay();")]
    [InlineData("ctx.Emit(\"a\", 1);")]
    [InlineData("_ = Task.FromResult(1);")]
    [InlineData("var tasks = new[] { 1 }.Select(_ => PayAsync()).ToList(); await Task.WhenAll(tasks);")]
    [InlineData("var paid = await Task.WhenAll(new[] { 1 }.Select(_ => PayAsync()).ToList());")]
    [InlineData("var numbers = new[] { 1 }.Select(n => n + _count).ToList();")]
    [InlineData("_ = new[] { 1 }.Select(_ => Task.FromResult(1)).ToList();")]
    [InlineData("var paid = _count > 1 ? PayAsync() : PayAsync(); await paid;")]
    [InlineData("var paid = _count > 1 ? await PayAsync() : 0;")]
    public Task DurableTask_Kept_DoesNotReport(string statement, string members = "") => Verify.ReportsAsync(Body.With(statement, members));

    [Theory]
    [InlineData("Action act = {|DUR0022:async|} () => await PayAsync(); act();")]
    [InlineData("new List<int> { 1 }.ForEach({|DUR0022:async|} _ => await PayAsync());")]
    [InlineData("Changed += {|DUR0022:async|} (_, _) => await PayAsync(); Changed?.Invoke(this, EventArgs.Empty);", "private event EventHandler? Changed;")]
    [InlineData("Changed += OnChanged; Changed?.Invoke(this, EventArgs.Empty);", "private event EventHandler? Changed; private async void {|DUR0022:OnChanged|}(object? sender, EventArgs e) => await PayAsync();")]
    [InlineData("Fire(); async void {|DUR0022:Fire|}() => await PayAsync();")]
    public Task AsyncVoid_InWorkflowCode_Reports(string statement, string members = "") => Verify.ReportsAsync(Body.With(statement, members));

    [Theory]
    [InlineData("Func<Task> act = async () => await PayAsync(); await act();")]
    [InlineData("Action act = () => _count++; act();")]
    [InlineData("Changed += (_, _) => _count++; Changed?.Invoke(this, EventArgs.Empty);", "private event EventHandler? Changed;")]
    [InlineData("await ctx.StepAsync(\"a\", _ => { Action act = async () => await Task.Yield(); act(); return Task.CompletedTask; });")]
    public Task AsyncCode_ThatReturnsATask_DoesNotReport(string statement, string members = "") => Verify.ReportsAsync(Body.With(statement, members));
}
