using System.Text.Json.Serialization;

namespace Durable.Schedules;

/// <summary>How schedules are recorded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ScheduleState))]
[JsonSerializable(typeof(ScheduleCommand))]
internal sealed partial class ScheduleJson : JsonSerializerContext;
