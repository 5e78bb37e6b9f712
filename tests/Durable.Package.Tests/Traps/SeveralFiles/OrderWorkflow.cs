using Durable;

namespace Shop;

[Workflow]
public partial class OrderWorkflow
{
    public async Task<string> RunAsync(WorkflowContext ctx, Order order)
    {
        var charge = await ChargeAsync(order);
        return charge + await ShipAsync(order);
    }
}
