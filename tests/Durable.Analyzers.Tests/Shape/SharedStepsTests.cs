using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Shape;

public sealed class SharedStepsTests // [Steps]: DUR1001, DUR1002, DUR1003, DUR1006 to DUR1010, DUR1015, DUR1026, DUR2005
{
    private const string Workflow = """
        [Workflow]
        public partial class OrderWorkflow(PaymentSteps payments)
        {
            public Task RunAsync(WorkflowContext ctx) => payments.ChargeAsync();

            [Step] protected virtual Task ShipAsync() => Task.CompletedTask;
        }
        """;

    [Fact]
    public Task Steps_Valid_DoesNotReport() => Verify.ReportsAsync(
        """
        [Steps]
        public partial class PaymentSteps(TimeProvider time)
        {
            [Step(Compensate = nameof(RefundAsync))] public virtual Task ChargeAsync() => Task.FromResult(time);
            private Task RefundAsync() => Task.CompletedTask;
        }
        """,
        Workflow);

    [Fact]
    public Task Steps_NotPartial_ReportsAtTheClassAlone() => Verify.ReportsAsync(
        "[Steps] public class {|DUR1001:PaymentSteps|} { [Step] public virtual Task ChargeAsync() => Task.CompletedTask; }", Workflow);

    [Theory]
    [InlineData("public {|DUR1002:sealed|} partial class PaymentSteps { public Task ChargeAsync() => Task.CompletedTask; }")]
    [InlineData("public {|DUR1002:abstract|} partial class PaymentSteps { [Step] public virtual Task ChargeAsync() => Task.CompletedTask; }")]
    [InlineData("public partial class PaymentSteps { [Step] public Task {|DUR1006:ChargeAsync|}() => Task.CompletedTask; }")]
    [InlineData("public partial class PaymentSteps { [Step] public virtual {|DUR1007:int|} Charge() => 1; public Task ChargeAsync() => Task.CompletedTask; }")]
    [InlineData("public partial class PaymentSteps { [Step(Compensate = {|DUR1015:\"Undo\"|})] public virtual Task ChargeAsync() => Task.CompletedTask; }")]
    [InlineData("public partial class PaymentSteps({|DUR1026:System.Data.Common.DbConnection database|}) { [Step] public virtual Task ChargeAsync() => Task.FromResult(database); }")]
    [InlineData("public partial class PaymentSteps { [Step] public virtual Task ChargeAsync({|DUR2005:object?|} what = null) => Task.CompletedTask; }")]
    [InlineData("public partial class PaymentSteps { [Step] public virtual Task ChargeAsync() => Task.CompletedTask; [Step({|DUR1010:\"charge\"|})] public virtual Task OtherAsync() => Task.CompletedTask; }")]
    [InlineData("public partial class PaymentSteps({|DUR1009:PaymentSteps more|}) { [Step] public virtual Task ChargeAsync() => Task.FromResult(more); }")]
    public Task Steps_Wrong_ReportsAsInAWorkflow(string declaration) => Verify.ReportsAsync("[Steps] " + declaration);

    [Fact]
    public Task Steps_Generic_Reports() => Verify.ReportsAsync(
        "[Steps] public partial class PaymentSteps{|DUR1003:<T>|} { [Step] public virtual Task ChargeAsync() => Task.CompletedTask; }");

    [Fact]
    public Task Steps_OnAWorkflow_Reports() => Verify.ReportsAsync(
        "[Workflow, {|DUR1009:Steps|}] public partial class OrderWorkflow { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }");

    [Fact]
    public Task Ids_OfWorkflowAndSharedSteps_MustDiffer() => Verify.ReportsAsync(
        "[Steps] public partial class PaymentSteps { [Step(\"ship\")] public virtual Task ChargeAsync() => Task.CompletedTask; }",
        Workflow.Replace("Task ShipAsync", "Task {|DUR1010:ShipAsync|}", StringComparison.Ordinal));

    [Fact]
    public Task Ids_OfTwoClassesOfSharedSteps_MustDiffer() => Verify.ReportsAsync(
        """
        [Steps] public partial class PaymentSteps { [Step("charge")] public virtual Task ChargeAsync() => Task.CompletedTask; }
        [Steps] public partial class CardSteps { [Step("charge")] public virtual Task ChargeAsync() => Task.CompletedTask; }

        [Workflow]
        public partial class OrderWorkflow(PaymentSteps payments, {|DUR1010:CardSteps cards|}, PaymentSteps again)
        {
            public Task RunAsync(WorkflowContext ctx) => Task.WhenAll(payments.ChargeAsync(), cards.ChargeAsync(), again.ChargeAsync());
        }
        """);

    [Fact]
    public Task Ids_OfSharedStepsWithinSharedSteps_MustDiffer() => Verify.ReportsAsync(
        """
        [Steps] public partial class CardSteps { [Step("ship")] public virtual Task ChargeAsync() => Task.CompletedTask; }
        [Steps] public partial class PaymentSteps(CardSteps cards) { [Step] public virtual Task NoteAsync() => Task.CompletedTask; public Task ChargeAsync() => cards.ChargeAsync(); }
        """,
        Workflow.Replace("Task ShipAsync", "Task {|DUR1010:ShipAsync|}", StringComparison.Ordinal));

    [Fact]
    public Task StepAttribute_OutsideWorkflowsAndSharedSteps_StillReports() => Verify.ReportsAsync(
        "public class Derived : PaymentSteps { [{|DUR1009:Step|}] public virtual Task OtherAsync() => Task.CompletedTask; }",
        "[Steps] public partial class PaymentSteps { [Step] public virtual Task ChargeAsync() => Task.CompletedTask; }");
}
