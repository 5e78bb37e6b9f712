using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;

namespace Durable.Payloads;

/// <summary>Payloads to envelopes and back: codecs first, and what is still large then becomes an artifact.</summary>
internal sealed class PayloadEncoding
{
    private readonly PayloadCodec[] _codecs;
    private readonly FrozenDictionary<string, PayloadCodec> _known;
    private readonly int _threshold;

    public PayloadEncoding(PayloadOptions options)
    {
        _codecs = [.. options.Codecs];
        _known = _codecs.Concat(options.ReadCodecs).ToFrozenDictionary(codec => codec.Name, StringComparer.Ordinal);
        _threshold = options.ThresholdBytes;
    }

    /// <summary>Whether something of so many bytes is stored as it is, payloads and all.</summary>
    public bool IsPlain(int length) => _codecs.Length == 0 && length <= _threshold;

    /// <summary>Encodes a payload.</summary>
    /// <param name="payload">The JSON.</param>
    /// <param name="place">Where it is stored.</param>
    /// <param name="artifacts">Takes what must be durable before the envelope is; null where there can be no artifacts.</param>
    /// <returns>The envelope as JSON, or null where the payload is stored as it is.</returns>
    /// <exception cref="DurableException">A codec failed; see <see cref="PayloadErrors"/>.</exception>
    public byte[]? Encode(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> place, List<PayloadArtifact>? artifacts)
    {
        byte[]? encoded = null;
        List<string>? names = null;
        foreach (var codec in _codecs)
        {
            if (Encode(codec, encoded ?? payload, place) is { } bytes)
            {
                encoded = bytes;
                (names ??= []).Add(codec.Name);
            }
        }

        var length = encoded?.Length ?? payload.Length;
        if (length > _threshold && artifacts is not null)
        {
            var artifact = new PayloadArtifact(encoded ?? payload.ToArray());
            artifacts.Add(artifact);
            return Write(new PayloadEnvelope { Codecs = names, Artifact = artifact.Id, Length = length });
        }

        return encoded is null ? null : Write(new PayloadEnvelope { Codecs = names, Data = encoded });
    }

    /// <summary>Reads an envelope.</summary>
    public static PayloadEnvelope Read(ReadOnlySpan<byte> envelope)
    {
        try
        {
            return JsonSerializer.Deserialize(envelope, PayloadEnvelopeJson.Default.PayloadEnvelope) ?? throw PayloadErrors.Corrupt("its envelope is empty");
        }
        catch (JsonException exception)
        {
            throw PayloadErrors.Corrupt($"its envelope makes no sense ({exception.Message})", exception);
        }
    }

    /// <summary>Gives back the payload.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="artifact">The artifact it names; null where that is not there, or it names none.</param>
    /// <param name="place">Where it was stored.</param>
    /// <exception cref="DurableException">It cannot be given back; see <see cref="PayloadErrors"/>.</exception>
    public ReadOnlyMemory<byte> Decode(PayloadEnvelope envelope, ReadOnlyMemory<byte>? artifact, ReadOnlySpan<byte> place)
    {
        var bytes = envelope.Artifact is { } id ? Check(id, envelope.Length, artifact) : envelope.Data ?? [];
        if (envelope.Codecs is { Count: > PayloadOptions.MostCodecs })
        {
            throw PayloadErrors.Corrupt("its envelope names more codecs than anything is encoded with");
        }

        for (var i = (envelope.Codecs?.Count ?? 0) - 1; i >= 0; i--)
        {
            var name = envelope.Codecs![i];
            var codec = _known.GetValueOrDefault(name) ?? throw PayloadErrors.CodecUnknown(name);
            bytes = Decode(codec, bytes.Span, place);
        }

        return bytes;
    }

    private static byte[]? Encode(PayloadCodec codec, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> place)
    {
        try
        {
            return codec.Encode(payload, place);
        }
#pragma warning disable CA1031 // anybody's code: it fails this payload, and nothing else
        catch (Exception exception) when (!PayloadErrors.IsOne(exception))
#pragma warning restore CA1031
        {
            throw PayloadErrors.CodecFailed(codec.Name, exception);
        }
    }

    private static byte[] Decode(PayloadCodec codec, ReadOnlySpan<byte> encoded, ReadOnlySpan<byte> place)
    {
        try
        {
            return codec.Decode(encoded, place);
        }
#pragma warning disable CA1031 // as above
        catch (Exception exception) when (!PayloadErrors.IsOne(exception))
#pragma warning restore CA1031
        {
            throw PayloadErrors.CodecFailed(codec.Name, exception);
        }
    }

    private static ReadOnlyMemory<byte> Check(string id, int length, ReadOnlyMemory<byte>? artifact)
    {
        var bytes = artifact ?? throw PayloadErrors.ArtifactMissing(id);
        return bytes.Length == length && PayloadArtifact.IdOf(bytes.Span) == id ? bytes : throw PayloadErrors.ArtifactCorrupt(id);
    }

    private static byte[] Write(PayloadEnvelope envelope) => JsonSerializer.SerializeToUtf8Bytes(envelope, PayloadEnvelopeJson.Default.PayloadEnvelope);
}
