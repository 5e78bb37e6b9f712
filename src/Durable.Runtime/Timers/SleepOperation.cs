using Durable.Execution;
using Durable.Journal;

namespace Durable.Timers;

/// <summary>A durable timer.</summary>
/// <remarks>
/// Replay: <c>sleep</c> recorded: the recorded wake-up time counts, whatever the code computes now; <c>wake</c> recorded: goes on.
/// A record that comes after the sleep was withdrawn changes nothing. Crash before <c>sleep</c>: the time is computed again,
/// the same, from the same <see cref="WorkflowContext.Now"/>.
/// </remarks>
internal sealed class SleepOperation(ActiveRun run, string id, long until) : Operation(run, id)
{
    private readonly TaskCompletionSource _done = new();
    private long _until = until;
    private bool _recorded;
    private bool _waking;

    public Task Task => _done.Task;

    public override string Description => $"sleep '{Id}'";

    public override string Kind => "sleep";

    public override PendingOperation Show() => base.Show() with { DueAt = TimeOf(_until) };

    public override void Deliver(OperationRecord record)
    {
        switch (record)
        {
            case SleepRecord sleep:
                _recorded = true;
                _until = sleep.Until;
                break;
            case WakeRecord:
                if (!IsSettled)
                {
                    Settle();
                    _done.TrySetResult();
                }

                break;
            default:
                throw Mismatch(record);
        }
    }

    public override void Begin()
    {
        if (!_recorded)
        {
            Run.Append(new SleepRecord(Id, _until));
        }

        Run.WaitUntil(_until, this);
    }

    public override void Due()
    {
        if (!_waking)
        {
            _waking = true;
            Run.Append(new WakeRecord(Id));
        }
    }

    public override void Cancel()
    {
        Settle();
        _done.TrySetCanceled();
    }
}
