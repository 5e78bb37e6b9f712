using Durable;

namespace OrderSaga.Orders;

/// <summary>What a customer ordered.</summary>
public sealed record Order(string Id, Address Address, [Sensitive] string Card, IReadOnlyList<OrderLine> Lines)
{
    // A method, not a property: it follows from the lines and is not stored beside them.
    public decimal GetTotal() => Lines.Sum(line => line.Quantity * line.UnitPrice);
}
