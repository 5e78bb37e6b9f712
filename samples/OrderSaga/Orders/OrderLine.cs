namespace OrderSaga.Orders;

/// <summary>One article of an order.</summary>
public sealed record OrderLine(string Sku, string Name, int Quantity, decimal UnitPrice);
