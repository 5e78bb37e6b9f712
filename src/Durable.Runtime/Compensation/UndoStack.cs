using Durable.Execution;
using Durable.Journal;
using Durable.Scopes;
using Durable.Steps;

namespace Durable.Compensation;

/// <summary>The steps a run can undo, in order of their recorded outcomes, and what became of undoing them.</summary>
internal sealed class UndoStack
{
    private readonly List<StepOperation> _steps = [];
    private readonly List<CompensationReport> _reports = [];
    private List<StepOperation>? _popped;

    public IReadOnlyList<CompensationReport> Reports => _reports;

    public bool AnyFailed => _reports.Exists(report => !report.Succeeded);

    public void Push(StepOperation step) => _steps.Add(step);

    /// <summary>The newest step within <paramref name="scope"/>, which then is no longer there; null when there is none.</summary>
    public StepOperation? Pop(OperationScope scope)
    {
        var index = _steps.FindLastIndex(step => step.Scope.IsWithin(scope));
        if (index < 0)
        {
            return null;
        }

        var step = _steps[index];
        _steps.RemoveAt(index);
        (_popped ??= []).Add(step);
        return step;
    }

    /// <summary>Puts back what could not be undone, to be tried again in the same order.</summary>
    public void PutFailedBack()
    {
        for (var i = _reports.Count - 1; i >= 0; i--)
        {
            if (!_reports[i].Succeeded && _popped?.FindLast(step => step.Id == _reports[i].StepId) is { } step)
            {
                _reports.RemoveAt(i);
                _steps.Add(step);
            }
        }
    }

    public bool HasAny(OperationScope scope) => _steps.Exists(step => step.Scope.IsWithin(scope));

    public void Report(UndoRecord record) =>
        _reports.Add(new CompensationReport(record.OperationId, record.Attempt, record.Error));
}
