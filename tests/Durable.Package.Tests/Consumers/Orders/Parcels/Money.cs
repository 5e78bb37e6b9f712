using System.Text.Json.Serialization;

namespace Shop.Parcels;

public readonly struct Money
{
    [JsonConstructor]
    internal Money(decimal amount, string currency) => (Amount, Currency) = (amount, currency);

    public decimal Amount { get; }

    public string Currency { get; }

    public static Money Euros(decimal amount) => new(amount, "EUR");

    public override string ToString() => $"{Amount} {Currency}";
}
