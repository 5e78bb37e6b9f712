namespace Shop;

public sealed record Order(string Id, decimal Total, IReadOnlyList<OrderLine> Lines);

public sealed record OrderLine(string Sku, int Quantity);

public sealed record Receipt(string ChargeId, Guid Number, DateTimeOffset At);
