using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Shape;

public sealed class CompensationTests // DUR1015 to DUR1019
{
    [Fact]
    public Task Target_Missing_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step(Compensate = {|DUR1015:"ReleaseAsync"|})] protected virtual Task ReserveAsync() => Task.CompletedTask;
            [Step(Compensate = {|DUR1015:nameof(Refund)|})] protected virtual Task ChargeAsync() => Task.CompletedTask;
            public int Refund { get; set; }
        }
        """);

    [Fact]
    public Task Target_NotWrittenYet_Reports() => Verify.ReportsInUnfinishedAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step(Compensate = {|DUR1015:nameof(ReleaseAsync)|})] protected virtual Task ReserveAsync() => Task.CompletedTask;
            [Step(Compensate = {|DUR1015:nameof(OrderWorkflow.RefundAsync)|})] protected virtual Task ChargeAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Target_NullOrInherited_DoesNotReport() => Verify.ReportsAsync("""
        public abstract class Base
        {
            protected virtual Task ReleaseAsync() => Task.CompletedTask;
        }

        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step(Compensate = null)] protected virtual Task OneAsync() => Task.CompletedTask;
            [Step(Compensate = nameof(ReleaseAsync))] protected virtual Task TwoAsync() => Task.CompletedTask;
            [Step(Compensate = nameof(StaticAsync))] protected virtual Task ThreeAsync() => Task.CompletedTask;
            protected override Task ReleaseAsync() => Task.CompletedTask;
            private static Task StaticAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Target_PrivateInABase_ReportsAtTheWorkflow() => Verify.ReportsAsync("""
        public abstract class Base
        {
            [Step(Compensate = nameof(ReleaseAsync))] protected virtual Task ReserveAsync() => Task.CompletedTask;
            private Task ReleaseAsync() => Task.CompletedTask;
        }

        [Workflow]
        public partial class {|DUR1015:OrderWorkflow|} : Base
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Parameters_ThatMatch_DoNotReport() => Verify.ReportsAsync("""
        public sealed record Order(string Id);

        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step(Compensate = nameof(AllAsync))]
            protected virtual Task<string> OneAsync(Order order, int count, StepContext step = default) => throw null!;
            private Task AllAsync(CancellationToken token, int count, string charge, Order order, StepContext step) => throw null!;

            [Step(Compensate = nameof(NoneAsync), CompensateOn = CompensateOn.Started)]
            protected virtual Task<string> TwoAsync(Order order) => throw null!;
            private Task NoneAsync() => throw null!;

            [Step(Compensate = nameof(MaybeAsync), CompensateOn = CompensateOn.Started)]
            protected virtual ValueTask<int> ThreeAsync((int A, int B) pair, string? note) => throw null!;
            private Task MaybeAsync(int? booked, (int X, int Y) pair, string note) => throw null!;
        }
        """);

    [Theory]
    [InlineData("{|DUR1016:decimal sku|}")]
    [InlineData("{|DUR1016:int order|}")]
    [InlineData("string a, {|DUR1016:string b|}")]
    [InlineData("{|DUR1016:ref Order order|}")]
    [InlineData("{|DUR1016:Order Order|}")]
    [InlineData("{|DUR1016:object charge|}")]
    [InlineData("{|DUR1016:string order|}")]
    public Task Parameters_ThatDoNotMatch_Report(string parameters) => Verify.ReportsAsync($$"""
        public sealed record Order(string Id);

        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step(Compensate = nameof(UndoAsync))] protected virtual Task<string> DoAsync(Order order) => throw null!;
            private Task UndoAsync({{parameters}}) => throw null!;
        }
        """);

    [Fact]
    public Task Parameter_TakingTheResultOfAStepWithoutOne_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step(Compensate = nameof(UndoAsync))] protected virtual Task DoAsync() => throw null!;
            private Task UndoAsync({|DUR1016:string charge|}) => throw null!;
        }
        """);

    [Theory]
    [InlineData("string")]
    [InlineData("int")]
    public Task Result_OfAStartedStepThatCannotBeNull_Reports(string type) => Verify.ReportsAsync($$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step(Compensate = nameof(UndoAsync), CompensateOn = CompensateOn.Started)]
            protected virtual Task<{{type}}> DoAsync() => throw null!;
            private Task UndoAsync({|DUR1016:{{type}} result|}) => throw null!;
        }
        """);

    [Fact]
    public Task Target_WithTypeParameters_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step(Compensate = nameof(UndoAsync))] protected virtual Task DoAsync() => throw null!;
            private Task UndoAsync{|DUR1016:<T>|}() => throw null!;
        }
        """);

    [Fact]
    public Task Parameters_OfACompensatorInABase_ReportAtTheAttribute() => Verify.ReportsAsync("""
        public abstract class Base
        {
            protected Task UndoAsync(int other) => throw null!;
        }

        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step(Compensate = {|DUR1016:nameof(UndoAsync)|})] protected virtual Task DoAsync() => throw null!;
        }
        """);

    [Fact]
    public Task Target_Overloaded_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step(Compensate = {|DUR1017:nameof(UndoAsync)|})] protected virtual Task DoAsync() => throw null!;
            private Task UndoAsync() => throw null!;
            private Task UndoAsync(StepContext step) => throw null!;
        }
        """);

    [Fact]
    public Task Target_OverridingItsBase_IsNotAmbiguous() => Verify.ReportsAsync("""
        public abstract class Base
        {
            protected abstract Task UndoAsync();
        }

        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step(Compensate = nameof(UndoAsync))] protected virtual Task DoAsync() => throw null!;
            protected override Task UndoAsync() => throw null!;
        }
        """);

    [Fact]
    public Task Target_ThatIsUndoneItself_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step(Compensate = {|DUR1018:nameof(TwoAsync)|})] protected virtual Task OneAsync() => throw null!;
            [Step(Compensate = {|DUR1018:nameof(OneAsync)|})] protected virtual Task TwoAsync() => throw null!;
            [Step(Compensate = {|DUR1018:nameof(SelfAsync)|})] protected virtual Task SelfAsync() => throw null!;
        }
        """);

    [Fact]
    public Task Target_ThatIsAPlainStep_DoesNotReport() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step(Compensate = nameof(TwoAsync))] protected virtual Task OneAsync() => throw null!;
            [Step] protected virtual Task TwoAsync() => throw null!;
        }
        """);

    [Theory]
    [InlineData("void")]
    [InlineData("int")]
    [InlineData("IAsyncEnumerable<int>")]
    public Task Target_NotAwaitable_ReportsOnceForEachStep(string type) => Verify.ReportsAsync($$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step(Compensate = nameof(UndoAsync))] protected virtual Task DoAsync() => throw null!;
            private {|DUR1019:{{type}}|} UndoAsync() => throw null!;
        }
        """);

    [Fact]
    public Task Missing_Fixed_WritesTheCompensator() => VerifyFix.FixesAsync(
        "DUR1015",
        """
        namespace Shop;

        using System.Collections.Immutable;

        public sealed record Order(string Id);

        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            // Reserves.
            [Step(Compensate = "ReleaseAsync")]
            protected virtual Task ReserveAsync(Order order, ImmutableArray<string?> @event) => throw null!; // soon
            [Step(Compensate = "RefundAsync", CompensateOn = CompensateOn.Started)]
            protected virtual Task<string> ChargeAsync(StepContext step, string result, CancellationToken token = default) => throw null!;

            [Step(Compensate = "RefundAsync")]
            protected virtual Task<string> ChargeAgainAsync(string result) => throw null!;

            [Step(Compensate = "UncountAsync", CompensateOn = CompensateOn.Started)]
            protected virtual Task<int> CountAsync() => throw null!;
        }
        """,
        """
        namespace Shop;

        using System.Collections.Immutable;

        public sealed record Order(string Id);

        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            // Reserves.
            [Step(Compensate = "ReleaseAsync")]
            protected virtual Task ReserveAsync(Order order, ImmutableArray<string?> @event) => throw null!; // soon

            private Task ReleaseAsync(Order order, ImmutableArray<string?> @event)
            {
                throw new NotImplementedException();
            }

            [Step(Compensate = "RefundAsync", CompensateOn = CompensateOn.Started)]
            protected virtual Task<string> ChargeAsync(StepContext step, string result, CancellationToken token = default) => throw null!;

            private Task RefundAsync(string result, string? stepResult, StepContext step, CancellationToken token)
            {
                throw new NotImplementedException();
            }

            [Step(Compensate = "RefundAsync")]
            protected virtual Task<string> ChargeAgainAsync(string result) => throw null!;

            [Step(Compensate = "UncountAsync", CompensateOn = CompensateOn.Started)]
            protected virtual Task<int> CountAsync() => throw null!;

            private Task UncountAsync(int? result)
            {
                throw new NotImplementedException();
            }
        }
        """);

    [Fact]
    public Task Missing_InABaseClass_IsWrittenWhereTheWorkflowReachesIt() => VerifyFix.FixesAsync(
        "DUR1015",
        """
        public abstract class Base
        {
            [Step(Compensate = "UndoPayAsync")] protected virtual Task PayAsync(int amount) => Task.CompletedTask;
            [Step(Compensate = "UndoShipAsync")] internal virtual Task ShipAsync(Parcel parcel) => Task.CompletedTask;
        }

        internal sealed record Parcel(string Id);

        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public Task RunAsync(WorkflowContext ctx) => PayAsync(1);
        }
        """,
        """
        public abstract class Base
        {
            [Step(Compensate = "UndoPayAsync")] protected virtual Task PayAsync(int amount) => Task.CompletedTask;

            protected Task UndoPayAsync(int amount)
            {
                throw new NotImplementedException();
            }

            [Step(Compensate = "UndoShipAsync")] internal virtual Task ShipAsync(Parcel parcel) => Task.CompletedTask;

            private protected Task UndoShipAsync(Parcel parcel)
            {
                throw new NotImplementedException();
            }
        }

        internal sealed record Parcel(string Id);

        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public Task RunAsync(WorkflowContext ctx) => PayAsync(1);
        }
        """);

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"Undo it\"")]
    [InlineData("\"class\"")]
    [InlineData("nameof(Undo)")]
    public Task Missing_WhereNoMethodCouldHaveTheName_OffersNoFix(string name) => VerifyFix.OffersNothingAsync("DUR1015", $$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            public int Undo { get; set; }

            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step(Compensate = {{name}})] protected virtual Task DoAsync() => throw null!;
        }
        """);

    [Fact]
    public Task Target_OfTheClassPrivateInABase_ReportsAtTheAttribute() => Verify.ReportsAsync("""
        public abstract class Base
        {
            private Task ReleaseAsync() => Task.CompletedTask;
        }

        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step(Compensate = {|DUR1015:"ReleaseAsync"|})] protected virtual Task ReserveAsync() => Task.CompletedTask;
        }
        """);

    [Theory]
    [InlineData("ref Task")]
    [InlineData("ref readonly Task")]
    public Task Target_ReturningAReference_Reports(string type) => Verify.ReportsAsync($$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step(Compensate = nameof(UndoAsync))] protected virtual Task DoAsync() => throw null!;
            private {|DUR1019:{{type}}|} UndoAsync() => throw null!;
        }
        """);

    [Fact]
    public Task Result_OfAStartedStepInCodeWithoutNullableTypes_ReportsValuesAlone() => Verify.ReportsAsync("""
        #nullable disable
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step(Compensate = nameof(UncountAsync), CompensateOn = CompensateOn.Started)] protected virtual Task<int> CountAsync() => throw null!;
            private Task UncountAsync({|DUR1016:int result|}) => throw null!;

            [Step(Compensate = nameof(UnnameAsync), CompensateOn = CompensateOn.Started)] protected virtual Task<string> NameAsync() => throw null!;
            private Task UnnameAsync(string result, [FromServices] TimeProvider time) => throw null!;
        }
        """);
}
