namespace Durable.Tests.Workflows;

internal sealed record Order(string Id, decimal Total, IReadOnlyList<string> Skus);

internal sealed record Receipt(string ChargeId, string TrackingId);

internal sealed record Approval(bool Granted);

internal interface IPayments
{
    Task<string> ChargeAsync(string orderId, decimal total, string idempotencyKey, CancellationToken cancellationToken);

    Task RefundAsync(string chargeId, string idempotencyKey);
}

internal interface IWarehouse
{
    Task ReserveAsync(IReadOnlyList<string> skus);

    Task ReleaseAsync(IReadOnlyList<string> skus);

    Task<string> ShipAsync(string orderId);
}

// The published example, word for word.
[Workflow("order")]
internal partial class OrderWorkflow(IPayments payments, IWarehouse warehouse)
{
    public static readonly Signal<Approval> Approved = new("approved");

    public async Task<Receipt> RunAsync(WorkflowContext ctx, Order order)
    {
        await ReserveStockAsync(order);
        var charge = await ChargeCardAsync(order.Id, order.Total);
        if (order.Total > 1_000m)
        {
            var approval = await ctx.WaitForSignalAsync(Approved, timeout: TimeSpan.FromDays(2));
            if (approval is not { Received: true, Value.Granted: true })
            {
                return await ctx.CompensateAsync<Receipt>("not approved");
            }
        }

        await ctx.SleepAsync(TimeSpan.FromHours(1));
        return new Receipt(charge, await ShipAsync(order));
    }

    [Step(Compensate = nameof(ReleaseStockAsync))]
    protected virtual Task ReserveStockAsync(Order order) => warehouse.ReserveAsync(order.Skus);

    private Task ReleaseStockAsync(Order order) => warehouse.ReleaseAsync(order.Skus);

    [Step("charge", Compensate = nameof(RefundAsync), MaxAttempts = 5, Timeout = "30s")]
    protected virtual Task<string> ChargeCardAsync(string orderId, decimal total, StepContext step = default) =>
        payments.ChargeAsync(orderId, total, step.IdempotencyKey, step.CancellationToken);

    private Task RefundAsync(string orderId, string chargeId, StepContext step) => payments.RefundAsync(chargeId, step.IdempotencyKey);

    [Step]
    protected virtual Task<string> ShipAsync(Order order) => warehouse.ShipAsync(order.Id);
}
