using Durable.Execution;
using Durable.Timers;

namespace Durable.Signals;

/// <summary>A wait for a signal that has not come yet.</summary>
/// <remarks>
/// The signal itself is a record of the run, not of the wait: it is taken from the inbox when it comes and handed, in journal
/// order, to the longest wait of its name. So a wait that was withdrawn or timed out before takes none, live and on replay.
/// </remarks>
internal abstract class SignalWait(ActiveRun run, string id, string name, long? deadline) : TimedWait(run, id, deadline)
{
    public override string Description => $"the wait '{Id}' for signal '{name}'";

    public override string Kind => "signal";

    public void Receive(ReadOnlyMemory<byte> payload)
    {
        Settle();
        Received(payload);
    }

    protected abstract void Received(ReadOnlyMemory<byte> payload);
}
