namespace Shop;

/// <summary>How an order is paid.</summary>
public enum PaymentKind
{
    /// <summary>Not yet known.</summary>
    None = 0,

    /// <summary>By card.</summary>
    Card = 1,
}
