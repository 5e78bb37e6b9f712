using Durable;

namespace Shop;

/// <summary>Charges and ships one order.</summary>
/// <param name="time">Tells the time to steps.</param>
[Workflow("order", Version = 2)]
public partial class OrderWorkflow(TimeProvider time)
{
    /// <summary>Someone agreed.</summary>
    public static readonly Signal<bool> Approved = new("approved");

    /// <summary>The body.</summary>
    /// <param name="ctx">The run.</param>
    /// <param name="order">What to charge and ship.</param>
    /// <returns>The charge.</returns>
    public async Task<Charging> RunAsync(WorkflowContext ctx, Order order)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        ArgumentNullException.ThrowIfNull(order);
        await ReserveAsync(order.Skus).ConfigureAwait(true);
        var approved = order.Total >= 0 || (await ctx.WaitForSignalAsync(Approved, TimeSpan.FromDays(1)).ConfigureAwait(true)).Received;
        return approved
            ? await ChargeAsync(order.Id, order.Total).ConfigureAwait(true)
            : await ctx.CompensateAsync<Charging>("not approved").ConfigureAwait(true);
    }

    /// <summary>Takes the goods from the shelf.</summary>
    /// <param name="skus">The goods.</param>
    /// <returns>Once they are taken.</returns>
    [Step(Compensate = nameof(ReleaseAsync))]
    protected virtual Task ReserveAsync(IReadOnlyList<string> skus) => Task.CompletedTask;

    /// <summary>Takes the money.</summary>
    /// <param name="id">The order.</param>
    /// <param name="total">The price.</param>
    /// <param name="step">The attempt.</param>
    /// <returns>The charge.</returns>
    [Step("charge", MaxAttempts = 5, Timeout = "30s")]
    protected virtual Task<Charging> ChargeAsync(string id, decimal total, StepContext step = default) =>
        Task.FromResult(new Charging($"{id} on attempt {step.Attempt}", total > 0 && time.GetUtcNow() > default(DateTimeOffset) ? PaymentKind.Card : PaymentKind.None));

    // Called by generated code alone, and made of what the step was given.
    private Task ReleaseAsync(IReadOnlyList<string> skus) => Task.Delay(TimeSpan.FromTicks(skus.Count), time);
}
