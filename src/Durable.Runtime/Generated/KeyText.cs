using System.ComponentModel;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Durable.Generated;

/// <summary>Values as the text of keys: in operation ids and in the names of rate limits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KeyText
{
    internal const int MaxLength = 200;
    internal const int LengthWhenCut = 160;

    private const string Special = "%[]/#,";

    /// <summary>A value's text, the same everywhere and at any time; null is empty.</summary>
    /// <typeparam name="T">Text, an integer, a <see cref="Guid"/> or an enum.</typeparam>
    /// <param name="value">The value.</param>
    public static string Of<T>(T value) => value switch
    {
        string text => text,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    /// <summary>The key of a call, as it stands between the brackets of its operation id.</summary>
    /// <param name="parts">The texts of the values that make it up, in order.</param>
    public static string Join(params string[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return Shorten(parts.Length == 1 ? Escape(parts[0]) : string.Join(',', parts.Select(Escape)));
    }

    private static string Escape(string text)
    {
        foreach (var character in text)
        {
            if (MustEscape(character))
            {
                return EscapeRunes(text);
            }
        }

        return text;
    }

    private static string EscapeRunes(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        Span<byte> utf8 = stackalloc byte[4];

        // Half a surrogate pair comes as the replacement character.
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune is { IsBmp: true } && MustEscape((char)rune.Value))
            {
                foreach (var value in utf8[..rune.EncodeToUtf8(utf8)])
                {
                    result.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
                }
            }
            else
            {
                result.Append(rune.ToString());
            }
        }

        return result.ToString();
    }

    private static bool MustEscape(char character) =>
        Special.Contains(character, StringComparison.Ordinal) || char.IsControl(character) || char.IsSurrogate(character);

    private static string Shorten(string key)
    {
        if (key.Length <= MaxLength)
        {
            return key;
        }

        // Not through the middle of a character.
        var length = char.IsHighSurrogate(key[LengthWhenCut - 1]) ? LengthWhenCut - 1 : LengthWhenCut;
        return $"{key.AsSpan(0, length)}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16))}";
    }
}
