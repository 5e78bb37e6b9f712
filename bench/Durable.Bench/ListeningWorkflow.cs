#pragma warning disable DUR0008 // The body only tells the bench outside; it never waits.
namespace Durable.Bench;

/// <summary>A run that takes so many signals, and notes outside of what is recorded when each reaches its body.</summary>
[Workflow("listening")]
public partial class ListeningWorkflow
{
    public static readonly Signal<int> Number = new("number");

    internal static readonly SemaphoreSlim Heard = new(0);

    public async Task<int> RunAsync(WorkflowContext ctx, int signals)
    {
        var inOrder = 0;
        for (var i = 0; i < signals; i++)
        {
            inOrder += await ctx.WaitForSignalAsync(Number) == i ? 1 : 0;
            Heard.Release();
        }

        return inOrder;
    }
}
