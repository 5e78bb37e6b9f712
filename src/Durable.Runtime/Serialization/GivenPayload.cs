using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Durable.Serialization;

/// <summary>JSON that a caller gave where the type is known only to the definition.</summary>
internal static class GivenPayload
{
    /// <exception cref="DurableException">The JSON is not of this type (<see cref="DurableErrorCodes.PayloadInvalid"/>).</exception>
    public static T Read<T>(JsonTypeInfo<T> type, JsonElement json, string what, string runId)
    {
        try
        {
            return json.Deserialize(type)!;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new DurableException(
                DurableErrorCodes.PayloadInvalid,
                $"The {what} is no {typeof(T).Name}: {exception.Message}",
                "Send the JSON of that type. Nothing was stored.",
                runId,
                innerException: exception);
        }
    }
}
