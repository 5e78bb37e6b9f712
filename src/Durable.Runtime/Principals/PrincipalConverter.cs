using System.Text.Json;
using System.Text.Json.Serialization;

namespace Durable.Principals;

/// <summary>A principal within a value of the engine's own, as it stands in a <c>start</c> record.</summary>
internal sealed class PrincipalConverter : JsonConverter<Principal>
{
    public override Principal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => PrincipalJson.ReadValue(ref reader);

    public override void Write(Utf8JsonWriter writer, Principal value, JsonSerializerOptions options) => writer.WriteValue(value);
}
