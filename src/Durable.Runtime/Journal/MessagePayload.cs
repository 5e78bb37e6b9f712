using System.Text.Json;
using Durable.Storage;

namespace Durable.Journal;

/// <summary>Reads what an inbox message brings: fields like a record's.</summary>
internal static class MessagePayload
{
    /// <param name="message">The message.</param>
    /// <param name="runId">The run it is for.</param>
    /// <param name="what">What it is, for the error: "an answer to 'approve'".</param>
    /// <param name="make">Makes the message's own type of its fields; may require some.</param>
    /// <exception cref="DurableException">The fields cannot be read (<see cref="DurableErrorCodes.JournalTooNew"/>).</exception>
    public static T Read<T>(InboxEntry message, string runId, string what, Func<RecordFields, T> make)
    {
        try
        {
            return make(RecordFields.Read(message.Payload));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or JournalFormatException)
        {
            throw new DurableException(
                DurableErrorCodes.JournalTooNew,
                $"Run '{runId}' has {what} that cannot be read: {exception.Message}.",
                "Deploy the version of the library that sent it, then retry the run.",
                runId,
                innerException: exception);
        }
    }
}
