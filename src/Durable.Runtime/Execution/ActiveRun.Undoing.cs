using System.Globalization;
using Durable.Children;
using Durable.Compensation;
using Durable.Journal;
using Durable.Storage;

namespace Durable.Execution;

/// <summary>Undoing across runs: a parent brings a completed child back to life, the child undoes what it did and says so, and the parent goes on.</summary>
internal sealed partial class ActiveRun
{
    // Where the records are that brought the run back: to be undone with its parent, and to try its own failed compensators again.
    private int _broughtBackAt;
    private int _undoneAgainAt;

    /// <summary>The run had completed, and is back only to be undone, because its parent is.</summary>
    private bool IsUndoneWithParent => _broughtBackAt > 0;

    /// <summary>By what a child recognises the order to be undone: the same whenever it is given again, and another one when a retry of this run gives it anew.</summary>
    public string UndoKey(string operationId) => _undoneAgainAt == 0
        ? IdempotencyKey(operationId) + "/undo"
        : string.Create(CultureInfo.InvariantCulture, $"{IdempotencyKey(operationId)}/undo@{_undoneAgainAt}");

    private void NoteBroughtBack(RetryMode mode, int position)
    {
        if (mode == RetryMode.Compensate)
        {
            // The body's end was recorded with the run's.
            _bodyEndRecorded = true;
        }

        if (mode == RetryMode.Compensate || IsUndoneWithParent)
        {
            _broughtBackAt = position;
        }

        if (mode == RetryMode.Undo)
        {
            _undoneAgainAt = position;
        }
    }

    // Without the code here nobody asks yet; whoever asks later looks at the child itself.
    private void TakeChildUndone(InboxEntry message)
    {
        if (_operations.TryGetValue(UndoOperation.IdOf(message.Name ?? ""), out var operation) && operation is ChildUndoOperation undo)
        {
            undo.ChildTold();
        }
    }
}
