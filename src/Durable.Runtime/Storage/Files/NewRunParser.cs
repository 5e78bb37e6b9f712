using System.Text.Json;
using Durable.Journal;

namespace Durable.Storage.Files;

/// <summary>Reads what a line says about runs it creates and messages it delivers, besides what it is about itself.</summary>
internal static class NewRunParser
{
    /// <summary>Payloads and records stand inside the line's own objects.</summary>
    public static readonly JsonReaderOptions Options = new() { MaxDepth = RecordFields.MaxDepth + 8 };

    /// <summary>The reader stands on the array's start.</summary>
    public static List<NewRun> ReadRuns(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        var runs = new List<NewRun>();
        Expect(reader.TokenType == JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            runs.Add(ReadRun(ref reader, line));
        }

        return runs;
    }

    /// <summary>The reader stands on the array's start. The receiver's id is empty where the line itself names it.</summary>
    public static List<RunMessage> ReadMessages(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        var messages = new List<RunMessage>();
        Expect(reader.TokenType == JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            messages.Add(ReadMessage(ref reader, line));
        }

        return messages;
    }

    private static NewRun ReadRun(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        string? id = null, workflow = null, queue = null;
        int version = 0, priority = 0, generation = 1;
        long created = 0;
        DateTimeOffset? startAt = null;
        Dictionary<string, string>? tags = null;
        List<RunMessage>? messages = null;
        byte[]? start = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref reader, "run"u8)) { id = reader.GetString(); }
            else if (Is(ref reader, "workflow"u8)) { workflow = reader.GetString(); }
            else if (Is(ref reader, "version"u8)) { version = reader.GetInt32(); }
            else if (Is(ref reader, "queue"u8)) { queue = reader.GetString(); }
            else if (Is(ref reader, "priority"u8)) { priority = reader.GetInt32(); }
            else if (Is(ref reader, "generation"u8)) { generation = reader.GetInt32(); }
            else if (Is(ref reader, "created"u8)) { created = reader.GetInt64(); }
            else if (Is(ref reader, "wakeAt"u8)) { startAt = StoreTime.From(reader.GetInt64()); }
            else if (Is(ref reader, "tags"u8)) { tags = ReadTags(ref reader); }
            else if (Is(ref reader, "messages"u8)) { messages = ReadMessages(ref reader, line); }
            else if (Is(ref reader, "start"u8)) { start = Json(ref reader, line); }
            else { reader.Read(); reader.Skip(); }
        }

        Expect(id is not null && workflow is not null && queue is not null && start is not null);
        return new NewRun
        {
            RunId = id!,
            Workflow = workflow!,
            Version = version,
            Queue = queue!,
            Priority = priority,
            Generation = generation,
            CreatedAt = StoreTime.From(created),
            StartAt = startAt,
            Tags = tags ?? (IReadOnlyDictionary<string, string>)System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty,
            Start = new JournalEntry(1, start),
            Messages = messages is null ? [] : messages.ConvertAll(static message => message.Entry),
        };
    }

    private static RunMessage ReadMessage(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        string? runId = null, kind = null, name = null, key = null;
        long sentAt = 0;
        byte[] payload = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref reader, "run"u8)) { runId = reader.GetString(); }
            else if (Is(ref reader, "kind"u8)) { kind = reader.GetString(); }
            else if (Is(ref reader, "name"u8)) { name = reader.GetString(); }
            else if (Is(ref reader, "sentAt"u8)) { sentAt = reader.GetInt64(); }
            else if (Is(ref reader, "key"u8)) { key = reader.GetString(); }
            else if (Is(ref reader, "payload"u8)) { payload = Json(ref reader, line); }
            else if (Is(ref reader, "base64"u8)) { payload = reader.GetBytesFromBase64(); }
            else { reader.Read(); reader.Skip(); }
        }

        Expect(kind is not null);
        return new RunMessage(runId ?? "", new InboxEntry(kind!, name, payload, StoreTime.From(sentAt), key));
    }

    public static Dictionary<string, string> ReadTags(ref Utf8JsonReader reader)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            tags[name] = reader.GetString()!;
        }

        return tags;
    }

    private static byte[] Json(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return line[start..(int)reader.BytesConsumed].ToArray();
    }

    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

    private static void Expect(bool condition)
    {
        if (!condition)
        {
            throw new JsonException("the line is not of this format");
        }
    }
}
