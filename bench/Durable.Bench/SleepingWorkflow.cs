namespace Durable.Bench;

/// <summary>A run that only waits.</summary>
[Workflow("sleeping")]
public partial class SleepingWorkflow
{
    public async Task<int> RunAsync(WorkflowContext ctx, int days)
    {
        await ctx.SleepAsync(TimeSpan.FromDays(days));
        return days;
    }
}
