using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;

namespace Durable.Storage.Files;

/// <summary>What all lines of a journal share: the checksum at their end.</summary>
internal static class LineFormat
{
    /// <summary>The format this version writes, and the newest it reads.</summary>
    public const int Version = 2;

    /// <summary>How every line begins; what looks for lines in a damaged tail looks for this.</summary>
    public static ReadOnlySpan<byte> Opening => "{\"t\":\""u8;

    /// <summary>
    /// Stands before the first line of everything that was flushed at once. White space to JSON; to recovery it says that all before it had been flushed
    /// when it was written, so that a batch torn by a loss of power is told from damage.
    /// </summary>
    public const byte BatchMark = (byte)' ';

    /// <summary>Bytes after the checked part: <c>,"crc":"01234567"}</c>.</summary>
    public const int SealLength = 18;

    private const int DigitsAt = 8;

    /// <summary>How a <see cref="LineKind.Gap"/> begins; how many bytes it stands for comes next, so that it is found without reading JSON.</summary>
    public static ReadOnlySpan<byte> GapOpening => "{\"t\":\"gap\",\"bytes\":"u8;

    /// <summary>CRC-32C (Castagnoli).</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }

    /// <summary>Writes the checksum of the line's other bytes into its last ones.</summary>
    public static void WriteSeal(ReadOnlySpan<byte> sealedBytes, Span<byte> seal)
    {
        ",\"crc\":\"00000000\"}"u8.CopyTo(seal);
        Utf8Formatter.TryFormat(Checksum(sealedBytes), seal[DigitsAt..], out _, new('x', 8));
    }

    /// <summary>How many bytes of the journal a line (without its end) stands for: its own, or those of the lines that it replaced.</summary>
    public static int BytesOf(ReadOnlySpan<byte> line) =>
        line.StartsWith(GapOpening) && Utf8Parser.TryParse(line[GapOpening.Length..], out int bytes, out _) ? bytes : line.Length + 1;

    /// <summary>Writes the checksum of a line (without its end) whose other bytes have changed.</summary>
    public static void Reseal(Span<byte> line) => WriteSeal(line[..^SealLength], line[^SealLength..]);

    /// <summary>Whether a line (without its end) is whole and unchanged.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> line)
    {
        if (line.Length < SealLength + Opening.Length || !(line[0] == BatchMark ? line[1..] : line).StartsWith(Opening))
        {
            return false;
        }

        Span<byte> seal = stackalloc byte[SealLength];
        WriteSeal(line[..^SealLength], seal);
        return line[^SealLength..].SequenceEqual(seal);
    }
}
