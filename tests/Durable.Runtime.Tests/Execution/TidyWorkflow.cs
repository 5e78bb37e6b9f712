namespace Durable.Tests.Execution;

/// <summary>Has a step that uses the constructor's service for as long as the test wants, whatever becomes of the attempt.</summary>
[Workflow("tidy")]
internal partial class TidyWorkflow(Scoped scoped, TidyWorkflow.Work work)
{
    public async Task RunAsync(WorkflowContext ctx, bool isTimed)
    {
        if (isTimed)
        {
            await BrieflyAsync();
        }
        else
        {
            await WorkAsync();
        }
    }

    [Step(MaxAttempts = 1, Timeout = "30s")]
    protected virtual Task BrieflyAsync() => work.Do(scoped);

    [Step]
    protected virtual Task WorkAsync() => work.Do(scoped);

    public sealed record Work(Func<Scoped, Task> Do);
}
