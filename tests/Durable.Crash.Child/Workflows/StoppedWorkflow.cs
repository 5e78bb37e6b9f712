using Durable.Crash.Child.Effects;

namespace Durable.Crash.Child.Workflows;

/// <summary>Does two things and waits for what never comes, until somebody cancels it; then both are undone.</summary>
[Workflow("stopped")]
internal partial class StoppedWorkflow(World world)
{
    /// <summary>The step whose effect tells that the two others are recorded, so that the cancel finds both.</summary>
    public const string ArmedStep = "arm";

    public static readonly Signal<string> Never = new("never");

    public async Task<string> RunAsync(WorkflowContext ctx, string input)
    {
        var one = await OneAsync(input);
        var two = await TwoAsync(one);
        await ArmAsync(two);
        return await ctx.WaitForSignalAsync(Never);
    }

    [Step("one", Compensate = nameof(UndoOneAsync))]
    protected virtual Task<string> OneAsync(string input, StepContext step = default) => world.ActAsync(step, input);

    private async Task UndoOneAsync(string made, StepContext step) => await world.ActAsync(step, made);

    [Step("two", Compensate = nameof(UndoTwoAsync))]
    protected virtual Task<string> TwoAsync(string input, StepContext step = default) => world.ActAsync(step, input);

    private async Task UndoTwoAsync(string made, StepContext step) => await world.ActAsync(step, made);

    [Step(ArmedStep)]
    protected virtual Task<string> ArmAsync(string input, StepContext step = default) => world.ActAsync(step, input);
}
