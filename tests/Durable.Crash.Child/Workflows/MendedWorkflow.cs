using Durable.Crash.Child.Effects;

namespace Durable.Crash.Child.Workflows;

/// <summary>
/// Its last step fails for good until it was mended twice, while a step beside it completes: it is retried from the failed step, fails again, is retried from an
/// earlier one, and completes. A fork of it, which does the later half itself, needs mending once.
/// </summary>
[Workflow("mended")]
internal partial class MendedWorkflow(World world, Mends mends)
{
    /// <summary>The step that runs are forked at, and retried from.</summary>
    public const string Middle = "middle";

    /// <summary>How the ids of forks end.</summary>
    public const string Fork = "-fork";

    public static readonly Signal<string> Word = new("word");

    public async Task<string> RunAsync(WorkflowContext ctx, string input)
    {
        var begun = await BeginAsync(input);
        var word = await ctx.WaitForSignalAsync(Word);
        var middle = await MiddleAsync(begun);
        var both = await Task.WhenAll(BesideAsync(middle), JudgeAsync(middle));
        return $"{input}: {begun} {middle} {string.Join(' ', both)} ({word})";
    }

    [Step("begin")]
    protected virtual Task<string> BeginAsync(string input, StepContext step = default) => world.ActAsync(step, input);

    [Step(Middle)]
    protected virtual Task<string> MiddleAsync(string input, StepContext step = default) => world.ActAsync(step, input);

    [Step("beside")]
    protected virtual Task<string> BesideAsync(string input, StepContext step = default) => world.ActAsync(step, input);

    [Step("judge")]
    protected virtual Task<string> JudgeAsync(string input, StepContext step = default) =>
        mends.AreDone(step.RunId, step.RunId.EndsWith(Fork, StringComparison.Ordinal) ? 1 : 2) ? world.ActAsync(step, input) : world.ActAndFailAsync(step, input);
}
