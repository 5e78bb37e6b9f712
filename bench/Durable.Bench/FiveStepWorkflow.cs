namespace Durable.Bench;

public sealed record BenchOrder(string Id, decimal Total, int Items);

/// <summary>Five steps that do nothing: what is measured is the engine and the store.</summary>
[Workflow("five-steps")]
public partial class FiveStepWorkflow
{
    public async Task<int> RunAsync(WorkflowContext ctx, BenchOrder order)
    {
        var sum = 0;
        for (var i = 0; i < 5; i++)
        {
            sum += await AddAsync(order.Id, i);
        }

        return sum;
    }

    [Step("add")]
    protected virtual Task<int> AddAsync(string id, int i) => Task.FromResult(i);
}
