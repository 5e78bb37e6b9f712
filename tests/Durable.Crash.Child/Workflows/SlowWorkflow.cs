using Durable.Crash.Child.Effects;

namespace Durable.Crash.Child.Workflows;

/// <summary>One harmless step that takes so long that a process which soon dies never sees its end.</summary>
[Workflow("slow")]
internal partial class SlowWorkflow(World world)
{
    public async Task<string> RunAsync(WorkflowContext ctx, string input) => $"{input}: {await TakeTimeAsync(input)}";

    [Step("take-time")]
    protected virtual async Task<string> TakeTimeAsync(string input, StepContext step = default)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), step.CancellationToken);
        return await world.ActAsync(step, input);
    }
}
