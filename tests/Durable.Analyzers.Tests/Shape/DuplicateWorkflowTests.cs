using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Shape;

public sealed class DuplicateWorkflowTests // DUR1012
{
    [Fact]
    public Task Workflows_WithTheSameNameAndVersion_ReportInBothFiles() => Verify.ReportsAsync(
        """
        namespace One;

        [Workflow({|DUR1012:"order"|})]
        public partial class IntakeWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """,
        """
        namespace Two;

        [Workflow]
        public partial class {|DUR1012:OrderWorkflow|}
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Workflows_MarkedThroughAliasesAndFullNames_Report() => Verify.ReportsAsync(
        """
        using Flow = Durable.WorkflowAttribute;

        [Flow({|DUR1012:"order"|})] public partial class First { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }
        """,
        """
        namespace Two
        {
            using Process = global::Durable.WorkflowAttribute;

            [Process({|DUR1012:"order"|})] public partial class Second { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }
        }
        """,
        """
        [Durable.Workflow({|DUR1012:"order"|})] public partial class Third { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }
        [global::Durable.WorkflowAttribute({|DUR1012:"order"|})] public partial class Fourth { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }
        """);

    [Fact]
    public Task Workflows_WithAnotherVersionOrCase_DoNotReport() => Verify.ReportsAsync("""
        [Workflow("order")]
        public partial class First
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }

        [Workflow("order", Version = 2)]
        public partial class Second
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Workflow("Order")]
            public partial class Third
            {
                public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
            }
        }
        """);

    [Theory]
    [InlineData("OrderIntakeWorkflow", "order-intake")]
    [InlineData("HTTPImport", "http-import")]
    [InlineData("Order2Fast", "order2-fast")]
    [InlineData("Workflow", "workflow")]
    [InlineData("XWorkflow", "x")]
    public Task Name_MadeOfTheClass_IsTheSameAsWritten(string type, string name) => Verify.ReportsAsync($$"""
        [Workflow] public partial class {|DUR1012:{{type}}|} { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }
        [Workflow({|DUR1012:"{{name}}"|})] public partial class Written { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }
        """);

    [Fact]
    public Task Workflows_NotPartialOrBehindANamespaceAlias_Report() => Verify.ReportsAsync("""
        using D = Durable;

        [D::Workflow({|DUR1012:"order"|})] public partial class First { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }
        [D.Workflow({|DUR1012:"order"|})] public class {|DUR1001:Second|} { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }
        """);

    [Fact]
    public Task Workflows_NotPartial_ReportBoth() => Verify.ReportsAsync("""
        [Workflow({|DUR1012:"order"|})] public class {|DUR1001:First|} { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }
        [Workflow({|DUR1012:"order"|})] public class {|DUR1001:Second|} { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }
        """);
}
