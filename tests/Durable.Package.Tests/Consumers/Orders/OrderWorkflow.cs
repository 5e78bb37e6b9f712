using Durable;

namespace Shop;

[Workflow("order")]
public partial class OrderWorkflow(Shelf shelf)
{
    public static readonly Signal<bool> Approved = new("approved");

    public async Task<Receipt> RunAsync(WorkflowContext ctx, Order order)
    {
        foreach (var line in order.Lines)
        {
            await ReserveAsync(line);
        }

        var charge = await ChargeAsync(order.Id, order.Total);
        if (!await ctx.WaitForSignalAsync(Approved))
        {
            return await ctx.CompensateAsync<Receipt>("not approved");
        }

        await ctx.SleepAsync(TimeSpan.FromMilliseconds(20));
        return new Receipt(charge, ctx.NewGuid(), ctx.Now());
    }

    [Step(Compensate = nameof(ReleaseAsync))]
    protected virtual Task ReserveAsync(OrderLine line) => shelf.TakeAsync(line.Sku, line.Quantity);

    private Task ReleaseAsync(OrderLine line) => shelf.TakeAsync(line.Sku, -line.Quantity);

    [Step("charge", MaxAttempts = 3, RetryDelay = "10ms", Timeout = "30s")]
    protected virtual Task<string> ChargeAsync(string orderId, decimal total, StepContext step = default) =>
        step.Attempt == 1
            ? throw new InvalidOperationException("The first attempt is refused.")
            : Task.FromResult($"{orderId}: {total} on attempt {step.Attempt}");
}
