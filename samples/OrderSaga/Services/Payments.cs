using Durable;

namespace OrderSaga.Services;

/// <summary>A payment provider.</summary>
public sealed class Payments(Ledger ledger) : IDisposable
{
    private const string Declined = "card_declined_";

    private readonly Connection _connection = new("payment", ledger);

    /// <exception cref="NonRetryableException">The card was declined.</exception>
    public async Task<string> ChargeAsync(string card, decimal amount, Request request)
    {
        var call = new LedgerEntry(
            DateTimeOffset.UtcNow, "payments", "charge", request.OrderId, request.Step, request.IdempotencyKey, LedgerOutcome.Done,
            Reference: $"ch_{Guid.NewGuid():N}", Amount: amount);

        var entry = await _connection.CallAsync(call, request, _ => card.StartsWith(Declined, StringComparison.Ordinal) ? "card declined" : null);

        return entry.Reference ?? throw new NonRetryableException($"The card was declined for {amount:0.00}.", "card-declined");
    }

    /// <exception cref="NonRetryableException">There is no such charge.</exception>
    public async Task RefundAsync(string chargeId, decimal amount, Request request)
    {
        var call = new LedgerEntry(
            DateTimeOffset.UtcNow, "payments", "refund", request.OrderId, request.Step, request.IdempotencyKey, LedgerOutcome.Done,
            Reference: chargeId, Amount: amount);

        var entry = await _connection.CallAsync(
            call, request, done => done.Any(entry => entry.Action == "charge" && entry.Reference == chargeId) ? null : "no such charge");

        if (entry.Outcome == LedgerOutcome.Refused)
        {
            throw new NonRetryableException($"The charge {chargeId} cannot be refunded: {entry.Reason}.", "no-such-charge");
        }
    }

    public void Dispose() => _connection.Dispose();
}
