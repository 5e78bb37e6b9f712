using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Shape;

public sealed class BodyTests // DUR1004, DUR1005
{
    [Fact]
    public Task Workflow_WithoutRun_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class {|DUR1004:OrderWorkflow|}
        {
            public Task {|DUR1028:Run|}(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Run_InheritedFromABase_DoesNotReport() => Verify.ReportsAsync("""
        public abstract class Base
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }

        [Workflow]
        public partial class OrderWorkflow : Base;
        """);

    [Fact]
    public Task Run_InheritedWithAWrongSignature_ReportsAtTheWorkflow() => Verify.ReportsAsync("""
        public abstract class Base
        {
            public void RunAsync(WorkflowContext ctx) { }
        }

        [Workflow]
        public partial class {|DUR1005:OrderWorkflow|} : Base;
        """);

    [Theory]
    [InlineData("{|DUR1005:void|} RunAsync(WorkflowContext ctx) { }")]
    [InlineData("async {|DUR1005:void|} RunAsync(WorkflowContext ctx) => await Task.Yield();")]
    [InlineData("{|DUR1005:ValueTask<int>|} RunAsync(WorkflowContext ctx) => default;")]
    [InlineData("{|DUR1005:ValueTask|} RunAsync(WorkflowContext ctx) => default;")]
    [InlineData("{|DUR1005:ref Task|} RunAsync(WorkflowContext ctx) => throw null!;")]
    [InlineData("{|DUR1005:ref readonly Task<int>|} RunAsync(WorkflowContext ctx) => throw null!;")]
    [InlineData("{|DUR1005:string|} RunAsync(WorkflowContext ctx) => null!;")]
    [InlineData("{|DUR1005:IAsyncEnumerable<int>|} RunAsync(WorkflowContext ctx) => null!;")]
    public Task Run_NotReturningATask_Reports(string body) => Verify.ReportsAsync($$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            public {{body}}
        }
        """);

    [Theory]
    [InlineData("public Task {|DUR1005:RunAsync|}()")]
    [InlineData("public Task RunAsync({|DUR1005:int order|})")]
    [InlineData("public Task RunAsync({|DUR1005:int order|}, WorkflowContext ctx)")]
    [InlineData("public Task RunAsync(WorkflowContext ctx, {|DUR1005:CancellationToken token|})")]
    [InlineData("public Task RunAsync(WorkflowContext ctx, int a, {|DUR1005:int b|})")]
    [InlineData("public Task RunAsync(WorkflowContext ctx, {|DUR1005:in int a|})")]
    [InlineData("public Task RunAsync(WorkflowContext ctx, {|DUR1005:ReadOnlySpan<byte> a|})")]
    [InlineData("public unsafe Task RunAsync(WorkflowContext ctx, {|DUR1005:int* a|})")]
    [InlineData("public unsafe Task RunAsync(WorkflowContext ctx, {|DUR1005:delegate*<void> a|})")]
    [InlineData("public Task RunAsync{|DUR1005:<T>|}(WorkflowContext ctx)")]
    [InlineData("internal Task {|DUR1005:RunAsync|}(WorkflowContext ctx)")]
    [InlineData("public static Task {|DUR1005:RunAsync|}(WorkflowContext ctx)")]
    public Task Run_WithAnotherSignature_Reports(string signature) => Verify.ReportsAsync($$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            {{signature}} => Task.CompletedTask;
        }
        """);

    [Theory]
    [InlineData("Task RunAsync(WorkflowContext ctx)")]
    [InlineData("Task RunAsync(WorkflowContext context, int? order = null)")]
    [InlineData("virtual Task<int> RunAsync(WorkflowContext ctx, (int A, string B) order)")]
    public Task Run_WithTheSignature_DoesNotReport(string signature) => Verify.ReportsAsync($$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            public {{signature}} => throw null!;
        }
        """);

    [Fact]
    public Task Run_DeclaredTwice_ReportsTheSecond() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
            public Task {|DUR1005:RunAsync|}(WorkflowContext ctx, int order) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Run_WithAnOverloadThatIsNoBody_ReportsThatOne() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            private Task {|DUR1005:RunAsync|}(int order) => Task.CompletedTask;
            public Task RunAsync(WorkflowContext ctx) => RunAsync(1);
        }
        """);

    [Fact]
    public Task NoRun_Fixed_AddsABody() => VerifyFix.FixesAsync(
        "DUR1004",
        """
        [Workflow]
        public partial class OrderWorkflow
        {
        }

        [Workflow]
        public partial class BillWorkflow(IServiceProvider services)
        {
            private readonly IServiceProvider _services = services;

            [Step] protected virtual Task ShipAsync() => Task.CompletedTask;
        }

        [Workflow]
        public partial class PayWorkflow
        {
            [Step] protected virtual Task ShipAsync() => Task.CompletedTask;
        }
        """,
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx)
            {
                throw new NotImplementedException();
            }
        }

        [Workflow]
        public partial class BillWorkflow(IServiceProvider services)
        {
            private readonly IServiceProvider _services = services;

            public Task RunAsync(WorkflowContext ctx)
            {
                throw new NotImplementedException();
            }

            [Step] protected virtual Task ShipAsync() => Task.CompletedTask;
        }

        [Workflow]
        public partial class PayWorkflow
        {
            public Task RunAsync(WorkflowContext ctx)
            {
                throw new NotImplementedException();
            }

            [Step] protected virtual Task ShipAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task NoRun_AnotherMemberHasTheName_OffersNoFix() => VerifyFix.OffersNothingAsync("DUR1004", """
        [Workflow]
        public partial class OrderWorkflow
        {
            public int RunAsync { get; set; }
        }
        """);
}
