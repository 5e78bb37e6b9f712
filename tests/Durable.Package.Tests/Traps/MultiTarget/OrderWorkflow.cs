#if NET10_0_OR_GREATER
using Durable;

namespace Shop;

public sealed record Order(string Id);

[Workflow]
public partial class OrderWorkflow
{
    public async Task<string> RunAsync(WorkflowContext ctx, Order order) => await ChargeAsync(order);

    [Step]
#if WINDOWS
    protected virtual Task<string> ChargeAsync(Order order, bool dialog = true) => Task.FromResult("windows " + order.Id + dialog);
#else
    protected virtual Task<string> ChargeAsync(Order order) => Task.FromResult("any " + order.Id);
#endif
}
#endif
