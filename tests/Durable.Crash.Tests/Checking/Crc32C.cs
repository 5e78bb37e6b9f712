namespace Durable.Crash.Tests.Checking;

/// <summary>CRC-32C bit by bit, written from its polynomial: the store's own tables and instructions must not vouch for themselves.</summary>
internal static class Crc32C
{
    private const uint ReversedPolynomial = 0x82F63B78;

    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(value => Step((uint)value))];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc = (crc >> 8) ^ s_table[(byte)(crc ^ value)];
        }

        return ~crc;
    }

    private static uint Step(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ ReversedPolynomial;
        }

        return value;
    }
}
