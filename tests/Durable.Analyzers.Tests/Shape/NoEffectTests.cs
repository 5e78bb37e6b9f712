using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Shape;

public sealed class NoEffectTests // DUR1009
{
    [Fact]
    public Task Step_Static_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step] protected {|DUR1009:static|} Task ShipAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Step_OnAnAccessor_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            protected virtual Task Ship { [{|DUR1009:Step|}] get => Task.CompletedTask; }
        }
        """);

    [Fact]
    public Task Step_OnFunctionsInsideAMethod_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await ShipAsync();
                var bill = [{|DUR1009:Step|}] () => Task.CompletedTask;
                await bill();

                [{|DUR1009:Step("ship")|}] Task ShipAsync() => Task.CompletedTask;
            }
        }
        """);

    [Theory]
    [InlineData("class")]
    [InlineData("sealed class")]
    [InlineData("struct")]
    [InlineData("static class")]
    public Task Step_OutsideAWorkflow_Reports(string type) => Verify.ReportsAsync($$"""
        public {{type}} Orders
        {
            [{|DUR1009:Step|}] public static Task ShipAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Step_InAnInterface_Reports() => Verify.ReportsAsync("""
        public interface IOrders
        {
            [{|DUR1009:Step|}] Task ShipAsync();
        }
        """);

    [Fact]
    public Task Step_InABaseOfAWorkflow_DoesNotReport() => Verify.ReportsAsync(
        """
        public class Base<T>
        {
            [Step] protected virtual Task ShipAsync(T item) => Task.CompletedTask;
        }
        """,
        """
        public class Middle : Base<int>;

        [Workflow]
        public partial class OrderWorkflow : Middle
        {
            public Task RunAsync(WorkflowContext ctx) => ShipAsync(1);
        }
        """);

    [Fact]
    public Task Step_InAnAbstractClass_DoesNotReport() => Verify.ReportsAsync("""
        public abstract class Base
        {
            [Step] protected virtual Task ShipAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task StepAttribute_OfAnotherLibrary_DoesNotReport() => Verify.ReportsAsync("""
        namespace Other
        {
            [AttributeUsage(AttributeTargets.Method)]
            public sealed class StepAttribute : Attribute;

            public class Orders
            {
                [Step] public void Ship() { }
            }
        }
        """);

    [Fact]
    public Task Constructor_OfManyTheLongest_DoesNotReport() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            private OrderWorkflow(IServiceProvider services) { }
            public OrderWorkflow(IServiceProvider services, TimeProvider time) : this(services) { }
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Constructors_OfTheSameLength_Report() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public OrderWorkflow(IServiceProvider services) { }
            public {|DUR1009:OrderWorkflow|}(TimeProvider time) { }
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Constructors_OneMarked_DoNotReport() => Verify.ReportsAsync("""
        using Microsoft.Extensions.DependencyInjection;

        [Workflow]
        public partial class OrderWorkflow
        {
            public OrderWorkflow(IServiceProvider services) { }
            [ActivatorUtilitiesConstructor] public OrderWorkflow(TimeProvider time) { }
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Constructor_WithAReference_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow({|DUR1009:ref int count|})
        {
            private readonly int _count = count;
            public Task RunAsync(WorkflowContext ctx) => Task.Delay(_count);
        }
        """);

    [Fact]
    public Task RequiredMember_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public required string {|DUR1009:Name|} { get; init; }
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task JsonContext_ThatIsNone_Reports() => Verify.ReportsAsync("""
        public class Options;

        [Workflow(Version = 2, JsonContext = {|DUR1009:typeof(Options)|})]
        public partial class OrderWorkflow { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }
        """);

    [Fact]
    public Task JsonContext_NotYetThere_IsTheCompilersBusiness() => Verify.ReportsInUnfinishedAsync("""
        [Workflow(JsonContext = typeof(Missing))]
        public partial class OrderWorkflow { public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask; }
        """);
}
