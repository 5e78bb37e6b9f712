using Durable.Compensation;
using Durable.Execution;
using Durable.Journal;

namespace Durable.Steps;

/// <summary>A step call as compensation sees it, whatever its types.</summary>
internal abstract class StepOperation(ActiveRun run, string id, StepPolicy policy) : AttemptedOperation(run, id, policy), IUndoable
{
    public override string Description => $"step '{Id}'";

    public override string Kind => "step";

    public override bool OutlivesBody => true;

    /// <summary>When and how to retry, which undoing follows too.</summary>
    public StepPolicy RetryPolicy => Policy;

    public override string IdempotencyKey => Run.IdempotencyKey(Id);

    // A detached step is cancelled on its own, when the body ends.
    protected override CancellationToken SharedCancellation => Scope.IsDetached ? Run.Lost : Run.StepCancellation;

    protected override bool IsWithdrawable => Scope.IsDetached;

    protected override bool CanSuspend => true;

    /// <summary>What the call ended with, once that is recorded.</summary>
    public OperationRecord? Outcome { get; protected set; }

    /// <summary>Ends when the body may see the recorded outcome.</summary>
    public abstract Task Completion { get; }

    /// <summary>Runs the author's compensator once, with the recorded input and result.</summary>
    public abstract Task UndoAsync(StepContext step);

    public override Task? OutcomeBeforeUndo() => Completion;

    public Operation Undo(Unwinding unwinding) => new UndoOperation(Run, this, unwinding);

    // The run's end waits for the outcome instead.
    public override void Abandon()
    {
    }
}
