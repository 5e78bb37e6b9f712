namespace Durable.Bench;

/// <summary>A long run: thousands of steps one after the other.</summary>
[Workflow("many-steps")]
public partial class ManyStepWorkflow
{
    public async Task<int> RunAsync(WorkflowContext ctx, int steps)
    {
        var sum = 0;
        for (var i = 0; i < steps; i++)
        {
            sum += await AddAsync(i);
        }

        // Parks the run, so that the next process has to replay it.
        await ctx.WaitForSignalAsync(Finish);
        return sum;
    }

    public static readonly Signal<bool> Finish = new("finish");

    [Step("add")]
    protected virtual Task<int> AddAsync(int i) => Task.FromResult(i & 1);
}
