using System.Security.Cryptography;

namespace Durable.Payloads;

/// <summary>Bytes that are kept beside the journal.</summary>
internal sealed class PayloadArtifact(byte[] bytes)
{
    /// <summary>The SHA-256 of the bytes, in hexadecimal digits: their name, and the proof that they are the ones.</summary>
    public string Id { get; } = IdOf(bytes);

    public ReadOnlyMemory<byte> Bytes => bytes;

    public static string IdOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
