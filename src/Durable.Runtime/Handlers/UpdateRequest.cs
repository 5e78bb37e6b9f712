using Durable.Journal;
using Durable.Storage;

namespace Durable.Handlers;

/// <summary>An update on its way to its run: what the inbox message's payload holds.</summary>
/// <param name="Id">Tells the requests for one update apart: the caller's idempotency key, or a random id.</param>
/// <param name="Arguments">JSON, or empty.</param>
internal readonly record struct UpdateRequest(string Id, ReadOnlyMemory<byte> Arguments)
{
    public ReadOnlyMemory<byte> ToPayload()
    {
        var writer = RecordWriter.Begin();
        writer.WriteStartObject();
        writer.WriteString(FieldNames.Id, Id);
        writer.WritePayload(FieldNames.Input, Arguments);
        writer.WriteEndObject();
        return RecordWriter.End();
    }

    /// <exception cref="DurableException">The message is not one of <see cref="ToPayload"/>.</exception>
    public static UpdateRequest Read(InboxEntry message, string runId) => MessagePayload.Read(
        message, runId, $"a request for the update '{message.Name}'", static fields => new UpdateRequest(fields.RequiredId(), fields.Input));
}
