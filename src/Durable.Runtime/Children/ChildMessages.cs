using System.Globalization;
using Durable.Journal;
using Durable.Principals;
using Durable.Storage;

namespace Durable.Children;

/// <summary>What parents and children tell each other.</summary>
internal static class ChildMessages
{
    /// <summary>A parent asks a child to cancel.</summary>
    /// <param name="childRunId">The child.</param>
    /// <param name="key">The idempotency key of the operation that started it.</param>
    /// <param name="parentRunId">The parent.</param>
    /// <param name="now">UTC, in milliseconds since 1970.</param>
    public static RunMessage Cancel(string childRunId, string key, string parentRunId, long now) => new(
        childRunId,
        new InboxEntry(InboxKinds.Cancel, null, Reason($"Its parent '{parentRunId}' no longer needs it."), Time(now), "parent/" + key));

    /// <summary>A child tells its parent how it ended.</summary>
    public static RunMessage Ended(string childRunId, ParentLink parent, EndRecord end, decimal spent, long now)
    {
        var writer = RecordWriter.Begin();
        writer.WriteStartObject();
        writer.WriteString(FieldNames.Run, childRunId);
        writer.WriteNumber(FieldNames.Generation, parent.Generation);
        writer.WriteString(FieldNames.Status, RunStatusNames.Of(end.Status));
        writer.WritePayload(FieldNames.Result, end.Result);
        writer.WriteError(FieldNames.Error, end.Error);
        writer.WriteAmount(FieldNames.Spend, spent);
        writer.WriteEndObject();
        return new RunMessage(
            parent.RunId,
            new InboxEntry(InboxKinds.ChildEnd, parent.OperationId, RecordWriter.End(), Time(now), "childEnd/" + childRunId));
    }

    /// <summary>A child that was brought back to be undone tells its parent that it has ended again.</summary>
    /// <param name="childRunId">The child.</param>
    /// <param name="parent">Who brought it back.</param>
    /// <param name="broughtBackAt">The position of the record that did, which tells one such end from another.</param>
    /// <param name="now">UTC, in milliseconds since 1970.</param>
    public static RunMessage Undone(string childRunId, ParentLink parent, int broughtBackAt, long now) => new(
        parent.RunId,
        new InboxEntry(
            InboxKinds.ChildUndone, parent.OperationId, default, Time(now), string.Create(CultureInfo.InvariantCulture, $"childUndone/{childRunId}@{broughtBackAt}")));

    /// <summary>The end that a child told; null when it is one of another generation's children.</summary>
    public static ChildEndRecord? ReadEnd(InboxEntry message, int generation)
    {
        var fields = RecordFields.Read(message.Payload);
        return fields.Generation != generation
            ? null
            : new ChildEndRecord(message.Name ?? "")
            {
                RunId = fields.Required(fields.Run, "run"),
                Status = RunStatusNames.Parse(fields.Required(fields.Status, "status")),
                EndedAt = message.SentAt.ToUnixTimeMilliseconds(),
                Result = fields.Result,
                Error = fields.Error,
                Spend = fields.Spend,
            };
    }

    /// <summary>The end of a child that was found to be over.</summary>
    public static ChildEndRecord EndOf(string operationId, string childRunId, JournalEntry entry)
    {
        var end = RunInfoReader.ReadEnd(entry);
        return new ChildEndRecord(operationId) { RunId = childRunId, Status = end.Status, Result = end.Result, Error = end.Error };
    }

    /// <summary>A reason as JSON; empty for none.</summary>
    public static ReadOnlyMemory<byte> Reason(string? reason)
    {
        if (reason is null)
        {
            return default;
        }

        RecordWriter.Begin().WriteStringValue(reason);
        return RecordWriter.End();
    }

    private static DateTimeOffset Time(long now) => DateTimeOffset.FromUnixTimeMilliseconds(now);
}
