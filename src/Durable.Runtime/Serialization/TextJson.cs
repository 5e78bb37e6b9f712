using System.Text.Json.Serialization;

namespace Durable.Serialization;

/// <summary>The engine's own small payloads.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class TextJson : JsonSerializerContext;
