using Durable.Crash.Child.Effects;

namespace Durable.Crash.Child.Workflows;

/// <summary>Sleeps, many signals, and a signal that never comes.</summary>
[Workflow("waiting")]
internal partial class WaitingWorkflow(World world)
{
    public const int Words = 8;

    public static readonly Signal<string> Word = new("word");

    public static readonly Signal<string> Never = new("never");

    public async Task<string> RunAsync(WorkflowContext ctx, string input)
    {
        var heard = new List<string> { await PrepareAsync(input) };
        await ctx.SleepAsync(TimeSpan.FromMilliseconds(3));
        var nothing = await ctx.WaitForSignalAsync(Never, TimeSpan.FromMilliseconds(5));
        heard.Add(nothing.Received ? "something" : "nothing");
        for (var i = 0; i < Words; i++)
        {
            // Never reached: the signal is on its way. That the time-out does not fire early is what is tested.
            var word = await ctx.WaitForSignalAsync(Word, TimeSpan.FromHours(1));
            heard.Add(word.Received ? await RepeatAsync(word.Value!) + $" ({word.Value})" : "too late");
        }

        await ctx.SleepAsync(TimeSpan.FromMilliseconds(2));
        return $"{input}: {string.Join(' ', heard)} {await FinishAsync(heard[^1])}";
    }

    [Step("prepare")]
    protected virtual Task<string> PrepareAsync(string input, StepContext step = default) => world.ActAsync(step, input);

    [Step("repeat")]
    protected virtual Task<string> RepeatAsync(string word, StepContext step = default) => world.ActAsync(step, word);

    [Step("finish")]
    protected virtual Task<string> FinishAsync(string last, StepContext step = default) => world.ActAsync(step, last);
}
