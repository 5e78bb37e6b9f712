using Durable;

namespace Shop;

partial class OrderWorkflow
{
    [Step(Compensate = nameof(RefundAsync))]
    protected virtual Task<string> ChargeAsync(Order order) => Task.FromResult("charged ");

    [Step]
    protected virtual Task<string> ShipAsync(Order order) => Task.FromResult("shipped " + order.Id);
}
