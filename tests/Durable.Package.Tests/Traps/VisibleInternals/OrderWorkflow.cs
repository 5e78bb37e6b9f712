using Durable;

namespace Shop.VisibleInternals;

internal sealed record Order(string Id);

[Workflow]
internal partial class OrderWorkflow
{
    public async Task<string> RunAsync(WorkflowContext ctx, Order order) => await ChargeAsync(order);

    [Step]
    protected virtual Task<string> ChargeAsync(Order order) => Task.FromResult("VisibleInternals " + order.Id);
}

internal static class Setup
{
    public static DurableBuilder Add(DurableBuilder builder) => builder.AddWorkflows();
}
