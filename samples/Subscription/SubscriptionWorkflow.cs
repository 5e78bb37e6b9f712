using Durable;

namespace SubscriptionSample;

/// <summary>
/// A customer's subscription for as long as it lasts. Each month is a generation of the same run, so its journal never grows; cancelling gives the month under
/// way back, because undoing reaches only what this generation did.
/// </summary>
[Workflow("subscription")]
public partial class SubscriptionWorkflow(Billing billing)
{
    public static readonly Signal<decimal> PriceChanged = new("price-changed");

    private Subscription? _subscription;

    public async Task<int> RunAsync(WorkflowContext ctx, Subscription subscription)
    {
        _subscription = subscription;
        await ChargeAsync(subscription.Customer, subscription.Price);
        await ctx.SleepAsync(subscription.Month);
        return await ContinueAsNewAsync(ctx, _subscription with { MonthsPaid = _subscription.MonthsPaid + 1 });
    }

    /// <summary>From the next month on.</summary>
    [SignalHandler(nameof(PriceChanged))]
    public void ChangePrice(decimal price) => _subscription = _subscription! with { Price = price };

    [Query]
    public Subscription Current() => _subscription!;

    [Step("charge", Compensate = nameof(RefundAsync))]
    protected virtual Task<string> ChargeAsync(string customer, decimal price, StepContext step = default) =>
        billing.ChargeAsync(customer, price, step.IdempotencyKey);

    private Task RefundAsync(string customer, string chargeId, StepContext step) => billing.RefundAsync(customer, chargeId, step.IdempotencyKey);
}
