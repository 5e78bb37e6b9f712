using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Shape;

public sealed class HandlerTests // DUR1003, DUR1011, DUR1013, DUR1014, DUR1024, DUR1027
{
    [Fact]
    public Task Handlers_OfEveryAllowedShape_DoNotReport() => Verify.ReportsAsync("""
        public abstract class Base
        {
            public static readonly Signal<int> Shared = new("shared");
            [SignalHandler(nameof(Shared))] protected virtual void OnShared(int value) { }
            [Query] protected int Inherited() => 1;
            protected void CheckInherited(string item) { }
        }

        [Workflow]
        public partial class CartWorkflow : Base
        {
            public static readonly Signal<string?> Note = new("note");
            public static readonly Signal<int> Waited = new("waited");

            public async Task RunAsync(WorkflowContext ctx) => await ctx.WaitForSignalAsync(Waited);

            protected override void OnShared(int value) { }
            [SignalHandler(nameof(Note))] private async Task OnNoteAsync(WorkflowContext ctx, string? note) => await ctx.SleepAsync(TimeSpan.Zero);
            [Query("count")] public int Count(WorkflowContext ctx, string prefix) => 1;
            [Query] internal List<string> All() => new();
            [Update(Validator = nameof(CheckInherited))] public Task AddAsync(string item) => Task.CompletedTask;
            [Update(Validator = nameof(Check))] private Task<int> ChangeAsync(WorkflowContext ctx, int by, string? why = null) => Task.FromResult(by);
            private static string? Check(WorkflowContext ctx, int amount, string? why) => null;
        }
        """);

    [Fact]
    public Task SignalHandlers_ThatCannotBeCalled_Report() => Verify.ReportsAsync("""
        [Workflow]
        public partial class CartWorkflow
        {
            public static readonly Signal<int> A = new("a");
            public static readonly Signal<int> B = new("b");
            public static readonly Signal<int> C = new("c");
            public static readonly Signal<int> D = new("d");
            private int Plain = 1;

            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [SignalHandler({|DUR1027:nameof(Plain)|})] private void OnPlain(int value) => Plain = value;
            [SignalHandler(nameof(A))] private void OnA({|DUR1027:string value|}) { }
            [SignalHandler(nameof(B))] private {|DUR1027:int|} OnB(int value) => value;
            [SignalHandler(nameof(C))] private void {|DUR1027:OnC|}() { }
            [SignalHandler(nameof(D))] private async {|DUR1027:void|} OnD(int value) => await Task.CompletedTask;
            [SignalHandler({|DUR1027:null!|})] private void OnNothing(int value) { }
        }
        """);

