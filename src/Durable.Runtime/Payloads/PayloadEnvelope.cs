using System.Text.Json.Serialization;

namespace Durable.Payloads;

/// <summary>What stands in place of a payload that is stored encoded.</summary>
internal sealed record PayloadEnvelope
{
    /// <summary>The names of the codecs, in the order in which they encoded; null for none.</summary>
    public List<string>? Codecs { get; init; }

    /// <summary>The encoded bytes; null where they are an artifact.</summary>
    public byte[]? Data { get; init; }

    /// <summary>The artifact that holds the encoded bytes, by their SHA-256 in hexadecimal digits; null where they stand here.</summary>
    public string? Artifact { get; init; }

    /// <summary>The artifact's length in bytes.</summary>
    public int Length { get; init; }
}

/// <summary>How envelopes are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(PayloadEnvelope))]
internal sealed partial class PayloadEnvelopeJson : JsonSerializerContext;
