using Durable.Compensation;
using Durable.Execution;
using Durable.Journal;

namespace Durable.Children;

/// <summary>Undoing a child that completed: the child is brought back to life and undoes itself; this waits for its end.</summary>
/// <remarks>
/// Replay: <c>undo</c> recorded: done, one way or the other, and never repeated; the <see cref="Unwinding"/> goes on to the next. Not recorded: the child is looked at, and its journal says
/// whether it was brought back for this, and what became of it. Crash before it was brought back: it is brought back then; after: its journal holds this operation's key, and it is not brought back a second time.
/// That it has ended is told by a message that holds nothing: what counts stands in the child's journal.
/// </remarks>
internal sealed class ChildUndoOperation(ActiveRun run, ChildOperation child, Unwinding unwinding) : Operation(run, UndoOperation.IdOf(child.Id)), IUndo
{
    private bool _isBegun;
    private bool _isLooking;
    private bool _mustLookAgain;
    private bool _isDecided;
    private bool _isAtWork;
    private long _started;

    public override string Description => $"undoing child '{child.Id}'";

    public override string Kind => "undo";

    // Until the child is there again, it is about to be brought back; from then on only a message brings it on, until its outcome is on its way: what follows that needs none.
    public override bool IsParked => _isAtWork && !_isDecided;

    public override bool OutlivesBody => true;

    public override void Deliver(OperationRecord record) => throw Mismatch(record);

    public override void Begin()
    {
        _isBegun = true;
        _started = Run.Time();

        // Why it is undone is durable first.
        Run.WaitForCommit(this);
    }

    public override void Due() => Look();

    // What was done is undone, whatever happens meanwhile.
    public override void Cancel()
    {
    }

    public override void Abandon()
    {
    }

    /// <summary>The child says that it has ended.</summary>
    public void ChildTold()
    {
        if (_isBegun)
        {
            Look();
        }
    }

    public void Finish(UndoRecord record)
    {
        child.CountSpend(record.Spend);
        Settle();
        unwinding.Undone(record);
    }

    private void Look()
    {
        if (_isDecided || IsSettled)
        {
            return;
        }

        if (_isLooking)
        {
            // It may have looked too early.
            _mustLookAgain = true;
            return;
        }

        _isLooking = true;
        var reopening = new ChildReopening(Run.Services.Store, child.ChildRunId, new ParentLink(Run.RunId, Run.StartRecord.Generation, child.Id), Run.UndoKey(child.Id));
        Run.AskStore(() => reopening.AskAsync(Run.Time), Answered);
    }

    private void Answered(ChildUndone? undone)
    {
        _isLooking = false;
        if (undone is null)
        {
            _isAtWork = true;
            if (_mustLookAgain)
            {
                _mustLookAgain = false;
                Look();
            }

            return;
        }

        _isDecided = true;
        Run.Append(new UndoRecord(child.Id)
        {
            Attempt = 1,
            Error = undone.Error,
            Duration = Run.Time() - _started,
            Spend = Math.Max(0, undone.Spent - child.Spent),
        });
    }
}
