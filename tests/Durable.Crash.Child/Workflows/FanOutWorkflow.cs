using Durable.Crash.Child.Effects;

namespace Durable.Crash.Child.Workflows;

/// <summary>
/// Parallel steps, a race and a step that fails twice. Who wins the race differs from life to life; the winner is given to a step, so that
/// one that changed on replay would no longer fit the journal.
/// </summary>
[Workflow("fan-out")]
internal partial class FanOutWorkflow(World world)
{
    public static readonly Signal<string> Word = new("word");

    public async Task<string> RunAsync(WorkflowContext ctx, string input)
    {
        var parts = await Task.WhenAll(PartAsync($"{input}/1"), PartAsync($"{input}/2"), PartAsync($"{input}/3"), PartAsync($"{input}/4"));
        var go = await ctx.WaitForSignalAsync(Word);
        var left = LeftAsync(parts[0]);
        var right = RightAsync(parts[3]);
        var winner = await Task.WhenAny(left, right);
        var noted = await NoteAsync(winner == left ? "left" : "right", await winner);
        var on = await ctx.WaitForSignalAsync(Word);
        var flaky = await FlakyAsync(noted);
        return $"{input}: {string.Join(' ', parts)} {await left} {await right} {noted} {flaky} ({go}, {on}), die {ctx.Random().Next(1, 7)}";
    }

    [Step("part")]
    protected virtual Task<string> PartAsync(string input, StepContext step = default) => world.ActAsync(step, input);

    [Step("left")]
    protected virtual Task<string> LeftAsync(string input, StepContext step = default) => world.ActAsync(step, input);

    [Step("right")]
    protected virtual Task<string> RightAsync(string input, StepContext step = default) => world.ActAsync(step, input);

    [Step("note")]
    protected virtual Task<string> NoteAsync(string winner, string result, StepContext step = default) =>
        world.ActAsync(step, $"{winner} {result}");

    [Step("flaky", MaxAttempts = 5, RetryDelay = "1ms", Backoff = Backoff.Constant, Jitter = false)]
    protected virtual Task<string> FlakyAsync(string input, StepContext step = default) => world.ActAtLastAsync(step, input, successOn: 3);
}
