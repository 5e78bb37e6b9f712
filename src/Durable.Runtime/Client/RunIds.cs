using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Durable;

/// <summary>The rule for run ids that callers give, and the making of those they leave to us.</summary>
internal static class RunIds
{
    public const int MaxLength = 200;

    // Crockford's base 32 in lower case: in alphabet order, so that the text sorts like the number, and without look-alikes.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int BitsPerDigit = 5;
    private const int Digits = 26;
    private const int RandomBytes = 10;

    /// <summary>A new id: 48 bits of milliseconds, then 80 random bits, as 26 digits that sort by time.</summary>
    public static string New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, now.ToUnixTimeMilliseconds() << 16);
        RandomNumberGenerator.Fill(bytes[^RandomBytes..]);
        var number = BinaryPrimitives.ReadUInt128BigEndian(bytes);

        Span<char> text = stackalloc char[Digits];
        for (var i = Digits - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(number & ((1u << BitsPerDigit) - 1))];
            number >>= BitsPerDigit;
        }

        return new string(text);
    }

    /// <exception cref="DurableException">The id breaks the rule (<see cref="DurableErrorCodes.RunIdInvalid"/>).</exception>
    public static string Check(string runId)
    {
        ArgumentNullException.ThrowIfNull(runId);
        return IsValid(runId)
            ? runId
            : throw new DurableException(
                DurableErrorCodes.RunIdInvalid,
                runId.Length is 0 or > MaxLength
                    ? $"A run id of {runId.Length} characters is not possible."
                    : "The run id holds a control character, or another one that cannot be printed.",
                $"Use 1 to {MaxLength} printable characters.");
    }

    /// <summary>Whether a text is 1 to <see cref="MaxLength"/> printable characters; also the rule for idempotency keys.</summary>
    public static bool IsValid(string text)
    {
        if (text.Length is 0 or > MaxLength)
        {
            return false;
        }

        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            // Half of a surrogate pair is no character: it would come back from storage as another one.
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != System.Buffers.OperationStatus.Done || !IsPrintable(rune))
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
