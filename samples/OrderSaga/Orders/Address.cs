namespace OrderSaga.Orders;

/// <summary>Where a parcel goes.</summary>
public sealed record Address(string Name, string Street, string PostalCode, string City, string Country);
