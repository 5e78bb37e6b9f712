using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Shape;

/// <summary>Code that its author has not finished: the compiler says so, no rule repeats it, and nothing is generated that could not compile.</summary>
public sealed class UnfinishedTests
{
    [Theory]
    [InlineData("[Query] public Missing Count() => throw null!;")]
    [InlineData("[Query] public int Count(Missing item) => 1;")]
    [InlineData("[Query] public int Count(int) => 1;")]
    [InlineData("[Query(Missing)] public int Count() => 1;")]
    [InlineData("[Query(1, 2, 3)] public int Count() => 1;")]
    [InlineData("[Update] public Task AddAsync(Box<Missing>.Inner item) => Task.CompletedTask;")]
    [InlineData("[Update(Validator = Missing)] public Task AddAsync() => Task.CompletedTask;")]
    [InlineData("[Update(Validator = nameof(Check))] public Task AddAsync() => Task.CompletedTask; private Missing Check() => throw null!;")]
    [InlineData("[Update(Validator = nameof(Check))] public Task AddAsync(int by) => Task.CompletedTask; private void Check(Missing by) { }")]
    [InlineData("[Update(Validator = nameof(Check))] public Task AddAsync(int by) => Task.CompletedTask; private void Check(Missing[] by) { }")]
    [InlineData("[Update(Validator = nameof(Check))] public Task AddAsync(int by) => Task.CompletedTask; private unsafe void Check(Missing* by) { }")]
    [InlineData("[SignalHandler(nameof(Paid))] private void On(Missing value) { }")]
    public Task Handler_Unfinished_IsLeftToTheCompiler(string members) => WorkflowAsync(members);

    [Theory]
    [InlineData("[Step] protected virtual Missing ShipAsync() => throw null!;")]
    [InlineData("[Step] protected virtual Task<List<Missing>> ShipAsync() => throw null!;")]
    [InlineData("[Step] protected virtual Task ShipAsync(Missing[] items) => Task.CompletedTask;")]
    [InlineData("[Step] protected virtual Task ShipAsync(Box<Missing>.Inner item) => Task.CompletedTask;")]
    [InlineData("[Step] protected virtual Task ShipAsync(int) => Task.CompletedTask;")]
    [InlineData("[Step] protected virtual Task ShipAsync([StepKey] Missing item) => Task.CompletedTask;")]
    [InlineData("[Step(Missing)] protected virtual Task ShipAsync() => Task.CompletedTask;")]
    [InlineData("[Step(MaxAttempts = Missing)] protected virtual Task ShipAsync() => Task.CompletedTask;")]
    [InlineData("[Step, RateLimit(Missing, Limit = 1)] protected virtual Task ShipAsync() => Task.CompletedTask;")]
    [InlineData("[Step, RateLimit(\"key\", Limit = Missing)] protected virtual Task ShipAsync() => Task.CompletedTask;")]
    public Task Step_Unfinished_IsLeftToTheCompiler(string members) => WorkflowAsync(members);

    [Theory]
    [InlineData("nameof(UndoAsync)", "private Missing UndoAsync() => throw null!;")]
    [InlineData("nameof(UndoAsync)", "private Task UndoAsync(Missing item) => Task.CompletedTask;")]
    [InlineData("nameof(UndoAsync)", "private Task UndoAsync(List<Missing[]> item) => Task.CompletedTask;")]
    [InlineData("nameof()", "")]
    [InlineData("nameof(One, Two)", "")]
    [InlineData("Missing", "")]
    [InlineData("Missing(UndoAsync)", "private Task UndoAsync() => Task.CompletedTask;")]
    public Task Compensator_Unfinished_IsLeftToTheCompiler(string name, string members) =>
        WorkflowAsync($"[Step(Compensate = {name})] protected virtual Task ShipAsync() => Task.CompletedTask; {members}");

    [Theory]
    [InlineData("public static readonly Signal<Missing> More = new(\"more\");")]
    [InlineData("public static readonly Signal<Dictionary<int, Missing>> More = new(\"more\");")]
    [InlineData("public OrderWorkflow(Missing services) { }")]
    [InlineData("private Task SaveAsync(WorkflowContext ctx) => ctx.CheckpointAsync(new List<Missing>());")]
    public Task Member_Unfinished_IsLeftToTheCompiler(string members) => WorkflowAsync(members);

