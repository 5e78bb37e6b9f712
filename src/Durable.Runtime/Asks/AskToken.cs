using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Durable.Journal;
using Durable.Serialization;

namespace Durable.Asks;

/// <summary>A secret that answers one question once. It says which question, so that whoever brings it need not know; only its hash is stored.</summary>
internal static class AskToken
{
    private const int SecretBytes = 24;

    /// <summary>A new token: characters that need no escaping in an address.</summary>
    public static string New(string? tenant, string runId, string askId)
    {
        var place = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{tenant}\n{runId}\n{askId}"));
        return $"{place}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";
    }

    // The secret is random and long, so a plain hash gives nothing away.
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>The question that a token says it belongs to; null for a text that is no token.</summary>
    public static (string? Tenant, string RunId, string AskId)? PlaceOf(string token)
    {
        var end = token.IndexOf('.', StringComparison.Ordinal);
        if (end < 0 || !Base64Url.IsValid(token.AsSpan(0, end)))
        {
            return null;
        }

        var place = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.AsSpan(0, end))).Split('\n', 3);
        return place is [var tenant, var runId, var askId] && (tenant.Length == 0 || StableName.IsValid(tenant)) && runId.Length > 0
            ? (tenant.Length == 0 ? null : tenant, runId, askId)
            : null;
    }

    /// <summary>A hash as JSON, for messages and records.</summary>
    public static ReadOnlyMemory<byte> WriteHash(string hash) => JsonSerializer.SerializeToUtf8Bytes(hash, TextJson.Default.String);

    /// <exception cref="JournalFormatException">The bytes are no hash.</exception>
    public static string ReadHash(ReadOnlyMemory<byte> json) =>
        (json.IsEmpty ? null : JsonSerializer.Deserialize(json.Span, TextJson.Default.String)) ?? throw new JournalFormatException("a token's record lacks its hash");
}
