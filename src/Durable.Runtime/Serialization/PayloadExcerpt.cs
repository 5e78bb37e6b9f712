using System.Text;
using Durable.Generated;

namespace Durable.Serialization;

/// <summary>Payloads in messages for people: without what is sensitive, and not longer than a message can bear.</summary>
internal static class PayloadExcerpt
{
    private const int Longest = 200;
    private const int MaxBytesPerCharacter = 4;

    public static string Of(ReadOnlyMemory<byte> json, PayloadMask? mask)
    {
        if (json.IsEmpty)
        {
            return "nothing";
        }

        // Hidden first, cut then: half a value is no JSON, and would be shown.
        var text = mask is null ? Encoding.UTF8.GetString(json.Span[..Math.Min(json.Length, Longest * MaxBytesPerCharacter)]) : mask.Redact(json.Span);
        return text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)] + "...";
    }
}
