using System.Text.Json;
using Durable.Asks;
using Durable.Children;
using Durable.Journal;
using Durable.Metadata;
using Durable.Payloads;
using Durable.Storage;

namespace Durable.Execution;

/// <summary>What others send to the run: taken in order, each at most once, by the commit that records it.</summary>
internal sealed partial class ActiveRun
{
    // Taken by records that are pending or durable; and by durable ones alone, which is what counts when pending ones are dropped.
    private long _inboxTaken;
    private long _durableInboxTaken;
    private long _inboxSeen;
    private long? _terminatedBy;
    private bool _readingInbox;
    private bool _inboxChanged;

    /// <summary>The store has new messages for this run; called on any thread.</summary>
    public void InboxChanged() => _mailbox.PostElsewhere(InboxNotice.Event);

    /// <summary>A message is being written; called on the sender's thread, which takes it along with the line if the run has nothing else to do.</summary>
    public void InboxChanging() => _mailbox.PostBriefly(InboxNotice.Event);

    private bool IsRequested(string kind) => _claim.Inbox.Any(message => message.Entry.Kind == kind);

    private void ReadInbox()
    {
        if (_readingInbox || !_isActivated)
        {
            _inboxChanged = true;
            return;
        }

        _readingInbox = true;
        var reading = ReadInboxAsync();
        if (reading.IsCompleted)
        {
            reading.Result.Apply(this);
        }
        else
        {
            _ = TellAsync(reading);
        }
    }

    private async Task TellAsync(ValueTask<IRunEvent> reading) => _mailbox.PostElsewhere(await reading.ConfigureAwait(false));

    private async ValueTask<IRunEvent> ReadInboxAsync()
    {
        try
        {
            return new InboxRead(await Services.Store.ReadInboxAsync(Lease, _inboxSeen).ConfigureAwait(false));
        }
#pragma warning disable CA1031 // whatever the store throws: the run cannot learn what was sent to it
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new InboxUnreadable(exception);
        }
    }

    private void TakeInbox(IReadOnlyList<InboxMessage> messages)
    {
        foreach (var message in messages)
        {
            // A run that is parked leaves what comes then: it brings the run back, and may be an order to terminate.
            if (_parked is null && message.Sequence > _inboxSeen && !(_endAppended && _bodyEnd is ContinueRecord))
            {
                _inboxSeen = message.Sequence;
                Take(message.Entry);
                _inboxTaken = message.Sequence;
                _mustCommit = true;
                if (message.Entry.Kind == InboxKinds.Terminate)
                {
                    _terminatedBy ??= message.Sequence;
                }
            }
        }
    }

    /// <summary>The last message that must not bring the run back by itself, because it had a part in parking it, or none to play.</summary>
    private long SeenWhenParked()
    {
        var seen = _claim.Inbox.Count > 0 ? Math.Max(_inboxSeen, _claim.Inbox[^1].Sequence) : _inboxSeen;

        // Parked before its end was written: whoever claims it next needs nothing but the order.
        return _terminatedBy is { } order ? Math.Min(seen, order - 1) : seen;
    }

    private void Take(InboxEntry message)
    {
        switch (message.Kind)
        {
            case InboxKinds.Signal:
                // After the body's end nobody can wait for it any more.
                if (!IsBodyOver || IsContinuing)
                {
                    Append(new SignalRecord(message.Name ?? "") { Payload = message.Payload });
                }

                break;
            case InboxKinds.Answer:
                if (!IsBodyOver)
                {
                    Append(ToRecord(message));
                }

                break;
            case InboxKinds.Update:
                TakeUpdate(message);
                break;
            case InboxKinds.Cancel:
                if ((!IsBodyOver || IsContinuing) && !_cancelTaken)
                {
                    _cancelTaken = true;
                    Append(new CancelRecord { Reason = ReasonOf(message) });

                    // What a cancel brings has to begin; what is held begins when the record is delivered, unless it ends then.
                    _pause = null;
                }
                else
                {
                    TakeUnpause();
                }

                break;
            case InboxKinds.Pause:
                TakePause(message);
                break;
            case InboxKinds.Unpause:
                TakeUnpause();
                break;
            case InboxKinds.Terminate:
                Terminate(ReasonOf(message));
                break;
            case InboxKinds.ChildEnd:
                if (ChildMessages.ReadEnd(message, StartRecord.Generation) is { } childEnd)
                {
                    Append(childEnd);
                }

                break;
            case InboxKinds.ChildUndone:
                TakeChildUndone(message);
                break;
            case InboxKinds.TaskEnd:
                TakeTaskEnd(message);
                break;
            case InboxKinds.Resume:
                TakeResume(message);
                break;
            case InboxKinds.Metadata:
                Append(new MetadataReceivedRecord(MetadataChange.Read(RecordFields.Read(message.Payload))));
                break;
            case InboxKinds.AskToken:
                Append(new AskTokenRecord(message.Name ?? "", AskToken.ReadHash(message.Payload)));
                break;
            case InboxKinds.Retry:
                // Its arrival has brought the run back already.
                break;
            default:
                throw new DurableException(
                    DurableErrorCodes.JournalTooNew,
                    $"Run '{RunId}' has a message of kind '{message.Kind}', which this version of the library does not know.",
                    "Deploy the version that sent it, then retry the run.",
                    RunId);
        }
    }

    private static string? ReasonOf(InboxEntry message) =>
        message.Payload.IsEmpty ? null : JsonSerializer.Deserialize(message.Payload.Span, Serialization.TextJson.Default.String);

    private sealed class InboxNotice : IRunEvent
    {
        public static readonly InboxNotice Event = new();

        public void Apply(ActiveRun run) => run.ReadInbox();
    }

    private sealed class InboxRead(IReadOnlyList<InboxMessage> messages) : IRunEvent
    {
        public void Apply(ActiveRun run)
        {
            run._readingInbox = false;
            run.TakeInbox(messages);
            if (run._inboxChanged)
            {
                run._inboxChanged = false;
                run.ReadInbox();
            }
        }
    }

    private sealed class InboxUnreadable(Exception exception) : IRunEvent
    {
        public void Apply(ActiveRun run)
        {
            if (exception is JournalFormatException || PayloadErrors.IsOne(exception))
            {
                run.Park(exception);
            }
            else
            {
                run.StoreFailed(exception);
            }
        }
    }
}
