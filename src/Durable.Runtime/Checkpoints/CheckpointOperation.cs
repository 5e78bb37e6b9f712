using System.Text.Json.Serialization.Metadata;
using Durable.Execution;
using Durable.Journal;
using Durable.Serialization;

namespace Durable.Checkpoints;

/// <summary>Records a value of the body's own.</summary>
/// <remarks>Replay: <c>checkpoint</c> recorded: the recorded value is returned, whatever the code passes now. Crash before: recorded when the body gets there again.</remarks>
internal sealed class CheckpointOperation<T>(ActiveRun run, string id, JsonTypeInfo<T> type, ReadOnlyMemory<byte> state) : Operation(run, id)
{
    private readonly TaskCompletionSource<T> _done = new();

    public Task<T> Task => _done.Task;

    public override string Description => $"checkpoint '{Id}'";

    public override string Kind => "checkpoint";

    public override bool IsParked => false;

    public override void Deliver(OperationRecord record)
    {
        if (record is not CheckpointRecord checkpoint)
        {
            throw Mismatch(record);
        }

        var value = PayloadSerializer.Read(type, checkpoint.Payload, "checkpoint", Run.RunId, Id);
        Settle();
        _done.TrySetResult(value!);
    }

    public override void Begin() => Run.Append(new CheckpointRecord(Id) { Payload = state });

    // It is on its way to the journal already, and takes no time that could be cut short.
    public override void Cancel()
    {
    }
}
