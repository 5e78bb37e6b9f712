using System.Diagnostics;

namespace Durable.Tests.Telemetry;

/// <summary>Tells which span its steps run under. Named by nothing else, so that what is counted for it is counted here alone.</summary>
[Workflow("measured")]
internal partial class MeasuredWorkflow
{
    public async Task<string> RunAsync(WorkflowContext ctx, string input)
    {
        var first = await TraceAsync();
        if (input == "sleep")
        {
            await ctx.SleepAsync(TimeSpan.FromHours(1));
        }

        return $"{first} {await TraceAsync()} {await FailOnceAsync()}";
    }

    [Step("trace")]
    protected virtual Task<string> TraceAsync() => Task.FromResult($"{Activity.Current?.TraceId.ToHexString()}");

    [Step("moody", MaxAttempts = 2, RetryDelay = "0s")]
    protected virtual Task<string> FailOnceAsync(StepContext step = default) =>
        step.Attempt == 1 ? throw new InvalidOperationException("secret") : Task.FromResult($"{Activity.Current?.OperationName}");
}
