using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Shape;

public sealed class DeclarationTests // DUR1001, DUR1002, DUR1003, DUR1028
{
    [Fact]
    public Task Workflow_Complete_DoesNotReport() => Verify.ReportsAsync("""
        public sealed record Order(string Id, decimal Total);

        [Workflow("order", Version = 2, Queue = "slow.lane")]
        public partial class OrderWorkflow(IServiceProvider services)
        {
            public static readonly Signal<bool> Approved = new("approved");

            public async Task<string> RunAsync(WorkflowContext ctx, Order order)
            {
                _ = services is null;
                await ReserveAsync(order);
                await ctx.WaitForSignalAsync(Approved, TimeSpan.FromDays(2));
                return await ChargeAsync(order.Id, order.Total);
            }

            [Step(Compensate = nameof(ReleaseAsync), CompensateOn = CompensateOn.Started)]
            protected virtual Task ReserveAsync(Order order) => Task.CompletedTask;
            private Task ReleaseAsync(Order order) => Task.CompletedTask;

            [Step("charge", Compensate = nameof(RefundAsync), MaxAttempts = 5, Timeout = "30s", NonRetryable = [typeof(FormatException)])]
            protected virtual Task<string> ChargeAsync(string orderId, decimal total, StepContext step = default) => Task.FromResult(orderId);
            private ValueTask<int> RefundAsync(string orderId, string chargeId, StepContext step, CancellationToken token) => default;
        }
        """);

    [Fact]
    public Task Names_OfWhatIsGenerated_Report() => Verify.ReportsAsync("""
        [Workflow("feed")]
        public partial class FeedWorkflow
        {
            private int {|DUR1028:Client|} => 2;
            private readonly int {|DUR1028:Definition|} = 1;
            public Task RunAsync(WorkflowContext ctx) => Run(ctx);
            private Task {|DUR1028:Run|}(WorkflowContext ctx) => ctx.SleepAsync(TimeSpan.FromDays(Definition + Client));
        }

        [Workflow("given")]
        public partial class GivenWorkflow(TimeSpan {|DUR1028:Client|})
        {
            public Task RunAsync(WorkflowContext ctx) => ctx.SleepAsync(Client);
        }

        [Workflow("outer")]
        public partial class OuterWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => ctx.SleepAsync(default);

            public sealed class {|DUR1028:Client|};
        }

        [Workflow("run")]
        public partial class {|DUR1028:Run|} { public Task RunAsync(WorkflowContext ctx) => ctx.SleepAsync(default); }

        [Workflow("child")]
        public partial class {|DUR1028:RunChildAsync|} { public Task RunAsync(WorkflowContext ctx) => ctx.SleepAsync(default); }
        """);

    [Fact]
    public Task Names_ThatMakeWayOrAreOthers_DoNotReport() => Verify.ReportsAsync("""
        public interface IFeed { object Client { get; } }

        public class Base { protected object Definition => 1; }

        [Workflow]
        public partial class FeedWorkflow(TimeSpan run) : Base, IFeed
        {
            object IFeed.Client => 1;
            public Task RunAsync(WorkflowContext ctx) => RunChildAsync(ctx);
            [Step] protected virtual Task StepAsync(int Run) => Task.FromResult(Run + run.Days);
            private Task RunChildAsync(WorkflowContext ctx) => ctx.SleepAsync(default);
            private sealed class Client<T> { }
            private readonly object client = new Client<int>(), Runs = 1;
            public override string ToString() => $"{client} {Runs}";
        }

        [Steps]
        public partial class Client
        {
            [Step] public virtual Task Run() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Class_WithoutPartial_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public class {|DUR1001:OrderWorkflow|}
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Class_WithoutAttribute_DoesNotReport() => Verify.ReportsAsync("""
        public sealed class OrderWorkflow
        {
            public void RunAsync() { }
        }
        """);

    [Fact]
    public Task Record_MarkedAsWorkflow_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial record {|DUR1001:OrderWorkflow|}
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Class_InTwoFiles_ReportsWhereTheMistakeStands() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => ShipAsync();
        }
        """,
        """
        public {|DUR1002:sealed|} partial class OrderWorkflow
        {
            [Step] protected Task {|DUR1006:ShipAsync|}() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Class_WithGeneratedPart_StillReports() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => ShipAsync();

            [Step] protected Task {|DUR1006:ShipAsync|}() => Task.CompletedTask;
        }
        """,
        """
        // <auto-generated/>
        partial class OrderWorkflow
        {
            private sealed class StateMachine : OrderWorkflow { }
        }
        """);

