namespace Shop;

internal sealed class Receipt
{
    public required string Id { get; init; }

    public DateTimeOffset? PaidAt { get; set; }

    public Dictionary<string, int> Counts { get; init; } = [];
}
