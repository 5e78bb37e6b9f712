using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Shape;

public sealed class DeclarationFixTests // DUR1001, DUR1002, DUR1003
{
    [Fact]
    public Task NotPartial_Fixed_KeepsTrivia() => VerifyFix.FixesAsync(
        "DUR1001",
        """
        // Ships things.
        [Workflow] // the name is the default
        public class /* here */ ShipWorkflow
        {
            int  _odd=1 ;

            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }

        [Workflow]
        class BillWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """,
        """
        // Ships things.
        [Workflow] // the name is the default
        public partial class /* here */ ShipWorkflow
        {
            int  _odd=1 ;

            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }

        [Workflow]
        partial class BillWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task NotPartial_NestedInNotPartial_BothAreFixed() => VerifyFix.FixesAsync(
        "DUR1003",
        """
        /// <summary>Outer.</summary>
        public static class Outer
        {
            public struct Middle
            {
                [Workflow]
                internal partial class ShipWorkflow
                {
                    public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
                }
            }
        }
        """,
        """
        /// <summary>Outer.</summary>
        public static partial class Outer
        {
            public partial struct Middle
            {
                [Workflow]
                internal partial class ShipWorkflow
                {
                    public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
                }
            }
        }
        """);

    [Fact]
    public Task Record_OffersNoFix() => VerifyFix.OffersNothingAsync("DUR1001", """
        [Workflow]
        public partial record ShipWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task GenericClass_OffersNoFix() => VerifyFix.OffersNothingAsync("DUR1003", """
        [Workflow]
        public partial class ShipWorkflow<T>
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task NotInheritable_Fixed_LosesTheModifierOnly() => VerifyFix.FixesAsync(
        "DUR1002",
        """
        // First.
        [Workflow]
        public sealed partial class ShipWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }

        // Second.
        partial class BillWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }

        [Workflow] abstract partial class BillWorkflow;

        // Third.
        [Workflow]
        static partial class PayWorkflow
        {
        }
        """,
        """
        // First.
        [Workflow]
        public partial class ShipWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }

        // Second.
        partial class BillWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }

        [Workflow] partial class BillWorkflow;

        // Third.
        [Workflow]
        partial class PayWorkflow
        {
        }
        """);

    [Fact]
    public Task Abstract_WithAbstractMembers_OffersNoFix() => VerifyFix.OffersNothingAsync("DUR1002", """
        [Workflow]
        public abstract partial class ShipWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => ShipAsync();

            [Step] protected abstract Task ShipAsync();
        }
        """);
}
