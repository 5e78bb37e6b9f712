namespace Shop;

/// <summary>What a charge went to.</summary>
/// <param name="Id">The charge.</param>
/// <param name="Kind">How it was paid.</param>
public sealed record Charging(string Id, PaymentKind Kind);
