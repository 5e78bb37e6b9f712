using Durable.Journal;
using Durable.Storage;

namespace Durable.Execution;

/// <summary>
/// A pause: nothing new begins. Steps that are running settle and are recorded, the body reacts to what is recorded, and whatever it asks for is held until the run goes on.
/// </summary>
/// <remarks>
/// The body never learns of it: operations are asked for at the same points as without the pause, only their beginning is put off, so replay needs nothing but to know
/// whether the pause still lasts when the journal ends. A cancel ends the pause, because what it brings (undoing, detached work) has to begin.
/// </remarks>
internal sealed partial class ActiveRun
{
    private volatile PauseRecord? _pause;
    private List<Operation>? _held;

    // Everything that was outstanding when the journal ended has begun, or is held.
    private bool _isLive;

    /// <summary>Nothing new begins; read on any thread.</summary>
    public bool IsPaused => _pause is not null;

    /// <summary>Puts an operation's next beginning off until the pause is over.</summary>
    /// <returns>False when there is no pause.</returns>
    public bool Holds(Operation operation)
    {
        if (_pause is null)
        {
            return false;
        }

        (_held ??= []).Add(operation);
        return true;
    }

    void IRecordTarget.Paused(PauseRecord record)
    {
        // Live, it has been in force since it was taken from the inbox, and may be over again.
        if (IsReplaying)
        {
            _pause = record;
        }
    }

    void IRecordTarget.Unpaused()
    {
        if (IsReplaying)
        {
            _pause = null;
        }
    }

    private void TakePause(InboxEntry message)
    {
        if (_pause is null && !_endAppended)
        {
            var record = new PauseRecord { Reason = ReasonOf(message) };
            _pause = record;
            Append(record);
        }
    }

    private void TakeUnpause()
    {
        if (_pause is not null)
        {
            Append(new UnpauseRecord());
            EndPause();
        }
    }

    private void EndPause()
    {
        _pause = null;
        BeginHeld();
        if (_isLive && IsBodyOver)
        {
            AdvanceEnding();
        }
    }

    /// <summary>Begins what was put off, unless the pause lasts.</summary>
    private void BeginHeld()
    {
        if (_pause is not null || _held is not { } held)
        {
            return;
        }

        _held = null;
        foreach (var operation in held)
        {
            if (!operation.IsSettled)
            {
                operation.Begin();
            }
        }
    }

    private void BeginUnlessPaused(Operation operation)
    {
        if (!Holds(operation))
        {
            operation.Begin();
        }
    }

    private RunState PausedState(DateTimeOffset? wakeAt = null) => new(RunStatus.Paused, wakeAt, _pause!.Reason);
}
