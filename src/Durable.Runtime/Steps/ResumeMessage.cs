using Durable.Journal;
using Durable.Storage;

namespace Durable.Steps;

/// <summary>What resumes a step on its way to the run: what the inbox message's payload holds.</summary>
/// <param name="Generation">The run's life that the step belongs to; another one does not take it.</param>
/// <param name="Key">The caller's idempotency key, or null.</param>
/// <param name="Json">What the step goes on with.</param>
/// <param name="Error">Why whoever it waited for failed, or null.</param>
internal readonly record struct ResumeMessage(int Generation, string? Key, ReadOnlyMemory<byte> Json, ErrorInfo? Error)
{
    public ReadOnlyMemory<byte> ToPayload()
    {
        var writer = RecordWriter.Begin();
        writer.WriteStartObject();
        writer.WriteCount(FieldNames.Generation, Generation, unless: 1);
        writer.WriteText(FieldNames.Key, Key);
        writer.WritePayload(FieldNames.Data, Json);
        writer.WriteError(FieldNames.Error, Error);
        writer.WriteEndObject();
        return RecordWriter.End();
    }

    public ResumeRecord ToRecord(string operationId) => new(operationId) { Key = Key, Payload = Json, Error = Error };

    /// <exception cref="DurableException">The message is not one of <see cref="ToPayload"/>.</exception>
    public static ResumeMessage Read(InboxEntry message, string runId) => MessagePayload.Read(
        message, runId, $"a message to its step '{message.Name}'", static fields => new ResumeMessage(fields.Generation, fields.Key, fields.Data, fields.Error));
}
