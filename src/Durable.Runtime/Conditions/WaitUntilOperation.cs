using Durable.Execution;
using Durable.Journal;

namespace Durable.Conditions;

/// <summary>A wait for a condition over the run's own state, looked at after every event.</summary>
/// <remarks>
/// Nothing is recorded when the condition comes true: it follows from the records before it, live and on replay.
/// Replay: <c>timeout</c> recorded: the wait ends without the condition, unless it had come true before.
/// </remarks>
internal sealed class WaitUntilOperation(ActiveRun run, string id, Func<bool> condition, long? deadline) : Operation(run, id)
{
    private readonly TaskCompletionSource<bool> _done = new();
    private bool _timingOut;

    /// <summary>True when the condition came true, false when the time-out came first.</summary>
    public Task<bool> Task => _done.Task;

    public override string Description => $"the condition '{Id}'";

    /// <summary>Looks at the condition, on the run's thread; true when it ended the wait.</summary>
    public bool Check()
    {
        if (IsSettled)
        {
            return false;
        }

        try
        {
            if (!condition())
            {
                return false;
            }
        }
#pragma warning disable CA1031 // the author's condition fails where it is awaited, not inside the engine
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Settle();
            _done.TrySetException(exception);
            return true;
        }

        Settle();
        _done.TrySetResult(true);
        return true;
    }

    public override void Deliver(OperationRecord record)
    {
        if (record is not TimeoutRecord || deadline is null)
        {
            throw Mismatch(record);
        }

        Settle();
        _done.TrySetResult(false);
    }

    public override void Begin()
    {
        if (deadline is { } dueAt)
        {
            Run.WaitUntil(dueAt, this);
        }
    }

    public override void Due()
    {
        if (!_timingOut)
        {
            _timingOut = true;
            Run.Append(new TimeoutRecord(Id));
        }
    }

    public override void Cancel()
    {
        Settle();
        _done.TrySetCanceled();
    }
}
