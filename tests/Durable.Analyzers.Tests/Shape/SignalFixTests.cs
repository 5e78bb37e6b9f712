using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Shape;

public sealed class SignalFixTests // DUR1025
{
    [Fact]
    public Task SignalsAndAsks_Fixed_BecomeStaticReadonlyFields() => VerifyFix.FixesAsync(
        "DUR1025",
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            // Approved by somebody.
            [Sensitive] public readonly Signal<int> Approved = new("approved"); // once
            public static Ask<bool> Pay = new("pay"), Ship = new("ship");
            /// <summary>Nobody says public.</summary>
            Signal<int>? Hidden  = new("hidden");
            public static Signal<int> Paid { get; } = new("paid"); // property
            internal Signal<string> Sent => new Signal<string>("sent");

            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.WaitForSignalAsync(/* this one */ this.Approved);
                await ctx.WaitForSignalAsync(Approved);
                await ctx.AskAsync(OrderWorkflow.Pay, AskPrompt.Confirm("Pay?"));
            }
        }
        """,
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            // Approved by somebody.
            [Sensitive] public static readonly Signal<int> Approved = new("approved"); // once
            public static readonly Ask<bool> Pay = new("pay"), Ship = new("ship");
            /// <summary>Nobody says public.</summary>
            static readonly Signal<int>? Hidden  = new("hidden");
            public static readonly Signal<int> Paid = new("paid"); // property
            internal static readonly Signal<string> Sent = new Signal<string>("sent");

            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.WaitForSignalAsync(/* this one */ Approved);
                await ctx.WaitForSignalAsync(Approved);
                await ctx.AskAsync(OrderWorkflow.Pay, AskPrompt.Confirm("Pay?"));
            }
        }
        """);

    [Theory]
    [InlineData("public Signal<int>? A;", "")]
    [InlineData("public Signal<int> A = new(\"a\");", "public void Set() => A = new(\"b\");")]
    [InlineData("public Signal<int> A = new(\"a\");", "public void Set() => (A, _) = (new(\"b\"), 1);")]
    [InlineData("public Signal<int> A = new(\"a\");", "public void Set() => Change(ref A); private static void Change(ref Signal<int> signal) { }")]
    [InlineData("public Signal<int> A = new(\"a\");", "public static Signal<int> Of(OrderWorkflow workflow) => workflow.A;")]
    [InlineData("public Signal<int> A = new(\"a\");", "public static Signal<int>? Of(OrderWorkflow? workflow) => workflow?.A;")]
    [InlineData("public Signal<int> A = new(name);", "private readonly string _name = name;")]
    [InlineData("public volatile Signal<int> A = new(\"a\");", "")]
    [InlineData("public virtual Signal<int> A { get; } = new(\"a\");", "")]
    [InlineData("public Signal<int> A => new(_name);", "private readonly string _name = name;")]
    [InlineData("public Signal<int> A => new(Make());", "private string Make() => name;")]
    [InlineData("public Signal<int> A => new(this.Make());", "private string Make() => name;")]
    [InlineData("public Signal<int> A { get; } = new(\"a\");", "public static bool Has(OrderWorkflow workflow) => workflow is { A: not null };")]
    public Task Signal_ThatCannotBeStaticReadonly_OffersNoFix(string declaration, string use) => VerifyFix.OffersNothingAsync("DUR1025", $$"""
        [Workflow]
        public partial class OrderWorkflow(string name)
        {
            {{declaration}}
            {{use}}
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult(name);
        }
        """);

    [Theory]
    [InlineData("IPaid", "Signal<int> A { get; }")]
    [InlineData("IPaid<int>", "Signal<int> A { get; }")]
    [InlineData("Base, IPaid", "Signal<int> A { get; }")]
    public Task Signal_ThatAnInterfaceAsksFor_OffersNoFix(string bases, string member) => VerifyFix.OffersNothingAsync("DUR1025", $$"""
        public interface IPaid { {{member}} }
        public interface IPaid<T> { Signal<T> A { get; } }
        public abstract class Base;

        [Workflow]
        public partial class OrderWorkflow : {{bases}}
        {
            public Signal<int> A { get; } = new("a");
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Fact]
    public async Task Title_SaysWhatTheFieldBecomes() => Assert.Equal(
        "Make 'A' a field, 'public static readonly'",
        await VerifyFix.TitleAsync("DUR1025", """
            [Workflow]
            public partial class OrderWorkflow
            {
                public Signal<int> A { get; } = new("a");
                public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
            }
            """));

    [Fact]
    public Task Signals_OfSeveralFilesAndProjects_AreFixedAsFarAsAsked() => VerifyFix.FixesSolutionAsync(
        "DUR1025",
        """
        [Workflow]
        public partial class FirstWorkflow
        {
            public Signal<int> A = new("a");
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """,
        """
        [Workflow]
        public partial class FirstWorkflow
        {
            public static readonly Signal<int> A = new("a");
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """,
        """
        [Workflow]
        public partial class SecondWorkflow
        {
            public static Ask<int> A = new("a");
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """,
        """
        [Workflow]
        public partial class SecondWorkflow
        {
            public static readonly Ask<int> A = new("a");
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);
}
