using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests.Shape;

public sealed class PolicyTests // DUR1020, DUR1021
{
    [Theory]
    [InlineData("Timeout = {|DUR1020:\"30\"|}")]
    [InlineData("Timeout = {|DUR1020:\"m\"|}")]
    [InlineData("Timeout = {|DUR1020:\"30 s\"|}")]
    [InlineData("Timeout = {|DUR1020:\"-1s\"|}")]
    [InlineData("Timeout = {|DUR1020:\"1.5h\"|}")]
    [InlineData("Timeout = {|DUR1020:\"\"|}")]
    [InlineData("RetryDelay = {|DUR1020:\"1S\"|}")]
    [InlineData("RetryDelay = {|DUR1020:null!|}")]
    [InlineData("MaxRetryDelay = {|DUR1020:\"3651d\"|}")]
    [InlineData("RetryFor = {|DUR1020:\"99999999999999999999s\"|}")]
    public Task Duration_Unreadable_Reports(string argument) => PolicyAsync(argument);

    [Theory]
    [InlineData("Timeout = \"250ms\", RetryDelay = \"0s\", MaxRetryDelay = \"2h\", RetryFor = \"3650d\"")]
    [InlineData("Timeout = null, RetryFor = null")]
    [InlineData("MaxAttempts = 0")]
    [InlineData("Timeout = \"5m\", MaxConcurrency = 1000000, Queue = \"slow.lane\"")]
    [InlineData("MaxAttempts = 1, Backoff = Backoff.Linear, Jitter = false")]
    public Task Policy_InRange_DoesNotReport(string argument) => PolicyAsync(argument);

    [Theory]
    [InlineData("MaxAttempts = {|DUR1021:-1|}")]
    [InlineData("Timeout = {|DUR1021:\"0s\"|}")]
    [InlineData("RetryFor = {|DUR1021:\"0ms\"|}")]
    [InlineData("Backoff = {|DUR1021:(Backoff)7|}")]
    [InlineData("MaxConcurrency = {|DUR1021:-1|}")]
    [InlineData("MaxConcurrency = {|DUR1021:1000001|}")]
    [InlineData("CompensateOn = {|DUR1021:(CompensateOn)2|}")]
    public Task Number_OutOfRange_Reports(string argument) => PolicyAsync(argument);

    [Theory]
    [InlineData("Retention = {|DUR1020:\"30\"|}")]
    [InlineData("Retention = {|DUR1020:\"3651d\"|}")]
    [InlineData("Retention = \"0s\"")]
    [InlineData("Retention = null")]
    public Task Retention_Unreadable_Reports(string argument) => Verify.ReportsAsync($$"""
        [Workflow({{argument}})]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => Task.CompletedTask;
        }
        """);

    [Theory]
    [InlineData("RequiresScope = {|DUR1009:\"\"|}")]
    [InlineData("RequiresScope = \"payments:write\"")]
    [InlineData("RequiresScope = null")]
    public Task Scope_ThatNobodyCanHold_Reports(string argument) => PolicyAsync(argument);

    private static Task PolicyAsync(string argument) => Verify.ReportsAsync($$"""
        [Workflow]
        public partial class OrderWorkflow
        {
            public Task RunAsync(WorkflowContext ctx) => ShipAsync();

            [Step({{argument}})] protected virtual Task ShipAsync() => Task.CompletedTask;
        }
        """);
}
