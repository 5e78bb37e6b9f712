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

    [Theory]
    [InlineData("class")]
    [InlineData("struct")]
    [InlineData("static class")]
    public Task Handlers_OutsideAWorkflow_Report(string type) => Verify.ReportsAsync($$"""
        public {{type}} Cart
        {
            [{|DUR1009:Query|}] public static int Count() => 1;
            [{|DUR1009:Update("add")|}] public static Task AddAsync() => Task.CompletedTask;
            [Obsolete, {|DUR1009:SignalHandler("Paid")|}] public static void OnPaid(int value) { }
        }
        """);

    [Fact]
    public Task Handlers_InAnInterfaceOrNestedClass_Report() => Verify.ReportsAsync("""
        public interface ICart
        {
            [{|DUR1009:Query|}] int Count();
        }

        [Workflow]
        public partial class CartWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            public class Part
            {
                [{|DUR1009:Query|}] public int Count() => 1;
            }
        }
        """);

    [Fact]
    public Task Handlers_OnFunctionsAndAccessors_Report() => Verify.ReportsAsync("""
        [Workflow]
        public partial class CartWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await AddAsync();
                var count = [{|DUR1009:Query|}] () => 1;
                count();

                [{|DUR1009:Update|}, {|DUR1009:SignalHandler("x")|}] Task AddAsync() => Task.CompletedTask;
            }

            public int Total { [{|DUR1009:Query|}] get => 1; }
        }
        """);

    [Fact]
    public Task Handlers_InBasesOfWorkflows_DoNotReport() => Verify.ReportsAsync(
        """
        public class Base
        {
            [Query] protected int Count() => 1;
        }

        public abstract class Elsewhere
        {
            [Query] protected int Count() => 1;
        }
        """,
        """
        [Workflow]
        public partial class CartWorkflow : Base
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task HandlerAttributes_OfAnotherLibrary_DoNotReport() => Verify.ReportsAsync("""
        namespace Other
        {
            [AttributeUsage(AttributeTargets.Method)] public sealed class QueryAttribute : Attribute;
            [AttributeUsage(AttributeTargets.Method)] public sealed class UpdateAttribute : Attribute;

            public class Cart
            {
                [Query] public int Count() => 1;
                [Update] public void Add() { }
            }
        }
        """);

    [Fact]
    public Task Methods_WithSeveralRoles_ReportTheLater() => Verify.ReportsAsync("""
        [Workflow]
        public partial class CartWorkflow
        {
            [{|DUR1009:Update|}, {|DUR1009:Step|}] public virtual Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step, {|DUR1009:Update|}] protected virtual Task AddAsync() => Task.CompletedTask;
            [Query, {|DUR1009:Update("x")|}] public int Count() => 1;
        }
        """);

    [Fact]
    public Task Method_OfABaseWithSeveralRoles_ReportsAtTheWorkflow() => Verify.ReportsAsync(
        """
        public abstract class Base
        {
            [Step, Update] protected virtual Task AddAsync() => Task.CompletedTask;
        }
        """,
        """
        [Workflow]
        public partial class {|DUR1009:CartWorkflow|} : Base
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
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
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult(_count);
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

    [Fact]
    public Task Body_MarkedAsAQuery_ReportsThatAlone() => Verify.ReportsAsync("""
        [Workflow]
        public partial class CartWorkflow
        {
            [{|DUR1009:Query|}] public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task RequiredMember_ThatTheConstructorSets_DoesNotReport() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public OrderWorkflow() => Name = "a";
            public required string Name { get; init; }
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);
}
