namespace Shop;

/// <summary>What a customer wants.</summary>
/// <param name="Id">The order.</param>
/// <param name="Total">Its price.</param>
/// <param name="Skus">Its lines.</param>
public sealed record Order(string Id, decimal Total, IReadOnlyList<string> Skus);
