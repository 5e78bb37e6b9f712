using Durable.Execution;
using Durable.Journal;
using Durable.Scopes;

namespace Durable.Compensation;

/// <summary>Undoing the steps and children of one scope, newest first, one at a time; the next begins when the outcome of the one before is recorded.</summary>
internal sealed class Unwinding(ActiveRun run, OperationScope scope)
{
    private readonly TaskCompletionSource _done = new();

    /// <summary>Completes, on the run's thread, when nothing is left to undo.</summary>
    public Task Done => _done.Task;

    /// <summary>What undoes the newest of them, or null.</summary>
    public Operation? Current { get; private set; }

    public bool IsOver => Current is null && !run.Undo.HasAny(scope);

    /// <summary>Turns to the newest that is not undone yet.</summary>
    public void Advance()
    {
        if (Current is not null)
        {
            return;
        }

        if (run.Undo.Pop(scope) is { } undoable)
        {
            Current = undoable.Undo(this);
            run.Ask(Current);
        }
        else
        {
            _done.TrySetResult();
        }
    }

    /// <summary>Takes the recorded outcome of <see cref="Current"/>, live or on replay.</summary>
    public void Undone(UndoRecord record)
    {
        run.Undo.Report(record);
        Current = null;
        Advance();
    }
}
