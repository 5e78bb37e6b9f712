using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Shape;

public sealed class AskTests // DUR1011, DUR1013, DUR1025, DUR2006
{
    [Fact]
    public Task Asks_DeclaredAndUsedAsTheyShould_DoNotReport() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public static readonly Signal<int> Same = new("same");
            public static readonly Ask<bool> Approve = new("same"), Other = new("other");
            private static readonly Ask<string> Computed = new(Environment.MachineName);

            public async Task<bool> RunAsync(WorkflowContext ctx) =>
                await ctx.AskAsync(Approve, AskPrompt.Confirm("Pay?") with { ExpiresIn = TimeSpan.FromDays(1) });
        }
        """);

    [Fact]
    public Task Asks_WithTheSameOrAnInvalidName_Report() => Verify.ReportsAsync("""
        public abstract class Base
        {
            protected static readonly Ask<int> Paid = new("paid");
        }

        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public static readonly Ask<int> A = new("a"), B = new({|DUR1013:"a"|});
            public static readonly Ask<string> PaidAgain = new({|DUR1013:"paid"|});
            public static readonly Ask<string> Odd = new({|DUR1011:"how many?"|});

            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task SignalsAndAsks_NotStaticReadonly_Report() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public readonly Signal<int> {|DUR1025:A|} = new("a");
            public static Signal<int> {|DUR1025:B|} = new("b");
            private Ask<bool>? {|DUR1025:C|};
            public static Ask<bool> Computed => new("d");
            public static Signal<int> {|DUR1025:E|} { get; } = new("e");
            public static Signal<int> {|DUR1025:F|} => new Signal<int>("f");
            private static Signal<int> Alias => B;

            public Task RunAsync(WorkflowContext ctx) => Task.FromResult((C, Alias));
        }
        """);

    [Fact]
    public Task Answer_NotSerializable_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public static readonly Ask<Action> Act = new("act");

            public Task RunAsync(WorkflowContext ctx) => ctx.{|DUR2006:AskAsync|}(Act, AskPrompt.Text("What?"));
        }
        """);
}
