using System.Buffers;
using System.Text.Json;
using Durable.Storage;

namespace Durable.Journal;

/// <summary>Records to bytes: one JSON object each, in UTF-8, on one line.</summary>
internal static class RecordWriter
{
    private const int KeptCapacity = 64 * 1024;

    // A record is written in one go on one thread, so buffer and writer of a thread are never shared.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    /// <summary>Writes a stamped record into an array of its own, which the caller keeps.</summary>
    public static JournalEntry Write(JournalRecord record)
    {
        var writer = Begin();
        writer.WriteStartObject();
        writer.WriteString(FieldNames.Kind, record.Kind);
        writer.WriteNumber(FieldNames.Position, record.Position);
        writer.WriteNumber(FieldNames.Timestamp, record.Timestamp);
        writer.WriteText(FieldNames.Id, record.OperationId);
        record.WriteFields(writer);
        writer.WriteEndObject();
        return new JournalEntry(record.Position, End());
    }

    /// <summary>A writer for a small JSON text; nothing else may be written on this thread until <see cref="End"/>.</summary>
    public static Utf8JsonWriter Begin()
    {
        var buffer = t_buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();

        // Records are built from our own fields and from payloads that a serializer wrote: validating them again pays for nothing.
        var writer = t_writer ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        writer.Reset(buffer);
        return writer;
    }

    public static byte[] End()
    {
        t_writer!.Flush();
        var bytes = t_buffer!.WrittenSpan.ToArray();
        if (t_buffer.Capacity > KeptCapacity)
        {
            t_buffer = null;
        }

        return bytes;
    }
}
