namespace Durable.Tests.Testing;

/// <summary>Sleeps for 30 days, again and again.</summary>
[Workflow("naps")]
internal partial class NapsWorkflow
{
    public async Task<DateTimeOffset> RunAsync(WorkflowContext ctx, int naps)
    {
        for (var nap = 0; nap < naps; nap++)
        {
            await ctx.SleepAsync(TimeSpan.FromDays(30));
        }

        return ctx.Now();
    }
}
