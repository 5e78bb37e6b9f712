using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Shape;

public sealed class RateLimitTests // DUR1009, DUR1020, DUR1021, DUR1022
{
    [Theory]
    [InlineData("{|DUR1022:\"\"|}")]
    [InlineData("{|DUR1022:\"tenant:{tenant}\"|}")]
    [InlineData("{|DUR1022:\"tenant:{TenantId}\"|}")]
    [InlineData("{|DUR1022:\"tenant:{tenantId.Length}\"|}")]
    [InlineData("{|DUR1022:\"{}\"|}")]
    [InlineData("{|DUR1022:\"{total}\"|}")]
    [InlineData("{|DUR1022:\"{step}\"|}")]
    [InlineData("{|DUR1022:\"{time}\"|}")]
    [InlineData("{|DUR1022:\"tenant:{tenantId\"|}")]
    [InlineData("{|DUR1022:\"tenant:tenantId}\"|}")]
    public Task Key_NamesNoParameter_Reports(string key) => LimitAsync($"{key}, Limit = 1");

    [Theory]
    [InlineData("\"payments\"")]
    [InlineData("\"tenant:{tenantId}\"")]
    [InlineData("\"{tenantId}/{order}\"")]
    [InlineData("\"{{literal}}\"")]
    [InlineData("\"{{{tenantId}}}\"")]
    [InlineData("\"{named}\"")]
    public Task Key_NamesParameters_DoesNotReport(string key) => LimitAsync($"{key}, Limit = 1");

    [Theory]
    [InlineData("Limit = {|DUR1021:0|}")]
    [InlineData("Limit = {|DUR1021:-1|}")]
    [InlineData("Limit = {|DUR1021:1000001|}")]
    [InlineData("Limit = 1, Per = {|DUR1020:\"second\"|}")]
    [InlineData("Limit = 1, Per = {|DUR1020:null!|}")]
    [InlineData("Limit = 1, Per = {|DUR1021:\"0s\"|}")]
    [InlineData("Limit = 1, OnLimit = {|DUR1021:(OnLimit)2|}")]
    [InlineData("Limit = 1000000, Per = \"250ms\", OnLimit = OnLimit.Fail")]
    public Task Values_OutOfRange_Report(string arguments) => LimitAsync($"\"key\", {arguments}");

    [Fact]
    public Task Limit_NotGiven_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step, {|DUR1021:RateLimit("key")|}] protected virtual Task ShipAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task RateLimit_OnWhatIsNoStep_Reports() => Verify.ReportsAsync("""
        public abstract class Base
        {
            [Step, RateLimit("base", Limit = 1)] protected virtual Task ShipAsync() => Task.CompletedTask;
        }

        [Workflow]
        public partial class OrderWorkflow : Base
        {
            [{|DUR1009:RateLimit("key", Limit = 1)|}] public Task RunAsync(WorkflowContext ctx) => ShipAsync();

            [RateLimit("override", Limit = 1)] protected override Task ShipAsync() => Task.CompletedTask;
        }

        public class Orders
        {
            [{|DUR1009:RateLimit("key", Limit = 1)|}] public Task ShipAsync() => Task.CompletedTask;
        }
        """);

    private static Task LimitAsync(string arguments) => Verify.ReportsAsync($$"""
        public sealed record Named([StepKey] string Id, decimal Total);

        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step, RateLimit({{arguments}})]
            protected virtual Task ShipAsync(
                string tenantId, int? order, Named named, decimal total, [FromServices] TimeProvider time = null!, StepContext step = default) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Key_OfAStepWithoutParameters_Reports() => Verify.ReportsAsync("""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;

            [Step, RateLimit({|DUR1022:"{tenant}"|}, Limit = 1)] protected virtual Task ShipAsync() => Task.CompletedTask;
        }
        """);
}
