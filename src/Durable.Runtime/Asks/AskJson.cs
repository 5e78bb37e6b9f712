using System.Text.Json.Serialization;

namespace Durable.Asks;

/// <summary>How questions are recorded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(AskPrompt))]
internal sealed partial class AskJson : JsonSerializerContext;
