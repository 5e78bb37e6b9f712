using System.Text.Json.Serialization;

namespace Shop.Parcels;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(Zone.Converter)])]
[JsonSerializable(typeof(Label))]
internal sealed partial class ParcelJson : JsonSerializerContext;
