namespace Shop.Parcels;

public enum Carrier
{
    Bike,
    Van,
}
