using Durable.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Tests.Determinism;

/// <summary>Which code is workflow code, where reports about it stand, and how they tell the way.</summary>
public sealed class ReachTests
{
    [Fact]
    public Task EveryEntry_OfAWorkflow_IsWorkflowCode() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public static readonly Signal<int> Paid = new("paid");
            private DateTime _time;

            public async Task RunAsync(WorkflowContext ctx) => await ctx.WaitUntilAsync(() => _time < {|DUR0001:DateTime.Now|});

            [SignalHandler(nameof(Paid))] private void OnPaid(int amount) => _time = {|DUR0001:DateTime.Now|}.AddDays(amount);
            [Query] public TimeSpan Age() => {|DUR0001:DateTime.Now|} - _time;
            [Update(Validator = nameof(Check))] public Task<DateTime> TouchAsync() => Task.FromResult(_time = {|DUR0001:DateTime.Now|});
            private void Check() => _ = {|DUR0001:DateTime.Now|};
        }
        """);

    [Fact]
    public Task StepsCompensatorsAndInlineSteps_AreNot() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await PayAsync(1);
                await ctx.StepAsync("a", _ => Task.FromResult(DateTime.Now));
                await ctx.StepAsync("b", async _ => { await Task.Delay(5); return LocalAsync(); });
                await ctx.StepAsync("c", OnlyFromStepsAsync);
                await Task.WhenAll(new[] { 1, 2 }.Select(PayAsync));

                DateTime LocalAsync() => DateTime.Now;
            }

            [Step(Compensate = nameof(RefundAsync))] protected virtual Task PayAsync(int amount) => Task.Delay(Now().Second + amount);
            private Task RefundAsync(int amount) => Task.Delay(Now().Second + amount);
            private static DateTime Now() => DateTime.Now;
            private static Task OnlyFromStepsAsync(StepContext step) => Task.Delay(5);
            public static DateTime NeverCalled() => DateTime.Now;
        }
        """.Replace("[Workflow]", "using System.Linq;\n[Workflow]", StringComparison.Ordinal));

    [Fact]
    public Task MembersOfTheClass_ReportWhereTheyStand() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult((Helper(), Nested.Today, Chain(3)));

            private static DateTime Helper() => {|DUR0001:DateTime.Now|};
            private static int Chain(int depth) => depth == 0 ? {|DUR0001:DateTime.Now|}.Year : Chain(depth - 1);

            private static class Nested
            {
                public static DateTime Today => {|DUR0001:DateTime.Today|};
            }
        }
        """);

    [Fact]
    public Task FieldsOfTheClass_ReportWhereTheyGetTheirValue_IfWorkflowCodeReadsThem() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            private readonly DateTime _start = {|DUR0001:DateTime.Now|};
            private readonly DateTime _begin;
            private readonly DateTime _onlyInSteps = DateTime.Now;
            private readonly Guid _onlyInStepsToo;
            private readonly List<int> _items;

            private Guid Id { get; } = {|DUR0002:Guid.NewGuid|}();
            private Guid Other { get; }

            public OrderWorkflow()
            {
                _begin = {|DUR0001:DateTime.Now|};
                this.Other = {|DUR0002:Guid.NewGuid|}();
                _onlyInStepsToo = Guid.NewGuid();
                _items = new();
            }

            public async Task RunAsync(WorkflowContext ctx)
            {
                await ctx.CheckpointAsync((_start, _begin, Id, Other, _items.Count));
                await UseAsync();
            }

            [Step] protected virtual Task UseAsync() => Task.FromResult((_onlyInSteps, _onlyInStepsToo));
        }
        """);

    [Fact]
    public Task OtherPartsAndOtherFiles_ReportInTheClass() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult((Other(), {|DUR0001:Pricing.Quote|}()));
        }
        """,
        """
        partial class OrderWorkflow
        {
            private static DateTime Other() => {|DUR0001:DateTime.Now|};
        }
        """,
        """
        public static class Pricing
        {
            public static DateTime Quote() => Clock.Today;
        }

        public static class Clock
        {
            public static DateTime Today => DateTime.Now;
        }
        """);

    [Fact]
    public async Task Chain_IsToldInTheMessageAndAsAdditionalLocations()
    {
        var compilation = Sources.Compile(
            [
                """
                [Workflow]
                public partial class OrderWorkflow
                {
                    public Task RunAsync(WorkflowContext ctx) => Task.FromResult(Pricing.Quote());
                }
                """,
                """
                public static class Pricing
                {
                    public static DateTime Quote() => Clock.Today;
                }

                public static class Clock
                {
                    public static DateTime Today => DateTime.Now;
                }
                """,
            ],
            References.WithRuntime);

        var report = Assert.Single(await Rules.RunWholeAsync(compilation));

        Assert.Equal(
            "Workflow code calls Pricing.Quote → Clock.Today, which reads DateTime.Now, and a replay would read another time; use 'ctx.Now()'",
            report.GetMessage(null));
        Assert.Equal(["Clock.Today", "DateTime.Now"], report.AdditionalLocations.Select(Text));
    }

    [Fact]
    public Task CallsInACircle_End() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult(({|DUR0001:Odd.Is|}(7), {|DUR0001:Even.Is|}(7), Lone.Is(7)));
        }

        public static class Odd { public static bool Is(int n) => n != 0 && Even.Is(n - 1); }
        public static class Even { public static bool Is(int n) => n == 0 || Odd.Is(n - 1) || Third.Is(n); }
        public static class Third { public static bool Is(int n) => Odd.Is(n) || DateTime.Now.Year > n; }
        public static class Lone { public static bool Is(int n) => n == 0 || Lone.Is(n - 1); }
        """);

    [Fact]
    public Task OverridesOfTheClass_AreWorkflowCode_WhereItsBaseCallsThem() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow : Template, IHook
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await RunTemplateAsync(ctx);
                Hooks.Call(this);
            }

            protected override Task BeginAsync() => Task.FromResult({|DUR0001:DateTime.Now|});
            protected override DateTime Value { get { return {|DUR0001:DateTime.Now|}; } }
            void IHook.Call() => _ = {|DUR0001:DateTime.Now|};
            protected override Task NeverAsync() => Task.FromResult(DateTime.Now);
        }
        """,
        """
        public abstract class Template
        {
            protected async Task RunTemplateAsync(WorkflowContext ctx)
            {
                await BeginAsync();
                await ctx.CheckpointAsync(Value);
            }

            protected virtual Task BeginAsync() => Task.CompletedTask;
            protected abstract DateTime Value { get; }
            protected virtual Task NeverAsync() => Task.CompletedTask;
        }

        public interface IHook { void Call(); }

        public static class Hooks
        {
            public static void Call(IHook hook) => hook.Call();
        }
        """);

    [Fact]
    public Task CodeInheritedWhole_ReportsAtTheClass() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class {|DUR0001,DUR0002:OrderWorkflow|} : Template;

        public abstract class Template
        {
            public async Task RunAsync(WorkflowContext ctx) => await ctx.CheckpointAsync(DateTime.Now);
            [Query] public Guid Ask() => Guid.NewGuid();
        }
        """);

    [Fact]
    public Task HelpersThatCallBack_ReportInTheClass() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult((Back.Call(this), Other.Twice()));
            public DateTime Called() => {|DUR0001:DateTime.Now|};
        }

        public static class Back { public static DateTime Call(OrderWorkflow workflow) => workflow.Called(); }

        public static class Other { public static int Twice() => BillWorkflow.Rate; }

        [Workflow]
        public partial class BillWorkflow
        {
            public static int Rate => {|DUR0001:DateTime.Now|}.Day;
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult(Rate);
        }
        """);

    [Fact]
    public Task HelperThatBreaksSeveralRules_ReportsEachOnceAtTheCall() => Verify.ReportsAsync(
        """
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.FromResult({|DUR0001,DUR0002,DUR0010:Mixed.Make|}());
        }

        public static class Mixed
        {
            public static string Make()
            {
                Console.WriteLine(DateTime.Now.Ticks + DateTime.UtcNow.Ticks);
                return Guid.NewGuid().ToString() + Guid.NewGuid();
            }
        }
        """);

    [Fact]
    public Task SpecificRule_TakesTheExpression() => Verify.ReportsAsync("""
        using System.IO;
        using System.Net.Http;

        [Workflow]
        public partial class OrderWorkflow(HttpClient http, TimeProvider time, IMail mail)
        {
            public async Task RunAsync(WorkflowContext ctx)
            {
                await http.{|DUR0010:GetStringAsync|}("a");
                await File.ReadAllTextAsync("a");
                var now = time.{|DUR0001:GetUtcNow|}();
                await {|DUR0015:mail.SendAsync|}();
                await {|DUR0004:Task.Delay|}(5).{|DUR0006:ConfigureAwait|}(false);
                {|DUR0015:mail.SendAsync|}().{|DUR0007:Wait|}();
                await UseAsync();
            }

            [Step] protected virtual Task UseAsync() => Task.FromResult((http, time, mail));
        }

        public interface IMail { Task SendAsync(); }
        """.Replace("await File.ReadAllTextAsync", "await {|DUR0010:File.ReadAllTextAsync|}", StringComparison.Ordinal));

    private static string Text(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);
}
