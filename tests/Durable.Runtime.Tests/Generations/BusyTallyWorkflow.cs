namespace Durable.Tests.Generations;

/// <summary>Continues as new while a step that it does not wait for still runs.</summary>
[Workflow("busy-tally")]
internal partial class BusyTallyWorkflow(BusyTallyWorkflow.Work work)
{
    private int _sum;

    public async Task<int> RunAsync(WorkflowContext ctx, int sum)
    {
        _sum = sum;
        if (ctx.Generation == 1)
        {
#pragma warning disable DUR0020 // What is still running when the generation ends is what the tests are about.
            _ = SlowAsync();
#pragma warning restore DUR0020
            await BriefAsync();
            return await ContinueAsNewAsync(ctx, _sum);
        }

        await ctx.WaitUntilAsync(() => _sum > 0);
        return _sum;
    }

    [Update]
    private Task<int> AddAsync(int number) => Task.FromResult(_sum += number);

    [Step]
    protected virtual Task BriefAsync() => work.BriefAsync();

    [Step]
    protected virtual Task SlowAsync() => work.SlowAsync();

    public sealed class Work(Func<Task> brief, Func<Task> slow)
    {
        public Task BriefAsync() => brief();

        public Task SlowAsync() => slow();
    }
}
