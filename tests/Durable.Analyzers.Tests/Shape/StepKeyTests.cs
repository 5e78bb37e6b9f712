using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Shape;

public sealed class StepKeyTests // DUR1023
{
    [Theory]
    [InlineData("decimal")]
    [InlineData("double")]
    [InlineData("bool")]
    [InlineData("DateTime")]
    [InlineData("DateOnly")]
    [InlineData("TimeSpan")]
    [InlineData("string[]")]
    [InlineData("Plain")]
    [InlineData("Hidden")]
    [InlineData("Deep")]
    public Task Key_WithoutAStableText_Reports(string type) => StepAsync($"{{|DUR1023:[StepKey] {type} key|}}");

    [Theory]
    [InlineData("string")]
    [InlineData("string?")]
    [InlineData("int")]
    [InlineData("ulong")]
    [InlineData("byte?")]
    [InlineData("Guid")]
    [InlineData("DayOfWeek")]
    [InlineData("DayOfWeek?")]
    [InlineData("Named")]
    [InlineData("Pair?")]
    [InlineData("Derived")]
    public Task Key_WithAStableText_DoesNotReport(string type) => StepAsync($"[StepKey] {type} key");

    [Fact]
    public Task Key_Several_DoesNotReport() => StepAsync("[StepKey] string tenant, decimal total, [StepKey] Guid order");

    [Theory]
    [InlineData("StepContext")]
    [InlineData("CancellationToken")]
    public Task Key_Supplied_Reports(string type) => StepAsync($"{{|DUR1023:[StepKey] {type} key|}}");

    [Fact]
    public Task Key_OfAStepInABase_ReportsThere() => Verify.ReportsAsync("""
        public abstract class Base
        {
            [Step] protected virtual Task ShipAsync({|DUR1023:[StepKey] decimal total|}) => Task.CompletedTask;
        }

        [Workflow]
        public partial class OrderWorkflow : Base
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    private static Task StepAsync(string parameters) => Verify.ReportsAsync($$"""
        public sealed record Plain(string Id);
        public sealed record Named([StepKey] string Id, decimal Total);
        public readonly record struct Pair([property: StepKey] int Left, [property: StepKey] Guid Right);
        public sealed record Hidden(string Name) { [StepKey] private string Key => Name; }
        public sealed record Deep([StepKey] Named Inner);
        public record BaseOf { [StepKey] public string Id { get; init; } = ""; }
        public sealed record Derived : BaseOf;

        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step] protected virtual Task ShipAsync({{parameters}}) => Task.CompletedTask;
        }
        """);
}
