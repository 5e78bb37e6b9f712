using Durable.Execution;
using Durable.Journal;
using Durable.Storage;

namespace Durable.Metadata;

/// <summary>One change that the body made to what a run shows. Nobody in the body waits for it.</summary>
/// <remarks>
/// The body sees its own change at once, live and on replay alike. Replay: <c>meta</c> recorded: a change to an ancestor went out with that very commit and does not again. Crash
/// before: neither the record nor the message is there, and the body makes the change again.
/// </remarks>
/// <param name="run">The run.</param>
/// <param name="id">The operation's id.</param>
/// <param name="receiver">The ancestor whose it is; null for the run itself.</param>
/// <param name="change">What is changed.</param>
internal sealed class MetadataOperation(ActiveRun run, string id, string? receiver, MetadataChange change) : Operation(run, id)
{
    private bool _begun;

    public override string Description => $"metadata change '{Id}'";

    public override string Kind => "meta";

    public override bool IsParked => false;

    public override void Deliver(OperationRecord record)
    {
        // Not whose it was: a fork has no parent, and what its original sent to one was sent then.
        if (record is not MetadataRecord recorded || recorded.Change.Action != change.Action || recorded.Change.Name != change.Name)
        {
            throw Mismatch(record);
        }

        if (!recorded.Change.Json.Span.SequenceEqual(change.Json.Span))
        {
            throw Run.InputMismatch(record, recorded.Change.Json, change.Json, mask: null);
        }

        Settle();
    }

    public override void Begin()
    {
        _begun = true;
        if (Run.Append(new MetadataRecord(Id, change) { RunId = receiver }) && receiver is not null)
        {
            Run.Send(new RunMessage(
                receiver,
                new InboxEntry(
                    InboxKinds.Metadata,
                    change.Name,
                    change.ToPayload(),
                    DateTimeOffset.FromUnixTimeMilliseconds(Run.Time()),
                    "meta/" + Run.IdempotencyKey(Id))));
        }

        if (Run.IsBodyOver)
        {
            Settle();
        }
    }

    // What the body did last still has to be recorded, where it did it before the run was live.
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
