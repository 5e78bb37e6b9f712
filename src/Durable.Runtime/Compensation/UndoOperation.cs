using Durable.Execution;
using Durable.Journal;
using Durable.Steps;

namespace Durable.Compensation;

/// <summary>Undoing one step: its compensator, with attempts and an idempotency key of its own.</summary>
/// <remarks>
/// Replay: <c>undo</c> recorded: done, one way or the other, and never repeated; the <see cref="Unwinding"/> goes on to the next.
/// <c>attempt</c> recorded under <c>charge#undo</c>: see the base. Crash in between: resumes at this one.
/// </remarks>
internal sealed class UndoOperation(ActiveRun run, StepOperation step, Unwinding unwinding)
    : AttemptedOperation(run, IdOf(step.Id), step.RetryPolicy), IUndo
{
    /// <summary>The recorded id of undoing something.</summary>
    public static string IdOf(string operationId) => operationId + "#undo";

    public override string Description => $"undoing step '{step.Id}'";

    public override string Kind => "undo";

    public override string Label => step.Label;

    public override string IdempotencyKey => Run.IdempotencyKey(step.Id) + "/undo";

    // What was done is undone, whatever that costs.
    protected override bool IsSpendLimited => false;

    // Only losing the run stops it.
    protected override CancellationToken SharedCancellation => Run.Lost;

    // The run's end waits for the outcome instead.
    public override bool OutlivesBody => true;

    public override void Abandon()
    {
    }

    // A cancel during compensation changes nothing.
    public override void Cancel()
    {
    }

    public void Finish(UndoRecord record)
    {
        CountSpend(record.Spend);
        Settle();
        unwinding.Undone(record);
    }

    protected override async ValueTask<AttemptOutcome> InvokeAsync(StepContext attempt)
    {
        await step.UndoAsync(attempt).ConfigureAwait(false);
        return new AttemptOutcome(default);
    }

    protected override void Succeed(in AttemptOutcome outcome, int attempt) => Record(attempt, error: null);

    protected override void Fail(ErrorInfo error, int attempts) => Record(attempts, error);

    private void Record(int attempt, ErrorInfo? error) => Run.Append(new UndoRecord(step.Id)
    {
        Attempt = attempt,
        Error = error,
        Duration = Run.Time() - Started,
        Spend = Spend,
    });
}
