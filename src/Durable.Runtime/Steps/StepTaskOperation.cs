using Durable.Execution;
using Durable.Generated;

namespace Durable.Steps;

/// <summary>The step that a task carries out: the call of another run, under that run's name and key. Undoing it is that run's affair.</summary>
internal sealed class StepTaskOperation<TInput, TResult>(
    ActiveRun run, StepPlace place, object owner, StepDefinition<TInput, TResult> step, ReadOnlyMemory<byte> input)
    : StepOperation<TInput, TResult>(run, place.OperationId, owner, step, input)
{
    public override string IdempotencyKey => place.IdempotencyKey;

    protected override string OwnerRunId => place.RunId;

    protected override bool IsUndoable => false;
}
