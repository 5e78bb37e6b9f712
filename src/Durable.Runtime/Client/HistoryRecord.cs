using System.Text;
using System.Text.Json;
using Durable.Journal;
using Durable.Storage;

namespace Durable;

/// <summary>One record of a run's journal, as it is stored.</summary>
public sealed class HistoryRecord
{
    private readonly ReadOnlyMemory<byte> _json;

    private HistoryRecord(ReadOnlyMemory<byte> json, in RecordFields fields)
    {
        _json = json;
        Position = fields.Position;
        Kind = fields.Kind;
        Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(fields.Timestamp);
        OperationId = fields.Id;
    }

    /// <summary>The place in the journal, from 1, without gaps.</summary>
    public int Position { get; }

    /// <summary>The kind's stable short name: <c>start</c>, <c>step</c>, <c>attempt</c>, <c>signal</c>, <c>end</c> and others.</summary>
    public string Kind { get; }

    /// <summary>When it was recorded (UTC, whole milliseconds); never before the record ahead of it.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>The operation it belongs to (<c>charge</c>, <c>charge#2</c>), or null.</summary>
    public string? OperationId { get; }

    internal ReadOnlyMemory<byte> Utf8 => _json;

    /// <summary>The record as stored: one JSON object on one line, in the journal's stable format.</summary>
    public string ToJson() => Encoding.UTF8.GetString(_json.Span);

    /// <summary>Position, kind and operation, for logs.</summary>
    public override string ToString() => OperationId is null ? $"{Position} {Kind}" : $"{Position} {Kind} {OperationId}";

    internal static HistoryRecord Read(string runId, JournalEntry entry)
    {
        try
        {
            return new HistoryRecord(entry.Utf8, RecordFields.Read(entry.Utf8));
        }
        catch (Exception exception) when (exception is JournalFormatException or JsonException or InvalidOperationException or FormatException)
        {
            throw new DurableException(
                DurableErrorCodes.JournalCorrupt,
                $"Record {entry.Position} of the run '{runId}' cannot be read: {exception.Message}",
                "Restore the store from a backup; other runs are not affected.",
                runId,
                innerException: exception);
        }
    }
}
