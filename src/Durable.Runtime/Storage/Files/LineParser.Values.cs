using System.Text.Json;

namespace Durable.Storage.Files;

// How single values of a line are read.
internal sealed partial class LineParser
{
    /// <summary>Whether the reader stands on this property's name; if so, it moves on to the value.</summary>
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

    /// <summary>Most lines name the same few workflows and queues; their strings are shared.</summary>
    private static string Same(ref Utf8JsonReader reader, string last) =>
        reader.ValueTextEquals(last) ? last : reader.GetString()!;

    private static LineKind ReadKind(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("commit"u8) ? LineKind.Commit
        : reader.ValueTextEquals("create"u8) ? LineKind.Create
        : reader.ValueTextEquals("inbox"u8) ? LineKind.Inbox
        : reader.ValueTextEquals("open"u8) ? LineKind.Open
        : reader.ValueTextEquals("close"u8) ? LineKind.Close
        : reader.ValueTextEquals("segment"u8) ? LineKind.Segment
        : reader.ValueTextEquals("alone"u8) ? LineKind.Alone
        : reader.ValueTextEquals("together"u8) ? LineKind.Together
        : reader.ValueTextEquals("reopen"u8) ? LineKind.Reopen
        : reader.ValueTextEquals("delete"u8) ? LineKind.Delete
        : reader.ValueTextEquals("gap"u8) ? LineKind.Gap
        : throw new JsonException($"a line of the unknown kind '{reader.GetString()}'");

    private static RunStatus ReadStatus(ref Utf8JsonReader reader)
    {
        for (var status = RunStatus.Pending; status <= RunStatus.Stuck; status++)
        {
            if (reader.ValueTextEquals(Lines.Name(status)))
            {
                return status;
            }
        }

        throw new JsonException($"the unknown status '{reader.GetString()}'");
    }

    private static LineLocation ReadLocation(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray && reader.Read());
        var segment = reader.GetInt32();
        Expect(reader.Read());
        var offset = reader.GetInt32();
        Expect(reader.Read());
        var length = reader.GetInt32();
        Expect(reader.Read() && reader.TokenType == JsonTokenType.EndArray);
        return new LineLocation(segment, offset, length);
    }

    private void ReadRun(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > _run.Length)
        {
            _run = new char[reader.ValueSpan.Length];
        }

        _runLength = reader.CopyString(_run);
    }
}
