using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Durable;

namespace Shop.Parcels;

/// <summary>One of each shape that trimming or a missing just-in-time compiler could break.</summary>
public sealed class Parcel
{
    [JsonInclude]
    private readonly string? _note;

    [JsonConstructor]
    private Parcel(string? _note) => this._note = _note;

    public required string Id { get; init; }

    public required Money Value { get; init; }

    public (int Length, int Width) Size { get; init; }

    public ImmutableArray<Stop> Stops { get; init; } = [];

    public IReadOnlyDictionary<Carrier, decimal?> Offers { get; init; } = new Dictionary<Carrier, decimal?>();

    public Label? Label { get; init; }

    [Sensitive]
    public string? DoorCode { get; init; }

    [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
    public long Barcode { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    public static Parcel Create(string id, Money value, string note, Label label) => new(note)
    {
        Id = id,
        Value = value,
        Size = (30, 20),
        Stops = [new Depot("north"), new Door("12 Elm Street", TimeSpan.FromMinutes(15))],
        Offers = new Dictionary<Carrier, decimal?> { [Carrier.Bike] = 4.20m, [Carrier.Van] = null },
        Label = label,
        DoorCode = "4711",
        Barcode = 9_007_199_254_740_993,
        More = new() { ["fragile"] = JsonDocument.Parse("true").RootElement },
    };

    public override string ToString() =>
        $"{Id} {Value} {Size.Length}x{Size.Width} [{string.Join(", ", Stops)}] {string.Join(", ", Offers.Select(offer => $"{offer.Key}={offer.Value?.ToString() ?? "-"}"))} "
        + $"{Label} {_note} {DoorCode} {Barcode} fragile={More?["fragile"]}";
}
