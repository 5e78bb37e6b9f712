namespace Durable.Tests.Generations;

/// <summary>Continues as new on a signal, whatever its updates are at.</summary>
[Workflow("slow-tally")]
internal partial class SlowTallyWorkflow
{
    public static readonly Signal<int> Next = new("next");
    public static readonly Signal<int> Never = new("never");

    private int _calls;

    public async Task<int> RunAsync(WorkflowContext ctx, int calls)
    {
        _calls = calls;
        var next = await ctx.WaitForSignalAsync(Next);
        return next == 0 ? _calls : await ContinueAsNewAsync(ctx, _calls);
    }

    [Update]
    private async Task<int> WaitAsync(WorkflowContext ctx)
    {
        _calls++;
        return await ctx.WaitForSignalAsync(Never);
    }

    [Update]
    private Task<int> CountAsync() => Task.FromResult(++_calls);
}
