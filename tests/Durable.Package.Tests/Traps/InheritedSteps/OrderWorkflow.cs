using Durable;
using Payments;

namespace Shop;

public sealed record Order(string Id);

[Workflow]
public partial class OrderWorkflow : PaymentSteps<Order>
{
    public async Task<Charge> RunAsync(WorkflowContext ctx, Order order) => await ChargeAsync(await LookUpAsync(order), await RoundAsync(7.9m));

    public override Task<Order> LookUpAsync(Order order) => Task.FromResult(order);

    // An override of a shared step keeps its id and policy.
    protected override Task<Charge> ChargeAsync(Order order, int amount, CancellationToken cancellationToken = default) =>
        base.ChargeAsync(order, amount + 1, cancellationToken);
}
