using Durable.Execution;
using Durable.Timers;

namespace Durable.Conditions;

/// <summary>A wait for a condition over the run's own state, looked at after every event.</summary>
/// <remarks>Nothing is recorded when the condition comes true: it follows from the records before it, live and on replay.</remarks>
internal sealed class WaitUntilOperation(ActiveRun run, string id, Func<bool> condition, long? deadline) : TimedWait(run, id, deadline)
{
    private readonly TaskCompletionSource<bool> _done = new();

    /// <summary>True when the condition came true, false when the time-out came first.</summary>
    public Task<bool> Task => _done.Task;

    public override string Description => $"the condition '{Id}'";

    public override string Kind => "until";

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

    protected override void TimedOut() => _done.TrySetResult(false);

    protected override void Cancelled() => _done.TrySetCanceled();
}
