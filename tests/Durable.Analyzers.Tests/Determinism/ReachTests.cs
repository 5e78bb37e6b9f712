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

    private static string Text(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);
}
