namespace Durable.Tests.Testing;

/// <summary>Looks at the clock every minute, for ever.</summary>
[Workflow("minute")]
internal partial class MinuteWorkflow
{
    public async Task RunAsync(WorkflowContext ctx)
    {
        for (var minute = 0; minute < 1_000_000; minute++)
        {
            await ctx.SleepAsync(TimeSpan.FromMinutes(1));
        }
    }
}
