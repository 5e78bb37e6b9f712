using Durable;

namespace Shop;

internal sealed record Order(string Id);

[Workflow]
internal partial class OrderWorkflow
{
    public async Task<string> RunAsync(WorkflowContext ctx, Order order) => await ChargeAsync(order);

    [Step]
    protected virtual Task<string> ChargeAsync(Order order) => Task.FromResult("SameNames " + order.Id);
}

internal static class Setup
{
    public static DurableBuilder Add(DurableBuilder builder) => builder.AddWorkflows();
}
