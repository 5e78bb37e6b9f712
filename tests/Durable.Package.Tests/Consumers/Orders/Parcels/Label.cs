namespace Shop.Parcels;

/// <summary>Written by the project's own context.</summary>
public sealed record Label(string LineOne, Zone Zone);
