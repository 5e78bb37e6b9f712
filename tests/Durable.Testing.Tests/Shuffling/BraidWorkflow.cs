namespace Durable.Tests.Testing.Shuffling;

/// <summary>What the body of a <see cref="BraidWorkflow"/> saw, in order.</summary>
internal sealed class BraidTrace
{
    public List<string> Lines { get; } = [];
}

/// <summary>Strands of steps, sleeps, a signal and an inner fan-out that race, join, and are told apart by their own notes of who came when.</summary>
[Workflow("braid")]
internal partial class BraidWorkflow(BraidTrace trace)
{
    public static readonly Signal<int> Knot = new("knot");

    public async Task<string> RunAsync(WorkflowContext ctx)
    {
        var strands = Task.WhenAll(StrandAsync("a", 2), StrandAsync("b", 3), FlakyStrandAsync(), KnotAsync(ctx));
        var race = await Task.WhenAny(SpinAsync("left"), SpinAsync("right"), NapAsync(ctx, 5));
        Note($"won {await race}");
        await ctx.ForEachAsync(["x", "y", "z"], static item => item, async item =>
        {
            Note(await SpinAsync(item));
            await ctx.SleepAsync(TimeSpan.FromMilliseconds(1 + item[0] % 3));
            Note($"{item} slept");
            return item;
        }, maxConcurrency: 2);
        await strands;
        Note($"{ctx.Random().Next(1_000)} {ctx.Now() - ctx.StartedAt}");
        return string.Join(" ", trace.Lines);
    }

    private async Task StrandAsync(string name, int length)
    {
        for (var i = 0; i < length; i++)
        {
            Note(await SpinAsync($"{name}{i}"));
        }
    }

    private async Task FlakyStrandAsync()
    {
        Note(await TangleAsync("flaky"));
        try
        {
            await TangleAsync("broken");
        }
        catch (StepFailedException failed)
        {
            Note($"broken after {failed.Attempts}");
        }
    }

    private async Task KnotAsync(WorkflowContext ctx)
    {
        var knot = await ctx.WaitForSignalAsync(Knot, TimeSpan.FromMilliseconds(7));
        Note(knot.Received ? "knot" : "no knot");
        await SpinAsync("after the knot");
        Note("untied");
    }

    private async Task<string> NapAsync(WorkflowContext ctx, int milliseconds)
    {
        await ctx.SleepAsync(TimeSpan.FromMilliseconds(milliseconds));
        Note("napped");
        return "nap";
    }

    private void Note(string line) => trace.Lines.Add(line);

    [Step("spin")]
    protected virtual Task<string> SpinAsync(string what) => Task.FromResult(what);

    [Step("tangle", MaxAttempts = 2, RetryDelay = "3ms", Jitter = false)]
    protected virtual Task<string> TangleAsync(string what, StepContext step = default) =>
        what == "broken" || step.Attempt == 1 ? throw new TimeoutException(what) : Task.FromResult(what);
}
