using Durable;
using OrderSaga.Orders;

namespace OrderSaga.Services;

/// <summary>A warehouse with so many pieces of each article.</summary>
public sealed class Warehouse(Ledger ledger, IReadOnlyDictionary<string, int> stock) : IDisposable
{
    private readonly Connection _connection = new("warehouse", ledger);

    /// <exception cref="NonRetryableException">There are not enough pieces left.</exception>
    public async Task ReserveAsync(OrderLine line, Request request)
    {
        ArgumentNullException.ThrowIfNull(line);

        var entry = await _connection.CallAsync(
            Call("reserve", line, request), request, done => Left(line.Sku, done) < line.Quantity ? "out of stock" : null);

        if (entry.Outcome == LedgerOutcome.Refused)
        {
            throw new NonRetryableException($"'{line.Name}' is out of stock.", "out-of-stock");
        }
    }

    public Task ReleaseAsync(OrderLine line, Request request)
    {
        ArgumentNullException.ThrowIfNull(line);
        return _connection.CallAsync(Call("release", line, request), request, _ => null);
    }

    public void Dispose() => _connection.Dispose();

    private static LedgerEntry Call(string action, OrderLine line, Request request) => new(
        DateTimeOffset.UtcNow, "warehouse", action, request.OrderId, request.Step, request.IdempotencyKey, LedgerOutcome.Done,
        Sku: line.Sku, Quantity: line.Quantity);

    private int Left(string sku, IReadOnlyCollection<LedgerEntry> done) =>
        stock.GetValueOrDefault(sku) - done.Where(entry => entry.Sku == sku).Sum(entry => entry.Action == "reserve" ? entry.Quantity!.Value : -entry.Quantity!.Value);
}
