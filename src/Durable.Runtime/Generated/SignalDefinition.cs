using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Durable.Serialization;

namespace Durable.Generated;

/// <summary>The generated description of a signal that a workflow declares.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SignalDefinition
{
    private protected SignalDefinition(string name, PayloadMask? mask)
    {
        Name = name;
        Mask = mask;
    }

    /// <summary>The stable name.</summary>
    public string Name { get; }

    /// <summary>What of the recorded payload is not to be shown; null when all may be.</summary>
    public PayloadMask? Mask { get; }

    /// <summary>The payload's type, for messages only; it is never stored.</summary>
    public abstract Type PayloadType { get; }

    /// <summary>Reads <paramref name="json"/> as the payload's type and writes it again, so that a wrong one is refused before it is stored.</summary>
    /// <exception cref="DurableException">It is not of that type (<see cref="DurableErrorCodes.PayloadInvalid"/>), or above the cap (<see cref="DurableErrorCodes.PayloadTooLarge"/>).</exception>
    internal abstract ReadOnlyMemory<byte> Write(JsonElement json, PayloadSerializer payloads, string runId);
}

/// <summary>The generated description of a signal that a workflow declares, with its payload type.</summary>
/// <typeparam name="T">The payload's type.</typeparam>
/// <param name="signal">The author's declaration.</param>
/// <param name="payload">Serializer of the payload.</param>
/// <param name="mask">What of the payload is sensitive; null when nothing is.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SignalDefinition<T>(Signal<T> signal, JsonTypeInfo<T> payload, PayloadMask? mask = null) : SignalDefinition(signal.Name, mask)
{
    /// <inheritdoc/>
    public override Type PayloadType => typeof(T);

    internal JsonTypeInfo<T> Payload { get; } = payload;

    internal override ReadOnlyMemory<byte> Write(JsonElement json, PayloadSerializer payloads, string runId)
    {
        var what = $"signal '{Name}'";
        return payloads.Write(Payload, GivenPayload.Read(Payload, json, payloads, what, runId), what, runId);
    }
}
