using Durable;

namespace Durable;

public sealed record Order(string Id);

[Workflow]
public partial class OrderWorkflow
{
    public async global::System.Threading.Tasks.Task<Order> RunAsync(WorkflowContext ctx, Order order) => await ChargeAsync(order);

    [Step(Compensate = nameof(RefundAsync))]
    protected virtual global::System.Threading.Tasks.Task<Order> ChargeAsync(Order order, StepContext step = default) =>
        global::System.Threading.Tasks.Task.FromResult(order with { Id = order.Id + "!" });

    private global::System.Threading.Tasks.Task RefundAsync(Order order, Order charged) => global::System.Threading.Tasks.Task.CompletedTask;
}
