using System.Text.Json;

namespace Durable.Journal;

/// <summary>The next chunk of a stream. Its number is its place among the chunks of the same operation.</summary>
internal sealed class ChunkRecord(string id) : OperationRecord(id)
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("chunk");

    public override JsonEncodedText Kind => Name;

    public override bool ResumesBody => false;

    public ReadOnlyMemory<byte> Payload { get; init; }

    public override void WriteFields(Utf8JsonWriter writer) => writer.WritePayload(FieldNames.Data, Payload);
}

/// <summary>A stream is over: all its chunks are recorded, or its source failed.</summary>
internal sealed class StreamEndRecord(string id) : OperationRecord(id)
{
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("streamEnd");

    public override JsonEncodedText Kind => Name;

    public override bool IsFailure => Error is not null;

    public override bool EndsOperation => true;

    /// <summary>Why the source gave no more, or null where it simply ended.</summary>
    public ErrorInfo? Error { get; init; }

    public override void WriteFields(Utf8JsonWriter writer) => writer.WriteError(FieldNames.Error, Error);
}
