using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Durable.Serialization;

/// <summary>JSON that a caller gave where the type is known only to the definition.</summary>
internal static class GivenPayload
{
    /// <summary>Reads it as its type, after a check of what it would become in memory.</summary>
    /// <exception cref="DurableException">
    /// The JSON is not of this type or nested too deep (<see cref="DurableErrorCodes.PayloadInvalid"/>), or too large (<see cref="DurableErrorCodes.PayloadTooLarge"/>).
    /// </exception>
    public static T Read<T>(JsonTypeInfo<T> type, JsonElement json, PayloadSerializer payloads, string what, string runId)
    {
        try
        {
            payloads.Check(JsonMarshal.GetRawUtf8Value(json), what, runId);
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
