using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Shape;

public sealed class StepTests // DUR1006, DUR1007, DUR1008, DUR1010, DUR1011
{
    [Theory]
    [InlineData("protected Task {|DUR1006:ShipAsync|}()")]
    [InlineData("public Task {|DUR1006:ShipAsync|}()")]
    [InlineData("private Task {|DUR1006:ShipAsync|}()")]
    [InlineData("async Task {|DUR1006:ShipAsync|}()")]
    public Task Step_NotOverridable_Reports(string signature) => StepAsync($"{signature} {{ {Body(signature)} }}");

    [Theory]
    [InlineData("protected virtual Task ShipAsync()")]
    [InlineData("private protected virtual Task ShipAsync()")]
    [InlineData("public virtual Task ShipAsync()")]
    [InlineData("internal virtual Task ShipAsync()")]
    public Task Step_Virtual_DoesNotReport(string signature) => StepAsync($"{signature} {{ {Body(signature)} }}");

    [Fact]
    public Task Step_SealedOverride_Reports() => Verify.ReportsAsync("""
        public abstract class Base
        {
            [Step] protected abstract Task ShipAsync();
        }

        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public Task RunAsync(WorkflowContext ctx) => ShipAsync();
            protected sealed override Task {|DUR1006:ShipAsync|}() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Step_InABaseInAnotherFile_ReportsThereOnce() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public Task RunAsync(WorkflowContext ctx) => ShipAsync();
        }

        [Workflow]
        public partial class BillWorkflow : Base
        {
            public Task RunAsync(WorkflowContext ctx) => ShipAsync();
        }
        """,
        """
        public class Base
        {
            [Step] protected Task {|DUR1006:ShipAsync|}() => Task.CompletedTask;
        }
        """);

    [Theory]
    [InlineData("{|DUR1007:void|} ShipAsync() { }")]
    [InlineData("{|DUR1007:int|} ShipAsync() => 1;")]
    [InlineData("async {|DUR1007:void|} ShipAsync() => await Task.Yield();")]
    [InlineData("{|DUR1007:IAsyncEnumerable<int>|} ShipAsync() => null!;")]
    [InlineData("{|DUR1007:ref Task|} ShipAsync() => ref _task;")]
    public Task Step_NotReturningATask_Reports(string step) => StepAsync($"protected virtual {step}");

    [Theory]
    [InlineData("Task")]
    [InlineData("Task<int?>")]
    [InlineData("ValueTask")]
    [InlineData("ValueTask<string[]>")]
    public Task Step_ReturningATask_DoesNotReport(string type) => StepAsync($"protected virtual {type} ShipAsync() => throw null!;");

    [Theory]
    [InlineData("ShipAsync({|DUR1008:ref int a|})")]
    [InlineData("ShipAsync({|DUR1008:in int a|})")]
    [InlineData("ShipAsync({|DUR1008:out int a|})")]
    [InlineData("ShipAsync(int b, {|DUR1008:ReadOnlySpan<byte> a|})")]
    [InlineData("ShipAsync({|DUR1008:int* a|})")]
    [InlineData("ShipAsync({|DUR1008:delegate*<void> a|})")]
    [InlineData("ShipAsync{|DUR1008:<T>|}(T a)")]
    public Task Step_WithWhatCannotBeRecorded_Reports(string signature) => StepAsync($"protected virtual unsafe Task {signature} => throw null!;");

    [Theory]
    [InlineData("ShipAsync(int a, string? b = null, StepContext step = default, CancellationToken token = default)")]
    [InlineData("ShipAsync(params int[] items)")]
    [InlineData("ShipAsync((int A, List<string> B) pair)")]
    public Task Step_WithValues_DoesNotReport(string signature) => StepAsync($"protected virtual Task {signature} => throw null!;");

    [Fact]
    public Task Steps_WithTheSameId_ReportTheLaterOnes() => Verify.ReportsAsync("""
        public abstract class Base
        {
            [Step] protected virtual Task ShipAsync() => Task.CompletedTask;
        }

        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step({|DUR1010:"ship"|})] protected virtual Task SendAsync() => Task.CompletedTask;
            [Step("Other")] protected virtual Task OneAsync() => Task.CompletedTask;
            [Step] protected virtual Task {|DUR1010:OtherAsync|}() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Steps_OverloadedWithIds_DoNotReport() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step] protected virtual Task ShipAsync() => Task.CompletedTask;
            [Step("ship-one")] protected virtual Task ShipAsync(int item) => Task.CompletedTask;
        }
        """);

    [Theory]
    [InlineData("[Step({|DUR1011:\"\"|})]")]
    [InlineData("[Step({|DUR1011:\"charge card\"|})]")]
    [InlineData("[Step({|DUR1011:\"zahlung/ü\"|})]")]
    [InlineData("[Step({|DUR1011:\"a#2\"|})]")]
    [InlineData("[Step({|DUR1011:\"a\\tb\"|})]")]
    [InlineData("[Step({|DUR1011:\"a😀\"|})]")]
    [InlineData("[Step(Queue = {|DUR1011:\"slow lane\"|})]")]
    [InlineData("[Step(id: {|DUR1011:\"a\" + \"#2\"|})]")]
    public Task Step_WithAnInvalidId_Reports(string attribute) => StepAsync($"protected virtual Task ShipAsync() => throw null!;", attribute);