    [Theory]
    [InlineData("public Missing RunAsync(WorkflowContext ctx) => throw null!;")]
    [InlineData("public Task RunAsync(Missing ctx) => throw null!;")]
    [InlineData("public Task RunAsync(WorkflowContext ctx, Missing input) => throw null!;")]
    [InlineData("public Task RunAsync(WorkflowContext ctx, Missing[] input) => throw null!;")]
    public Task Body_Unfinished_IsLeftToTheCompiler(string body) => Verify.ReportsInUnfinishedAsync($$"""
        [Workflow]
        public partial class OrderWorkflow { {{body}} }
        """);

    [Theory]
    [InlineData("[Workflow(Missing)]", "")]
    [InlineData("[Workflow(Version = Missing)]", "")]
    [InlineData("[Workflow(Retention = Missing)]", "")]
    [InlineData("[Workflow(JsonContext = typeof(Missing))]", "")]
    [InlineData("[Workflow(JsonContext = typeof(Box<Missing>))]", "")]
    [InlineData("[Workflow]", " : Missing")]
    public Task Class_Unfinished_IsLeftToTheCompiler(string attribute, string bases) => Verify.ReportsInUnfinishedAsync($$"""
        public sealed class Box<T>;

        {{attribute}}
        public partial class OrderWorkflow{{bases}}
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Theory]
    [InlineData("[Step] public virtual Missing ShipAsync() => throw null!;")]
    [InlineData("[Step] public virtual Task ShipAsync(Missing item) => throw null!;")]
    [InlineData("public PaymentSteps(Missing services) { }")]
    [InlineData("[Step] public virtual Task ShipAsync(StepContext step) => throw step.Suspend(new List<Missing>());")]
    public Task SharedSteps_Unfinished_AreLeftToTheCompiler(string members) => Verify.ReportsInUnfinishedAsync($$"""
        [Steps]
        public partial class PaymentSteps { {{members}} }
        """);

    [Fact]
    public Task SharedSteps_Unfinished_KeepTheWorkflowFromBeingGenerated() => Verify.ReportsInUnfinishedAsync("""
        [Steps]
        public partial class PaymentSteps { [Step] public virtual Task PayAsync(Missing item) => throw null!; }

        [Steps]
        public partial class StockSteps { [Step] public virtual Task ReserveAsync() => Task.CompletedTask; }

        [Workflow]
        public partial class OrderWorkflow(PaymentSteps payments)
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult(payments);
        }

        [Workflow]
        public partial class StockWorkflow(StockSteps stock)
        {
            public Task RunAsync(WorkflowContext ctx) => stock.ReserveAsync();
        }
        """);

    [Fact]
    public Task Faults_ThatAreReported_KeepTheirClassFromBeingGenerated() => Verify.ReportsInUnfinishedAsync("""
        [Steps]
        public partial class PaymentSteps { [Step] public Task {|DUR1006:PayAsync|}() => Task.CompletedTask; }

        [Steps]
        public partial class StockSteps { [Step] public virtual Task ReserveAsync() => Task.CompletedTask; }

        [Workflow]
        public partial class OrderWorkflow(PaymentSteps payments)
        {
            public Task RunAsync(WorkflowContext ctx) => payments.PayAsync();
        }

        [Workflow]
        public partial class StockWorkflow(StockSteps stock)
        {
            public Task RunAsync(WorkflowContext ctx) => stock.ReserveAsync();
        }

        [Workflow]
        public partial class BillWorkflow
        {
            public {|DUR1005:void|} RunAsync(WorkflowContext ctx) { }
        }

        public class Elsewhere { public Missing Value => throw null!; }
        """);

    [Theory]
    [InlineData("struct")]
    [InlineData("record struct")]
    [InlineData("interface")]
    public Task Attributes_OnWhatIsNoClass_AreLeftToTheCompiler(string kind) => Verify.ReportsInUnfinishedAsync($$"""
        [Workflow, Steps]
        public partial {{kind}} Order{{(kind == "interface" ? "" : "(System.Data.Common.DbConnection database)")}};
        """);

    private static Task WorkflowAsync(string members) => Verify.ReportsInUnfinishedAsync($$"""
        public sealed class Box<T> { public sealed class Inner; }

        [Workflow]
        public partial class OrderWorkflow
        {
            public static readonly Signal<int> Paid = new("paid");

            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            {{members}}
        }
        """);
}
