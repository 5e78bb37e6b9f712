using System.Text.Json.Serialization;

namespace Shop.Parcels;

[JsonDerivedType(typeof(Depot), "depot")]
[JsonDerivedType(typeof(Door), "door")]
public abstract record Stop;

public sealed record Depot(string Name) : Stop;

public sealed record Door(string Street, TimeSpan Wait) : Stop;
