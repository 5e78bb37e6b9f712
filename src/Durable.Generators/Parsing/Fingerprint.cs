using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Durable.Generators.Parsing;

/// <summary>Short hashes that are the same on every machine.</summary>
internal static class Fingerprint
{
    /// <summary>The first 16 hexadecimal digits of the text's SHA-256.</summary>
    public static string Of(string text)
    {
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(text));
        var digits = new StringBuilder(16);
        for (var index = 0; index < 8; index++)
        {
            digits.Append(hash[index].ToString("x2", CultureInfo.InvariantCulture));
        }

        return digits.ToString();
    }
}
