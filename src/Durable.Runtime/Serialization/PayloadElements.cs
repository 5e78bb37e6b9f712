using System.Text.Json;

namespace Durable.Serialization;

/// <summary>Counts what a payload's arrays and objects hold, all of them together, however deep.</summary>
/// <remarks>Bytes alone do not tell what a payload becomes: two of them are enough for an element, which as an object in memory takes dozens.</remarks>
internal static class PayloadElements
{
    // An element and what separates it from the next.
    private const int FewestBytes = 2;

    /// <summary>Whether there are more than so many.</summary>
    /// <param name="most">The limit.</param>
    /// <param name="json">Valid JSON, with or without comments.</param>
    public static bool AreMoreThan(int most, ReadOnlySpan<byte> json)
    {
        if (json.Length / FewestBytes < most)
        {
            return false;
        }

        // The outermost value is no element.
        var count = -1;
        var reader = new Utf8JsonReader(json, PayloadSerializer.ReaderOptions);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject) && ++count > most)
            {
                return true;
            }
        }

        return false;
    }
}
