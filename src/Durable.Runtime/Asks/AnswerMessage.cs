using System.Text.Json;
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
    public static AnswerMessage Read(InboxEntry message, string runId)
    {
        try
        {
            var fields = RecordFields.Read(message.Payload);
            return new AnswerMessage(fields.Key, fields.Data);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or JournalFormatException)
        {
            throw new DurableException(
                DurableErrorCodes.JournalTooNew,
                $"Run '{runId}' has an answer to '{message.Name}' that cannot be read: {exception.Message}.",
                "Deploy the version of the library that sent it, then retry the run.",
                runId,
                innerException: exception);
        }
    }
}
