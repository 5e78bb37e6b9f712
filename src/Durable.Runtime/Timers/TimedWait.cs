using Durable.Execution;
using Durable.Journal;

namespace Durable.Timers;

/// <summary>A wait that something else ends, or its deadline if it has one: first come, first recorded.</summary>
/// <remarks>
/// Replay: <c>timeout</c> recorded: the wait ends without what it waited for, unless that came in an earlier record. Crash while it waits: the
/// deadline is computed again, the same, from the same <see cref="WorkflowContext.Now"/>.
/// </remarks>
/// <param name="run">The run.</param>
/// <param name="id">The operation's id.</param>
/// <param name="deadline">UTC, in milliseconds since 1970; null to wait without end.</param>
internal abstract class TimedWait(ActiveRun run, string id, long? deadline) : Operation(run, id)
{
    private bool _timingOut;

    public override PendingOperation Show() => base.Show() with { DueAt = TimeOf(deadline) };

    public sealed override void Deliver(OperationRecord record)
    {
        if (record is not TimeoutRecord || deadline is null)
        {
            throw Mismatch(record);
        }

        if (!IsSettled)
        {
            Settle();
            TimedOut();
        }
    }

    public sealed override void Begin()
    {
        if (deadline is { } dueAt)
        {
            Run.WaitUntil(dueAt, this);
        }
    }

    public sealed override void Due()
    {
        if (!_timingOut)
        {
            _timingOut = true;
            Run.Append(new TimeoutRecord(Id));
        }
    }

    public sealed override void Cancel()
    {
        Settle();
        Cancelled();
    }

    protected abstract void TimedOut();

    protected abstract void Cancelled();
}
