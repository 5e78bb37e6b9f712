using Durable.Journal;

namespace Durable.Execution;

/// <summary>The run's own time-out: it ends like a cancelled run, when nobody has cancelled it and its body is not over by then.</summary>
internal sealed partial class ActiveRun
{
    private long? _deadline;

    private long? DeadlineDue => _cancelTaken || IsBodyOver ? null : _deadline;

    /// <summary>When something of the run's own is to happen next: UTC, in milliseconds since 1970. Never during a pause.</summary>
    private long? NextDue => IsPaused ? null
        : DeadlineDue is { } deadline && !(_timers.NextDue <= deadline) ? deadline
        : _timers.NextDue;

    private void FireDue(long now)
    {
        if (DeadlineDue <= now)
        {
            _cancelTaken = true;
            Append(new CancelRecord { IsDeadline = true });
        }
        else
        {
            _timers.Fire(now);
        }
    }
}
