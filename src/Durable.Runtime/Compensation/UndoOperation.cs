using Durable.Execution;
using Durable.Journal;
using Durable.Steps;

namespace Durable.Compensation;

/// <summary>Undoing one step: its compensator, with attempts and an idempotency key of its own.</summary>
/// <remarks>
/// Replay: <c>undo</c> recorded: done, one way or the other, and never repeated; the run hands it to the <see cref="UndoStack"/>.
/// <c>attempt</c> recorded under <c>charge#undo</c>: see the base. Crash in between: resumes at this one.
/// </remarks>
internal sealed class UndoOperation(ActiveRun run, StepOperation step)
    : AttemptedOperation(run, step.Id + "#undo", step.RetryPolicy)
{
    public StepOperation Step { get; } = step;

    public override string Description => $"undoing step '{Step.Id}'";

    protected override string IdempotencyKey => Run.IdempotencyKey(Step.Id) + "/undo";

    // A cancel during compensation changes nothing; only losing the run stops it.
    protected override CancellationToken SharedCancellation => Run.Lost;

    /// <summary>Its outcome is recorded: nothing is left to wait for.</summary>
    public void Finish() => Settle();

    protected override async ValueTask<AttemptOutcome> InvokeAsync(StepContext step)
    {
        await Step.UndoAsync(step).ConfigureAwait(false);
        return new AttemptOutcome(default);
    }

    protected override void Succeed(in AttemptOutcome outcome, int attempt) => Record(attempt, error: null);

    protected override void Fail(ErrorInfo error, int attempts) => Record(attempts, error);

    private void Record(int attempt, ErrorInfo? error) => Run.Append(new UndoRecord(Step.Id)
    {
        Attempt = attempt,
        Error = error,
        Duration = Run.Time() - Started,
    });
}