    [Theory]
    [InlineData("[Step(\"charge-card_2.1\")]")]
    [InlineData("[Step(null)]")]
    [InlineData("[Step()]")]
    public Task Step_WithAValidId_DoesNotReport(string attribute) => StepAsync($"protected virtual Task ShipAsync() => throw null!;", attribute);

    [Fact]
    public Task Step_WhoseNameIsNoId_Reports() => StepAsync("protected virtual Task {|DUR1011:PrüfeAsync|}() => throw null!;");

    [Fact]
    public Task Step_WithAnIdOf101Characters_Reports() =>
        StepAsync("protected virtual Task ShipAsync() => throw null!;", $"[Step({{|DUR1011:\"{new string('a', 101)}\"|}})]");

    [Theory]
    [InlineData("[Workflow({|DUR1011:\"a b\"|})]")]
    [InlineData("[Workflow(\"a\", Queue = {|DUR1011:\"\"|})]")]
    [InlineData("[Workflow(Version = {|DUR1021:0|})]")]
    [InlineData("[Workflow(\"a\", Version = {|DUR1021:-1|})]")]
    public Task Workflow_WithABadValue_Reports(string attribute) => Verify.ReportsAsync($$"""
        {{attribute}}
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task NotOverridable_Fixed_KeepsEverythingElse() => VerifyFix.FixesAsync(
        "DUR1006",
        """
        internal sealed record Parcel(string Id);

        public abstract class Base
        {
            [Step] protected abstract Task BillAsync();
        }

        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            /// <summary>Ships.</summary>
            [Step] // recorded
            private async Task ShipAsync() => await Task.Yield();

            [Step("pack")]
            public Task PackAsync() => Task.CompletedTask; // packs

            [Step] Task LabelAsync() => Task.CompletedTask;

            [Step]
            private Task SendAsync(Parcel parcel) => Task.CompletedTask;

            protected sealed override Task BillAsync() => Task.CompletedTask;
        }
        """,
        """
        internal sealed record Parcel(string Id);

        public abstract class Base
        {
            [Step] protected abstract Task BillAsync();
        }

        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            /// <summary>Ships.</summary>
            [Step] // recorded
            protected virtual async Task ShipAsync() => await Task.Yield();

            [Step("pack")]
            public virtual Task PackAsync() => Task.CompletedTask; // packs

            [Step] protected virtual Task LabelAsync() => Task.CompletedTask;

            [Step]
            private protected virtual Task SendAsync(Parcel parcel) => Task.CompletedTask;

            protected override Task BillAsync() => Task.CompletedTask;
        }
        """);

    [Theory]
    [InlineData("public sealed partial class OrderWorkflow", "protected Task ShipAsync() => Task.CompletedTask;")]
    [InlineData("public partial class OrderWorkflow", "private Task ShipAsync(Secret secret) => Task.CompletedTask;")]
    public Task NotOverridable_WhereVirtualWouldNotCompile_OffersNoFix(string declaration, string step) => VerifyFix.OffersNothingAsync("DUR1006", $$"""
        [Workflow]
        {{declaration}}
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step] {{step}}

            private sealed record Secret;
        }
        """);

    [Fact]
    public async Task NotOverridable_Title_SaysWhatTheStepBecomes() => Assert.Equal(
        "Make 'ShipAsync' 'protected virtual'",
        await VerifyFix.TitleAsync("DUR1006", """
            [Workflow]
            public partial class OrderWorkflow
            {
                public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

                [Step] private Task ShipAsync() => Task.CompletedTask;
            }
            """));

    private static Task StepAsync(string step, string attribute = "[Step]") => Verify.ReportsAsync($$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            private Task _task = Task.CompletedTask;

            public Task RunAsync(WorkflowContext ctx) => _task;

            {{attribute}} {{step}}
        }
        """);

    private static string Body(string signature) =>
        signature.StartsWith("async", StringComparison.Ordinal) ? "await Task.Yield();" : "return Task.CompletedTask;";

    [Fact]
    public Task Workflow_WhoseClassNameIsNoName_ReportsAtTheClass() => Verify.ReportsAsync("""
        [Workflow(null)]
        public partial class {|DUR1011:PrüfWorkflow|}
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Step_PrivateInABase_ReportsThereAndAtTheWorkflow() => Verify.ReportsAsync("""
        public abstract class Base
        {
            [Step] private Task {|DUR1006:ShipAsync|}() => Task.CompletedTask;
        }

        [Workflow]
        public partial class {|DUR1006:OrderWorkflow|} : Base
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Step_ImplementingAnInterfaceExplicitly_Reports() => Verify.ReportsAsync("""
        public interface IShip { Task ShipAsync(); }

        [Workflow]
        public partial class OrderWorkflow : IShip
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [{|DUR1009:Step("ship")|}] Task IShip.ShipAsync() => Task.CompletedTask;
        }
        """);
}