    [Fact]
    public Task QueriesAndUpdates_ThatCannotBeCalled_Report() => Verify.ReportsAsync("""
        [Workflow]
        public partial class CartWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Query] public {|DUR1027:void|} Nothing() { }
            [Query] public {|DUR1027:Task<int>|} CountAsync() => Task.FromResult(1);
            [Query] public static int {|DUR1027:Shared|}() => 1;
            [Query] public T? Any{|DUR1027:<T>|}() => default;
            [Query] public int ByRef({|DUR1027:ref int value|}) => value;
            [Query] public int Late(int first, {|DUR1027:WorkflowContext ctx|}) => first;
            [Update] public {|DUR1027:int|} Add() => 1;
            [Update] public {|DUR1027:ValueTask|} Quick() => default;
            [Update] public Task Cancellable({|DUR1027:CancellationToken token|}) => Task.CompletedTask;
            [Update({|DUR1011:"no way"|})] public Task Named() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Names_UsedTwice_ReportTheLater() => Verify.ReportsAsync("""
        [Workflow]
        public partial class CartWorkflow
        {
            public static readonly Signal<int> A = new("a");

            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [SignalHandler(nameof(A))] private void First(int value) { }
            [SignalHandler({|DUR1013:nameof(A)|})] private void Second(int value) { }
            [Query] public int Total() => 1;
            [Update] public Task<int> {|DUR1013:TotalAsync|}() => Task.FromResult(1);
            [Update("one")] public Task Add(int by) => Task.CompletedTask;
            [Update({|DUR1013:"one"|})] public Task Add(string by) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Signal_HandledAndWaitedFor_ReportsEachWait() => Verify.ReportsAsync("""
        [Workflow]
        public partial class CartWorkflow
        {
            public static readonly Signal<int> Handled = new("handled");
            public static readonly Signal<int> Free = new("free");

            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.WaitForSignalAsync({|DUR1014:Handled|});
                await ctx.WaitForSignalAsync(signal: {|DUR1014:CartWorkflow.Handled|}, timeout: TimeSpan.Zero);
                await ctx.WaitForSignalAsync(Free);
                await new Other().WaitForSignalAsync(Handled);
            }

            [SignalHandler(nameof(Handled))] private void On(int value) { }

            private sealed class Other { public Task WaitForSignalAsync(Signal<int> signal) => Task.CompletedTask; }
        }
        """);

    [Fact]
    public Task Validators_MissingOrDifferent_Report() => Verify.ReportsAsync("""
        [Workflow]
        public partial class CartWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Update(Validator = {|DUR1024:"Nowhere"|})] public Task A() => Task.CompletedTask;
            [Update(Validator = {|DUR1024:nameof(Twice)|})] public Task B() => Task.CompletedTask;
            [Update(Validator = nameof(Shorter))] public Task C(int by) => Task.CompletedTask;
            [Update(Validator = nameof(Other))] public Task D(int by) => Task.CompletedTask;
            [Update(Validator = nameof(Answers))] public Task E() => Task.CompletedTask;
            [Update(Validator = nameof(Later))] public Task F() => Task.CompletedTask;

            private void Twice() { }
            private void Twice(int by) { }
            private void {|DUR1024:Shorter|}() { }
            private void {|DUR1024:Other|}(long by) { }
            private {|DUR1024:bool|} Answers() => true;
            private async {|DUR1024:void|} Later() => await Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Payloads_OfQueriesAndUpdates_MustBeSerializable() => Verify.ReportsAsync("""
        [Workflow]
        public partial class CartWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Query] public {|DUR2006:Action|} Act() => () => { };
            [Update] public Task<{|DUR2006:Action|}> ChangeAsync({|DUR2006:Action|} act) => Task.FromResult(act);
        }
        """);

    [Theory]
    [InlineData("[Query] public int Ask({|DUR1027:int* p|}) => 1;")]
    [InlineData("[Query] public int Ask({|DUR1027:delegate*<void> p|}) => 1;")]
    [InlineData("[Query] public int Ask({|DUR1027:ReadOnlySpan<byte> p|}) => 1;")]
    [InlineData("[Query] public int Ask(WorkflowContext ctx, {|DUR1027:StepContext p|}) => 1;")]
    [InlineData("[Query] public static void {|DUR1027:Ask|}() { }")]
    [InlineData("[Update] public Task AskAsync({|DUR1027:out int p|}) => throw null!;")]
    [InlineData("[Update(Validator = nameof(Check))] public Task AskAsync() => Task.CompletedTask; private {|DUR1024:void|} Check<T>() { }")]
    [InlineData("[Update(Validator = nameof(Check))] public Task AskAsync(int by) => Task.CompletedTask; private void {|DUR1024:Check|}(ref int by) { }")]
    public Task Handler_ThatCannotBeCalled_ReportsOnce(string members) => Verify.ReportsAsync($$"""
        [Workflow]
        public unsafe partial class CartWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            {{members}}
        }
        """);

    [Fact]
    public Task Handler_PrivateInABase_ReportsAtTheWorkflow() => Verify.ReportsAsync("""
        public abstract class Base
        {
            [Query] private int Count() => 1;
        }

        [Workflow]
        public partial class {|DUR1003:CartWorkflow|} : Base
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Handler_OverriddenWithItsAttribute_IsOne() => Verify.ReportsAsync("""
        public abstract class Base
        {
            [Query] public virtual int Count() => 1;
        }

        public abstract class Middle : Base
        {
            [Query] public override int Count() => 2;
        }

        [Workflow]
        public partial class CartWorkflow : Middle
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
            [Query] public override int Count() => 3;
        }
        """);

    [Fact]
    public Task Signal_HandledAndWaitedForThroughAnOptionalContext_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class CartWorkflow
        {
            public static readonly Signal<int> Handled = new("handled");

            public async Task RunAsync(WorkflowContext ctx) => await WaitAsync(ctx);

            [SignalHandler(nameof(Handled))] private void On(int value) { }

            private static Task WaitAsync(WorkflowContext? ctx) => ctx?.WaitForSignalAsync({|DUR1014:Handled|}) ?? Task.CompletedTask;
        }
        """);
}
