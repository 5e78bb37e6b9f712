namespace OrderSaga.Orders;

/// <summary>What a fulfilled order ends with.</summary>
public sealed record Receipt(string ChargeId, string ParcelId, DateTimeOffset At);
