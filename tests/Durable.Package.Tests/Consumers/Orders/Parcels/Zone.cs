using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Parcels;

/// <summary>Nobody but its converter can read it, and only the project's own context names that.</summary>
public sealed class Zone
{
    private readonly Func<string> _name;

    private Zone(Func<string> name) => _name = name;

    public static Zone Of(string name) => new(() => name);

    public override string ToString() => _name();

    public sealed class Converter : JsonConverter<Zone>
    {
        public override Zone Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Of(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Zone value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
