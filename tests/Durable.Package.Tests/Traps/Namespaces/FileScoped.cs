using Durable;

namespace Shop.Files;

[Workflow("file-scoped")]
public partial class OrderWorkflow
{
    public async Task<int> RunAsync(WorkflowContext ctx, int start) => await AddAsync(start);

    [Step]
    protected virtual Task<int> AddAsync(int value) => Task.FromResult(value + 1);
}
