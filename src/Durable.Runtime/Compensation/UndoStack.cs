using Durable.Journal;
using Durable.Scopes;

namespace Durable.Compensation;

/// <summary>The steps and children a run can undo, in order of their recorded outcomes, and what became of undoing them.</summary>
internal sealed class UndoStack
{
    private readonly List<IUndoable> _undoable = [];
    private readonly List<CompensationReport> _reports = [];
    private List<IUndoable>? _popped;

    public IReadOnlyList<CompensationReport> Reports => _reports;

    public bool AnyFailed => _reports.Exists(report => !report.Succeeded);

    public void Push(IUndoable undoable) => _undoable.Add(undoable);

    /// <summary>The newest within <paramref name="scope"/>, which then is no longer there; null when there is none.</summary>
    public IUndoable? Pop(OperationScope scope)
    {
        var index = _undoable.FindLastIndex(one => one.Scope.IsWithin(scope));
        if (index < 0)
        {
            return null;
        }

        var newest = _undoable[index];
        _undoable.RemoveAt(index);
        (_popped ??= []).Add(newest);
        return newest;
    }

    /// <summary>Puts back what could not be undone, to be tried again in the same order.</summary>
    public void PutFailedBack()
    {
        for (var i = _reports.Count - 1; i >= 0; i--)
        {
            if (!_reports[i].Succeeded && _popped?.FindLast(one => one.Id == _reports[i].StepId) is { } one)
            {
                _reports.RemoveAt(i);
                _undoable.Add(one);
            }
        }
    }

    public bool HasAny(OperationScope scope) => _undoable.Exists(one => one.Scope.IsWithin(scope));

    public void Report(UndoRecord record) =>
        _reports.Add(new CompensationReport(record.OperationId, record.Attempt, record.Error));
}
