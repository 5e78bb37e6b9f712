using Durable.Crash.Child.Effects;

namespace Durable.Crash.Child.Workflows;

/// <summary>Its second step ends the process, as long as the cause lasts.</summary>
[Workflow("poison")]
internal partial class PoisonWorkflow(World world, PoisonCause cause)
{
    public async Task<string> RunAsync(WorkflowContext ctx, string input)
    {
        var before = await BeforeAsync(input);
        return $"{input}: {before} {await SwallowAsync(before)}";
    }

    [Step("before")]
    protected virtual Task<string> BeforeAsync(string input, StepContext step = default) => world.ActAsync(step, input);

    [Step("swallow")]
    protected virtual Task<string> SwallowAsync(string input, StepContext step = default)
    {
        cause.KillIfPresent();
        return world.ActAsync(step, input);
    }
}
