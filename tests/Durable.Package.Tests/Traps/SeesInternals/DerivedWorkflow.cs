using Durable;

namespace Shop.SeesInternals;

/// <summary>Derives from an internal workflow of the other assembly.</summary>
[Workflow("derived")]
internal partial class DerivedWorkflow : VisibleInternals.OrderWorkflow
{
    public async Task<string> RunAsync(WorkflowContext ctx, Order order) => order.Id + await ChargeAsync(new VisibleInternals.Order(order.Id));
}
