using Durable.Crash.Child.Effects;

namespace Durable.Crash.Child.Workflows;

/// <summary>
/// Three steps, then one that fails for good: everything is undone. One compensator fails at first; given <see cref="Broken"/>, another one
/// fails for good; given <see cref="Mendable"/>, until somebody mends it. Given <see cref="Redoable"/>, the last step
/// fails until somebody mends that.
/// </summary>
[Workflow("failing")]
internal partial class FailingWorkflow(World world, Mends mends)
{
    public const string Broken = "broken";

    public const string Mendable = "mendable";

    public const string Redoable = "redoable";

    public static readonly Signal<string> Word = new("word");

    public async Task<string> RunAsync(WorkflowContext ctx, string input)
    {
        var first = await FirstAsync(input);
        await ctx.WaitForSignalAsync(Word);
        var second = await SecondAsync(first);
        var third = await ThirdAsync(second);
        await ctx.WaitForSignalAsync(Word);
        return await FailAsync(third);
    }

    [Step("first", Compensate = nameof(UndoFirstAsync))]
    protected virtual Task<string> FirstAsync(string input, StepContext step = default) => world.ActAsync(step, input);

    private async Task UndoFirstAsync(string made, StepContext step) => await world.ActAsync(step, made);

    [Step("second", Compensate = nameof(UndoSecondAsync))]
    protected virtual Task<string> SecondAsync(string input, StepContext step = default) => world.ActAsync(step, input);

    private async Task UndoSecondAsync(string made, StepContext step) =>
        await (IsBroken(step.RunId) ? world.ActAndFailAsync(step, made) : world.ActAsync(step, made));

    [Step("third", Compensate = nameof(UndoThirdAsync), RetryDelay = "1ms", Jitter = false)]
    protected virtual Task<string> ThirdAsync(string input, StepContext step = default) => world.ActAsync(step, input);

    private async Task UndoThirdAsync(string made, StepContext step) => await world.ActAtLastAsync(step, made, successOn: 2);

    [Step("fail", Compensate = nameof(UndoFailAsync), CompensateOn = CompensateOn.Started)]
    protected virtual Task<string> FailAsync(string input, StepContext step = default) =>
        step.RunId.EndsWith(Redoable, StringComparison.Ordinal) && mends.AreDone(step.RunId, 1) ? world.ActAsync(step, input) : world.ActAndFailAsync(step, input);

    private async Task UndoFailAsync(string input, string? result, StepContext step) => await world.ActAsync(step, $"{input} {result}");

    private bool IsBroken(string run) =>
        run.EndsWith(Broken, StringComparison.Ordinal) || (run.EndsWith(Mendable, StringComparison.Ordinal) && !mends.AreDone(run, 1));
}
