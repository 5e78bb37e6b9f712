using Durable.Children;
using Durable.Execution;
using Durable.Generated;
using Durable.Journal;
using Durable.Storage;

namespace Durable.Signals;

/// <summary>One message to another run: looked up first, then sent in the commit that records it, so exactly once.</summary>
/// <remarks>
/// Replay: <c>sent</c> recorded: it went out with that very commit and does not again, or its recorded refusal is thrown. Crash before: the receiver is
/// looked up again. A receiver that ends between the look and the commit drops the message, as one that ends before taking it does.
/// </remarks>
/// <param name="run">The sender.</param>
/// <param name="id">The operation's id.</param>
/// <param name="receiver">The receiver's run id.</param>
/// <param name="kind">One of <see cref="InboxKinds"/>.</param>
/// <param name="name">The signal's name, where there is one.</param>
/// <param name="payload">JSON, or empty.</param>
/// <param name="check">Why the receiver's workflow does not take the message, or null.</param>
internal sealed class SendOperation(
    ActiveRun run, string id, string receiver, string kind, string? name, ReadOnlyMemory<byte> payload, Func<RunRow, ErrorInfo?>? check)
    : Operation(run, id), IRunLookup
{
    private readonly TaskCompletionSource _done = new();
    private bool _isBegun;
    private bool _isWithdrawn;

    public Task Task => _done.Task;

    public override string Description => $"message '{Id}' to run '{receiver}'";

    public override string Kind => "send";

    public override bool IsParked => false;

    public override void Deliver(OperationRecord record)
    {
        if (record is not SentRecord sent || sent.RunId != receiver || sent.MessageKind != kind || sent.MessageName != name)
        {
            throw Mismatch(record);
        }

        if (!sent.Payload.Span.SequenceEqual(payload.Span))
        {
            // Whether the signal is sensitive is declared on the receiver's class, which this process need not know: show nothing of it.
            throw Run.InputMismatch(record, sent.Payload, payload, PayloadMask.Hidden);
        }

        Settle();
        if (sent.Error is { } error)
        {
            _done.TrySetException(new DurableException(error.Kind, error.Message, runId: receiver, stepId: Id));
        }
        else
        {
            _done.TrySetResult();
        }
    }

    public override void Begin()
    {
        if (_isWithdrawn)
        {
            Settle();
        }
        else
        {
            _isBegun = true;
            Run.LookUp(receiver, this);
        }
    }

    /// <summary>The receiver's row, or null.</summary>
    public void Found(RunRow? row)
    {
        if (IsSettled)
        {
            return;
        }

        var error = row switch
        {
            null => new ErrorInfo(DurableErrorCodes.RunNotFound, $"There is no run '{receiver}'. Nothing was sent; check the id."),
            { State.IsFinished: true } when kind != InboxKinds.Cancel =>
                new ErrorInfo(DurableErrorCodes.RunFinished, $"The run '{receiver}' has ended. Nothing was sent."),
            _ => check?.Invoke(row),
        };
        var sent = new SentRecord(Id) { RunId = receiver, MessageKind = kind, MessageName = name, Payload = payload, Error = error };
        if (Run.Append(sent) && error is null)
        {
            Run.Send(new RunMessage(
                receiver,
                new InboxEntry(kind, name, payload, DateTimeOffset.FromUnixTimeMilliseconds(Run.Time()), "run/" + Run.IdempotencyKey(Id))));
        }
    }

    // One that is on its way already is recorded all the same, and its record then comes late.
    public override void Cancel()
    {
        var isForGood = Run.IsCancelRequested;
        if (!Run.IsBodyOver)
        {
            _isWithdrawn = isForGood = true;
            _done.TrySetCanceled();
        }

        if (isForGood && !_isBegun && !Run.IsReplaying)
        {
            Settle();
        }
    }

    // What the body said before its end is said, whether or not it waited for that.
    public override void Abandon()
    {
    }
}
