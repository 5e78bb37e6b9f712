using Durable;
using OrderSaga.Orders;
using OrderSaga.Services;

namespace OrderSaga;

/// <summary>One order from the shelf to the parcel. Whatever goes wrong on the way, what was done is undone, newest first.</summary>
[Workflow("order")]
public partial class OrderWorkflow(Warehouse warehouse, Payments payments, Shipping shipping)
{
    public async Task<Receipt> RunAsync(WorkflowContext ctx, Order order)
    {
        foreach (var line in order.Lines)
        {
            await ReserveAsync(line);
        }

        var charge = await ChargeAsync(order.Card, order.GetTotal());
        var parcel = await ShipAsync(order.Address);
        return new Receipt(charge, parcel, ctx.Now());
    }

    [Step("reserve", Compensate = nameof(ReleaseAsync), MaxAttempts = 5, RetryDelay = "50ms", Timeout = "10s")]
    protected virtual Task ReserveAsync(OrderLine line, StepContext step = default) =>
        warehouse.ReserveAsync(line, Request.From(step));

    private Task ReleaseAsync(OrderLine line, StepContext step) =>
        warehouse.ReleaseAsync(line, Request.From(step));

    [Step("charge", Compensate = nameof(RefundAsync), MaxAttempts = 5, RetryDelay = "50ms", Timeout = "10s")]
    protected virtual Task<string> ChargeAsync([Sensitive] string card, decimal total, StepContext step = default) =>
        payments.ChargeAsync(card, total, Request.From(step));

    private Task RefundAsync(decimal total, string chargeId, StepContext step) =>
        payments.RefundAsync(chargeId, total, Request.From(step));

    // The last step: once the parcel is on its way there is nothing left that could fail.
    [Step("ship", MaxAttempts = 5, RetryDelay = "50ms", Timeout = "10s")]
    protected virtual Task<string> ShipAsync(Address address, StepContext step = default) =>
        shipping.ShipAsync(address, Request.From(step));
}
