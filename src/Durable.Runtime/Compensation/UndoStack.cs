using Durable.Execution;
using Durable.Journal;
using Durable.Steps;

namespace Durable.Compensation;

/// <summary>The steps a run can undo, in order of their recorded outcomes, and what became of undoing them.</summary>
internal sealed class UndoStack(ActiveRun run)
{
    private readonly Stack<StepOperation> _steps = new();
    private readonly List<CompensationReport> _reports = [];

    /// <summary>The step being undone, or null.</summary>
    public UndoOperation? Current { get; private set; }

    public bool IsEmpty => _steps.Count == 0 && Current is null;

    public IReadOnlyList<CompensationReport> Reports => _reports;

    public bool AnyFailed => _reports.Exists(report => !report.Succeeded);

    public void Push(StepOperation step) => _steps.Push(step);

    /// <summary>Turns to the newest step that is not undone yet; null when there is none.</summary>
    public UndoOperation? Next()
    {
        if (Current is null && _steps.TryPop(out var step))
        {
            Current = new UndoOperation(run, step);
            run.Ask(Current);
        }

        return Current;
    }

    /// <summary>Takes a recorded outcome, live or on replay.</summary>
    public void Undone(UndoRecord record)
    {
        var undo = Next();
        if (undo is null || undo.Step.Id != record.OperationId)
        {
            throw run.Mismatch(record, undo is null ? "the code has nothing to undo" : $"the code is {undo.Description} instead");
        }

        _reports.Add(new CompensationReport(record.OperationId, record.Attempt, record.Error));
        Current = null;
        undo.Finish();
    }
}
