using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Durable.Serialization;

/// <summary>Writes and reads one type through a context of the author's, under that context's own options.</summary>
/// <remarks>
/// Chaining the context as a resolver would build its metadata under our options instead, and so lose its naming policy and converters.
/// </remarks>
internal sealed class ContextConverter<T>(JsonSerializerContext context) : JsonConverter<T>
{
    private JsonTypeInfo<T>? _info;

    /// <summary>A null goes through the context too: its converter may have a form of its own for it.</summary>
    public override bool HandleNull => true;

    private JsonTypeInfo<T> Info => _info ??= (JsonTypeInfo<T>?)context.GetTypeInfo(typeof(T)) ?? throw new InvalidOperationException(
        $"The JsonContext '{context.GetType().Name}' has no metadata for '{typeof(T).Name}'; list it there with [JsonSerializable(typeof({typeof(T).Name}))].");

    private JsonConverter<T> Inner => (JsonConverter<T>)Info.Converter;

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, Info);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, Info);

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Inner.ReadAsPropertyName(ref reader, typeToConvert, Info.Options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        Inner.WriteAsPropertyName(writer, value!, Info.Options);
}
