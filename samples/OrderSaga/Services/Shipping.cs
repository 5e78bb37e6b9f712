using Durable;
using OrderSaga.Orders;

namespace OrderSaga.Services;

/// <summary>A carrier that serves Europe.</summary>
public sealed class Shipping(Ledger ledger) : IDisposable
{
    private static readonly HashSet<string> s_served = new(
        ["AT", "DE", "DK", "ES", "FI", "FR", "GB", "HU", "IE", "IT", "NL", "NO", "PL", "SE", "SI"], StringComparer.Ordinal);

    private readonly Connection _connection = new("shipping", ledger);

    /// <exception cref="NonRetryableException">No parcel can get there.</exception>
    public async Task<string> ShipAsync(Address address, Request request)
    {
        ArgumentNullException.ThrowIfNull(address);
        var call = new LedgerEntry(
            DateTimeOffset.UtcNow, "shipping", "ship", request.OrderId, request.Step, request.IdempotencyKey, LedgerOutcome.Done,
            Reference: $"parcel_{Guid.NewGuid():N}");

        var entry = await _connection.CallAsync(call, request, _ => Objection(address));

        return entry.Reference ?? throw new NonRetryableException($"{address.Name} cannot be reached: {entry.Reason}.", "unshippable");
    }

    public void Dispose() => _connection.Dispose();

    private static string? Objection(Address address) =>
        address.PostalCode.Length == 0 ? "no postal code"
        : !s_served.Contains(address.Country) ? $"no delivery to {address.Country}"
        : null;
}
