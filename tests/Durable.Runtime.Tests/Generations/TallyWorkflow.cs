namespace Durable.Tests.Generations;

/// <summary>Adds up what it is sent, over three generations.</summary>
[Workflow("tally")]
internal partial class TallyWorkflow
{
    public static readonly Signal<int> Added = new("added");

    private int _sum;

    public async Task<int> RunAsync(WorkflowContext ctx, int sum)
    {
        _sum += sum;
        await TouchAsync();
        if (ctx.Generation < 3)
        {
            return await ContinueAsNewAsync(ctx, _sum);
        }

        await ctx.WaitUntilAsync(() => _sum >= 11);
        return _sum;
    }

    [SignalHandler(nameof(Added))]
    private void Add(int number) => _sum += number;

    [Update]
    private Task<int> AddAsync(int number)
    {
        _sum += number;
        return Task.FromResult(_sum);
    }

    [Step]
    protected virtual Task TouchAsync() => Task.CompletedTask;
}
