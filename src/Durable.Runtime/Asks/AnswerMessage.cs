using Durable.Journal;
using Durable.Storage;

namespace Durable.Asks;

/// <summary>An answer on its way to its run: what the inbox message's payload holds.</summary>
/// <param name="Key">The caller's idempotency key, or null.</param>
/// <param name="Json">The answer.</param>
internal readonly record struct AnswerMessage(string? Key, ReadOnlyMemory<byte> Json)
{
    public ReadOnlyMemory<byte> ToPayload()
    {
        var writer = RecordWriter.Begin();
        writer.WriteStartObject();
        writer.WriteText(FieldNames.Key, Key);
        writer.WritePayload(FieldNames.Data, Json);
        writer.WriteEndObject();
        return RecordWriter.End();
    }

    /// <exception cref="DurableException">The message is not one of <see cref="ToPayload"/>.</exception>
    public static AnswerMessage Read(InboxEntry message, string runId) => MessagePayload.Read(
        message, runId, $"an answer to '{message.Name}'", static fields => new AnswerMessage(fields.Key, fields.Data));
}
