using Durable.Execution;
using Durable.Journal;

namespace Durable.Signals;

/// <summary>A wait for a signal that has not come yet.</summary>
/// <remarks>
/// The signal itself is a record of the run, not of the wait: it is taken from the inbox when it comes and handed, in journal
/// order, to the longest wait of its name. So a wait that was withdrawn or timed out before takes none, live and on replay.
/// Replay: <c>timeout</c> recorded: the wait ends without a signal, unless a signal recorded earlier ended it.
/// </remarks>
internal abstract class SignalWait(ActiveRun run, string id, string name, long? deadline) : Operation(run, id)
{
    private bool _timingOut;

    public override string Description => $"the wait '{Id}' for signal '{name}'";

    public void Receive(ReadOnlyMemory<byte> payload)
    {
        Settle();
        Received(payload);
    }

    public override void Deliver(OperationRecord record)
    {
        if (record is not TimeoutRecord || deadline is null)
        {
            throw Mismatch(record);
        }

        if (!IsSettled)
        {
            Settle();
            TimedOut();
        }
    }

    public override void Begin()
    {
        if (deadline is { } dueAt)
        {
            Run.WaitUntil(dueAt, this);
        }
    }

    public override void Due()
    {
        if (!_timingOut)
        {
            _timingOut = true;
            Run.Append(new TimeoutRecord(Id));
        }
    }

    public override void Cancel()
    {
        Settle();
        Cancelled();
    }

    protected abstract void Received(ReadOnlyMemory<byte> payload);

    protected abstract void TimedOut();

    protected abstract void Cancelled();
}
