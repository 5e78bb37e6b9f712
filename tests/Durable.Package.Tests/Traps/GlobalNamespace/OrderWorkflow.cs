using Durable;

public sealed record Order(string Id);

[Workflow]
public partial class OrderWorkflow
{
    public async Task<Order> RunAsync(WorkflowContext ctx, Order order) => await ChargeAsync(order);

    [Step]
    protected virtual Task<Order> ChargeAsync(Order order) => Task.FromResult(order);
}
