namespace OrderSaga.Services;

/// <summary>One call to one of the services, as that service saw it.</summary>
internal sealed record LedgerEntry(
    DateTimeOffset At,
    string Service,
    string Action,
    string OrderId,
    string Step,
    string IdempotencyKey,
    LedgerOutcome Outcome,
    string? Reference = null,
    decimal? Amount = null,
    string? Sku = null,
    int? Quantity = null,
    string? Reason = null);
