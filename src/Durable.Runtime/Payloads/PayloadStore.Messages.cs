using System.Globalization;
using System.Text;
using Durable.Storage;

namespace Durable.Payloads;

// What is sent to runs: the payload of a message is an envelope as a whole, and its kind says so.
internal sealed partial class PayloadStore
{
    // Behind the kind of a message whose payload is an envelope.
    private const char Mark = '@';

    private InboxEntry Encode(string runId, InboxEntry message) =>
        !message.Payload.IsEmpty && encoding.Encode(message.Payload.Span, Place(runId, message.Kind, message.Name), artifacts: null) is { } envelope
            ? message with { Kind = message.Kind + Mark, Payload = envelope }
            : message;

    private static bool NeedsDecoding(InboxMessage message) => message.Entry.Kind.EndsWith(Mark);

    /// <summary>A message as it was meant.</summary>
    private IReadOnlyList<InboxMessage> Decode(string runId, IReadOnlyList<InboxMessage> messages) =>
        messages.Any(NeedsDecoding) ? [.. messages.Select(message => Decode(runId, message))] : messages;

    public InboxMessage Decode(string runId, InboxMessage message)
    {
        if (!NeedsDecoding(message))
        {
            return message;
        }

        var kind = message.Entry.Kind[..^1];
        try
        {
            var payload = encoding.Decode(PayloadEncoding.Read(message.Entry.Payload.Span), artifact: null, Place(runId, kind, message.Entry.Name));
            return message with { Entry = message.Entry with { Kind = kind, Payload = payload } };
        }
        catch (DurableException unreadable)
        {
            throw unreadable.In(runId, string.Create(CultureInfo.InvariantCulture, $"Message {message.Sequence}"));
        }
    }

    /// <summary>What was sent to a run, as far as it can be read: one message that cannot be must not hide the others, of which one may be an order to terminate.</summary>
    private ClaimedRun DecodeInbox(string key, ClaimedRun run)
    {
        var inbox = new InboxMessage[run.Inbox.Count];
        DurableException? unreadable = null;
        for (var i = 0; i < inbox.Length; i++)
        {
            var message = run.Inbox[i];
            try
            {
                inbox[i] = Decode(key, message);
            }
            catch (DurableException exception) when (PayloadErrors.IsOne(exception))
            {
                unreadable ??= exception;

                // Without its reason an order to terminate is still one.
                inbox[i] = message.Entry.Kind == InboxKinds.Terminate + Mark
                    ? message with { Entry = message.Entry with { Kind = InboxKinds.Terminate, Payload = default } }
                    : message;
            }
        }

        return run with { Inbox = inbox, Unreadable = unreadable };
    }

    private static byte[] Place(string runId, string kind, string? name) => Encoding.UTF8.GetBytes($"{runId}\u001E{kind}\u001E{name}");
}
