using System.Buffers.Binary;
using System.IO.Compression;

namespace Durable.Payloads;

/// <summary>The length of what was compressed, in four bytes, little-endian; then Brotli's own format.</summary>
internal sealed class BrotliCodec : PayloadCodec
{
    public const int DefaultMinBytes = 512;

    private const int Quality = 4;
    private const int Window = 22;

    private readonly int _minBytes;

    public BrotliCodec(int minBytes)
    {
        OptionRange.Check(nameof(Brotli), nameof(minBytes), minBytes, 0, PayloadOptions.LargestMaxBytes);
        _minBytes = minBytes;
    }

    public override string Name => "br";

    public override byte[]? Encode(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> place)
    {
        if (payload.Length < _minBytes || payload.Length <= sizeof(int))
        {
            return null;
        }

        // Not an advantage: what does not fit into less than it was is left as it was.
        var encoded = new byte[payload.Length - 1];
        if (!BrotliEncoder.TryCompress(payload, encoded.AsSpan(sizeof(int)), out var written, Quality, Window))
        {
            return null;
        }

        BinaryPrimitives.WriteInt32LittleEndian(encoded, payload.Length);
        return encoded[..(sizeof(int) + written)];
    }

    public override byte[] Decode(ReadOnlySpan<byte> encoded, ReadOnlySpan<byte> place)
    {
        // A few bytes can claim to be gigabytes.
        if (encoded.Length > sizeof(int)
            && BinaryPrimitives.ReadInt32LittleEndian(encoded) is >= 0 and <= PayloadOptions.LargestMaxBytes and var length)
        {
            var payload = new byte[length];
            if (BrotliDecoder.TryDecompress(encoded[sizeof(int)..], payload, out var written) && written == length)
            {
                return payload;
            }
        }

        throw PayloadErrors.Corrupt("it cannot be decompressed");
    }
}
