using Durable;

namespace Payments;

public sealed record Charge(string Id, int Amount);

/// <summary>Steps that workflows of this and other assemblies inherit.</summary>
public abstract class PaymentSteps<TOrder>
    where TOrder : class
{
    [Step("charge", Compensate = nameof(RefundAsync), MaxAttempts = 5)]
    protected virtual Task<Charge> ChargeAsync(TOrder order, int amount, CancellationToken cancellationToken = default) =>
        Task.FromResult(new Charge(order.ToString()!, amount));

    protected Task RefundAsync(TOrder order, Charge charge) => Task.CompletedTask;

    [Step]
    protected internal virtual ValueTask<int> RoundAsync(decimal amount) => new((int)amount);

    [Step]
    public abstract Task<TOrder> LookUpAsync(TOrder order);
}
