using Durable.Execution;
using Durable.Journal;

namespace Durable.Progress;

/// <summary>Records a progress event. Nobody in the body waits for it.</summary>
/// <remarks>Replay: <c>emit</c> recorded: nothing happens again. Crash before: emitted when the body gets there again; so each event is recorded once.</remarks>
internal sealed class EmitOperation(ActiveRun run, string id, string kind, ReadOnlyMemory<byte> payload) : Operation(run, id)
{
    private bool _begun;

    public override string Description => $"event '{Id}'";

    public override string Kind => "emit";

    public override bool IsParked => false;

    public override void Deliver(OperationRecord record)
    {
        if (record is not EmitRecord emitted || emitted.EventKind != kind)
        {
            throw Mismatch(record);
        }

        Settle();
    }

    public override void Begin()
    {
        _begun = true;
        Run.Append(new EmitRecord(Id, kind) { Payload = payload });
        if (Run.IsBodyOver)
        {
            Settle();
        }
    }

    // What the body said last still has to be recorded, where it said it before the run was live.
    public override void Abandon()
    {
        if (_begun)
        {
            Settle();
        }
    }

    // What was said was said.
    public override void Cancel()
    {
    }
}
