namespace SubscriptionSample;

/// <summary>What one month needs to know; carried from generation to generation.</summary>
public sealed record Subscription(string Customer, decimal Price, TimeSpan Month, int MonthsPaid = 0);
