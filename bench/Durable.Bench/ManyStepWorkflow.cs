#pragma warning disable DUR0008 // The body only tells the bench outside; it never waits.
namespace Durable.Bench;

/// <summary>A long run: thousands of steps one after the other, then a signal.</summary>
[Workflow("many-steps")]
public partial class ManyStepWorkflow
{
    public static readonly Signal<bool> Finish = new("finish");

    // Tells the bench, outside of what is recorded, that the last step's outcome has reached the body.
    internal static readonly SemaphoreSlim StepsDone = new(0);

    public async Task<int> RunAsync(WorkflowContext ctx, int steps)
    {
        var sum = 0;
        for (var i = 0; i < steps; i++)
        {
            sum += await AddAsync(i);
        }

        if (!ctx.IsReplaying)
        {
            StepsDone.Release();
        }

        await ctx.WaitForSignalAsync(Finish);
        return sum;
    }

    [Step("add")]
    protected virtual Task<int> AddAsync(int i) => Task.FromResult(i & 1);
}