    [Fact]
    public Task Workflow_InGeneratedFile_DoesNotReport() => Verify.ReportsAsync("""
        // <auto-generated/>
        [Workflow]
        public sealed class OrderWorkflow { }
        """);

    [Theory]
    [InlineData("sealed")]
    [InlineData("abstract")]
    public Task Class_NotInheritable_Reports(string modifier) => Verify.ReportsAsync($$"""
        [Workflow]
        public {|DUR1002:{{modifier}}|} partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Class_Static_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public {|DUR1002:static|} partial class OrderWorkflow
        {
        }
        """);

    [Fact]
    public Task AbstractBase_OfWorkflow_DoesNotReport() => Verify.ReportsAsync("""
        public abstract class Base
        {
            public Task RunAsync(WorkflowContext ctx) => ShipAsync();

            [Step] protected abstract Task ShipAsync();
        }

        [Workflow]
        public partial class OrderWorkflow : Base
        {
            protected override Task ShipAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task ContainingType_NotPartial_Reports() => Verify.ReportsAsync("""
        public static class {|DUR1003:Outer|}
        {
            public partial struct Middle
            {
                [Workflow]
                public partial class OrderWorkflow
                {
                    public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
                }
            }
        }
        """);

    [Fact]
    public Task ContainingType_OfSeveralWorkflows_ReportsOnce() => Verify.ReportsAsync("""
        public class {|DUR1003:Outer|}
        {
            [Workflow]
            public class {|DUR1001:OrderWorkflow|}
            {
                public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

                [Workflow]
                public partial class InnerWorkflow
                {
                    public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
                }
            }

            [Workflow]
            public partial class BillWorkflow
            {
                public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
            }
        }
        """);

    [Fact]
    public Task ContainingTypes_AllPartial_DoNotReport() => Verify.ReportsAsync("""
        public static partial class Outer
        {
            internal partial interface IMiddle
            {
                [Workflow]
                internal partial class OrderWorkflow
                {
                    public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
                }
            }
        }
        """);

    [Fact]
    public Task Class_WithTypeParameters_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow{|DUR1003:<T>|}
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Class_ClosingAGenericBase_DoesNotReport() => Verify.ReportsAsync("""
        public abstract class Base<T>
        {
            public Task RunAsync(WorkflowContext ctx, T input) => SaveAsync(input);

            [Step(Compensate = nameof(DropAsync))] protected virtual Task SaveAsync(T value) => Task.CompletedTask;

            protected Task DropAsync(T value) => Task.CompletedTask;
        }

        [Workflow]
        public partial class OrderWorkflow : Base<string>;
        """);

    [Fact]
    public Task ContainingType_WithTypeParameters_Reports() => Verify.ReportsAsync("""
        public partial class Outer{|DUR1003:<T>|}
        {
            [Workflow]
            public partial class OrderWorkflow
            {
                public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
            }
        }
        """);

    [Fact]
    public Task Class_FileLocal_Reports() => Verify.ReportsAsync("""
        [Workflow]
        {|DUR1003:file|} partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Theory]
    [InlineData("private")]
    [InlineData("protected")]
    [InlineData("private protected")]
    public Task Class_NotVisibleToItsAssembly_Reports(string accessibility) => Verify.ReportsAsync($$"""
        public partial class Outer
        {
            [Workflow]
            {{accessibility}} partial class {|DUR1003:OrderWorkflow|}
            {
                public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
            }
        }
        """);

    [Fact]
    public Task Class_ProtectedInternal_DoesNotReport() => Verify.ReportsAsync("""
        public partial class Outer
        {
            [Workflow]
            protected internal partial class OrderWorkflow
            {
                public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
            }
        }
        """);

    [Fact]
    public Task Signal_PrivateInABase_Reports() => Verify.ReportsAsync("""
        public abstract class Base
        {
            private static readonly Signal<bool> Approved = new("approved");

            public Task RunAsync(WorkflowContext ctx) => ctx.WaitForSignalAsync(Approved);
        }

        [Workflow]
        public partial class {|DUR1003:OrderWorkflow|} : Base;
        """);

    [Fact]
    public Task Class_InTwoParts_ReportsAtTheOneWithTheAttribute() => Verify.ReportsAsync(
        "public partial class OrderWorkflow { public int Count => 1; }",
        "[Workflow] public partial class {|DUR1004:OrderWorkflow|};");
}
