using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Shape;

public sealed class SignalTests // DUR1011, DUR1013
{
    [Fact]
    public Task Signals_WithTheSameName_ReportTheLater() => Verify.ReportsAsync("""
        public abstract class Base
        {
            protected static readonly Signal<int> Paid = new("paid");
        }

        public static class Names
        {
            public const string Done = "do" + "ne";
        }

        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public static readonly Signal<int> A = new("a"), B = new({|DUR1013:"a"|});
            private static readonly Signal<string> PaidAgain = new Signal<string>({|DUR1013:"paid"|});
            public static readonly Signal<int> C = new("done");
            public static readonly Signal<int> D = new({|DUR1013:Names.Done|});

            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Signals_ThatDiffer_DoNotReport() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public static readonly Signal<int> A = new("a");
            public static readonly Signal<int> B = new("A");
            public static readonly Signal<int> C = new(Environment.MachineName);
            public static readonly Signal<int> D = Make("a");
            private static readonly string E = "a";

            public Task RunAsync(WorkflowContext ctx) => Task.FromResult(E);

            private static Signal<int> Make(string name) => new(name + "x");
        }
        """);

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"order paid\"")]
    [InlineData("nameof(Überweisung)")]
    public Task Signal_WithAnInvalidName_Reports(string name) => Verify.ReportsAsync($$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            public static readonly Signal<int> Überweisung = new({|DUR1011:{{name}}|});

            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);
}
