using System.Text.Json;

namespace Durable.Storage.Files;

/// <summary>
/// Reads lines whose checksum has been verified. One parser reads many lines and keeps its buffers, because opening a store reads all of them;
/// members that a kind of line does not have keep no value from the line before.
/// </summary>
internal sealed partial class LineParser
{
    private readonly List<int> _sizes = [];
    private char[] _run = new char[256];
    private int _runLength;

    /// <summary>Where the first record begins in the line.</summary>
    private int RecordsAt { get; set; }

    /// <exception cref="JsonException">The line is no JSON, or not of this format.</exception>
    public void Parse(ReadOnlySpan<byte> line)
    {
        Clear();
        var reader = new Utf8JsonReader(line, NewRunParser.Options);
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
        var size = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("records"u8))
            {
                Expect(reader.Read() && reader.TokenType == JsonTokenType.StartArray);
                RecordsAt = (int)reader.BytesConsumed;
                Expect(RecordsAt + _sizes.Sum() + _sizes.Count <= line.Length);
                return;
            }

            if (reader.ValueTextEquals("payload"u8))
            {
                var start = line[(int)reader.BytesConsumed..];
                Expect(start.Length >= size);
                Payload = start[..size].ToArray();
                return;
            }

            if (Is(ref reader, "newRuns"u8))
            {
                NewRuns = NewRunParser.ReadRuns(ref reader, line);
            }
            else if (Is(ref reader, "messages"u8))
            {
                Messages = NewRunParser.ReadMessages(ref reader, line);
            }
            else
            {
                ReadMember(ref reader, ref size);
            }
        }

        Expect(_sizes.Count == 0 && size == 0);
    }

    /// <summary>Where a run's summary stands after the commit that was parsed last.</summary>
    public LineLocation SummaryAfter(LineLocation before, LineLocation at) =>
        SummaryAfter(before, at, says: Summary is not null, isThere: Summary is { End.Value: > 0 }, new RunState(Status));

    /// <summary>The same for a commit that was written just now.</summary>
    public static LineLocation SummaryAfter(LineLocation before, LineLocation at, bool says, bool isThere, RunState state) =>
        says ? (isThere ? at : default) : state.IsFinished ? default : before;

    /// <summary>The n-th record's bytes in the line that was parsed last.</summary>
    public Range RecordRange(int index)
    {
        var start = RecordsAt;
        for (var i = 0; i < index; i++)
        {
            start += _sizes[i] + 1;
        }

        return start..(start + _sizes[index]);
    }

    /// <summary>What a line of the kind <see cref="LineKind.Create"/> says.</summary>
    /// <param name="start">The record, in memory of its own.</param>
    /// <param name="history">The records that follow it.</param>
    public NewRun ToNewRun(byte[] start, IReadOnlyList<JournalEntry> history) => new()
    {
        RunId = RunId,
        Workflow = Workflow,
        Version = Version,
        Queue = Queue,
        Priority = Priority,
        CreatedAt = StoreTime.From(Created),
        StartAt = WakeAt == LiveRun.Never ? null : StoreTime.From(WakeAt),
        Tags = Tags ?? (IReadOnlyDictionary<string, string>)System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty,
        Start = new JournalEntry(1, start),
        History = history,
        Messages = [.. Messages.Select(static message => message.Entry)],
    };

    public InboxEntry ToMessage() => new(MessageKind, MessageName, Payload, StoreTime.From(SentAt), Key);

    private static void Expect(bool condition)
    {
        if (!condition)
        {
            throw new JsonException("the line is not of this format");
        }
    }

    private void Clear()
    {
        _sizes.Clear();
        Seen.Clear();
        Freed.Clear();
        Ends.Clear();
        _runLength = 0;
        Bytes = 0;
        After = null;
        RecordsAt = 0;
        WakeAt = LiveRun.Never;
        Status = RunStatus.Pending;
        Generation = 1;
        Tags = null;
        Reason = null;
        Taken = 0;
        InboxSeen = null;
        Summary = null;
        MessageName = null;
        Key = null;
        Payload = [];
        NewRuns = [];
        Messages = [];
        Previous = First = Cleaned = default;
    }

    private void ReadMember(ref Utf8JsonReader reader, ref int size)
    {
        // Ordered by how often each occurs.
        if (Is(ref reader, "t"u8))
        {
            Kind = ReadKind(ref reader);
        }
        else if (Is(ref reader, "run"u8))
        {
            ReadRun(ref reader);
        }
        else if (Is(ref reader, "length"u8))
        {
            Length = reader.GetInt32();
        }
        else if (Is(ref reader, "previous"u8))
        {
            Previous = ReadLocation(ref reader);
        }
        else if (Is(ref reader, "status"u8))
        {
            Status = ReadStatus(ref reader);
        }
        else if (Is(ref reader, "sizes"u8))
        {
            Expect(reader.TokenType == JsonTokenType.StartArray);
            while (reader.Read() && reader.TokenType == JsonTokenType.Number)
            {
                _sizes.Add(reader.GetInt32());
            }
        }
        else if (Is(ref reader, "taken"u8))
        {
            Taken = reader.GetInt64();
        }
        else if (Is(ref reader, "inboxSeen"u8))
        {
            InboxSeen = reader.GetInt64();
        }
        else if (Is(ref reader, "wakeAt"u8))
        {
            WakeAt = reader.GetInt64();
        }
        else if (Is(ref reader, "summary"u8))
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            Summary = reader.TokenType == JsonTokenType.Null ? 0..0 : start..(int)reader.BytesConsumed;
        }
        else if (Is(ref reader, "first"u8))
        {
            First = ReadLocation(ref reader);
        }
        else if (Is(ref reader, "seen"u8))
        {
            Expect(reader.TokenType == JsonTokenType.StartArray);
            while (reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                Seen.Add(reader.GetString()!);
            }
        }
        else if (Is(ref reader, "reason"u8))
        {
            Reason = reader.GetString();
        }
        else if (!ReadCreation(ref reader) && !ReadMessage(ref reader, ref size) && !ReadSession(ref reader) && !ReadSpace(ref reader))
        {
            // A later version may add members without changing what the others mean.
            reader.Read();
            reader.Skip();
        }
    }

    private bool ReadCreation(ref Utf8JsonReader reader)
    {
        if (Is(ref reader, "workflow"u8))
        {
            Workflow = Same(ref reader, Workflow);
        }
        else if (Is(ref reader, "version"u8))
        {
            Version = reader.GetInt32();
        }
        else if (Is(ref reader, "queue"u8))
        {
            Queue = Same(ref reader, Queue);
        }
        else if (Is(ref reader, "priority"u8))
        {
            Priority = reader.GetInt32();
        }
        else if (Is(ref reader, "generation"u8))
        {
            Generation = reader.GetInt32();
        }
        else if (Is(ref reader, "created"u8))
        {
            Created = reader.GetInt64();
        }
        else if (ReadTags && Is(ref reader, "tags"u8))
        {
            Tags = NewRunParser.ReadTags(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool ReadMessage(ref Utf8JsonReader reader, ref int size)
    {
        if (Is(ref reader, "kind"u8))
        {
            MessageKind = reader.GetString()!;
        }
        else if (Is(ref reader, "name"u8))
        {
            MessageName = reader.GetString();
        }
        else if (Is(ref reader, "sentAt"u8))
        {
            SentAt = reader.GetInt64();
        }
        else if (Is(ref reader, "key"u8))
        {
            Key = reader.GetString();
        }
        else if (Is(ref reader, "base64"u8))
        {
            Payload = reader.GetBytesFromBase64();
        }
        else if (Is(ref reader, "size"u8))
        {
            size = reader.GetInt32();
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool ReadSession(ref Utf8JsonReader reader)
    {
        if (Is(ref reader, "session"u8))
        {
            Session = reader.GetInt64();
        }
        else if (Is(ref reader, "at"u8))
        {
            At = reader.GetInt64();
        }
        else if (Is(ref reader, "format"u8))
        {
            Format = reader.GetInt32();
        }
        else if (Is(ref reader, "number"u8))
        {
            Number = reader.GetInt32();
        }
        else if (Is(ref reader, "previousLength"u8))
        {
            PreviousLength = reader.GetInt64();
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool ReadSpace(ref Utf8JsonReader reader)
    {
        if (Is(ref reader, "bytes"u8))
        {
            Bytes = reader.GetInt32();
            Expect(Bytes > 0);
        }
        else if (Is(ref reader, "freed"u8))
        {
            ReadFreed(ref reader);
        }
        else if (Is(ref reader, "ends"u8))
        {
            Expect(reader.TokenType == JsonTokenType.StartArray);
            while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
            {
                Ends.Add(ReadLocation(ref reader));
            }
        }
        else if (Is(ref reader, "after"u8))
        {
            After = reader.GetInt32();
        }
        else if (Is(ref reader, "cleaned"u8))
        {
            Cleaned = ReadLocation(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }

    private void ReadFreed(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            Expect(reader.Read());
            var segment = reader.GetInt32();
            Expect(reader.Read());
            Freed.Add(new SegmentShare(segment, reader.GetInt64()));
            Expect(reader.Read() && reader.TokenType == JsonTokenType.EndArray);
        }
    }
}
