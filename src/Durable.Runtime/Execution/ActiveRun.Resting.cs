using Durable.Journal;
using Durable.Storage;

namespace Durable.Execution;

/// <summary>What a run does when it has nothing to do: sets its timer, leaves memory, stops, or is parked.</summary>
internal sealed partial class ActiveRun
{
    private const long Day = 24L * 60 * 60 * 1000;

    private const string OnlyDurable =
        "Await only steps, members of the WorkflowContext, and Task.WhenAll or Task.WhenAny over them; move other work into a step.";

    private static readonly ForeignPost s_foreignContinuation = new(
        "went on after something that is no durable operation, such as Task.Delay, Task.Run or input/output; on replay it would go on at another moment.",
        OnlyDurable);

    // How long a run waits for a worker that can create its workflow class, before it is tried again.
    private static readonly TimeSpan s_deferral = TimeSpan.FromSeconds(30);

    private ITimer? _timer;
    private long _lastActivity;
    private int _runningAttempts;
    private volatile bool _stopping;
    private volatile bool _closed;
    private string? _parked;
    private RunState? _deferred;

    // Made only for a run that is retried alone.
    private TaskCompletionSource? _cleared;

    /// <summary>As <see cref="Activate"/>, for a suspect that runs alone.</summary>
    /// <returns>Completes when the run has made progress, waits, or is closed: it did not kill its worker this time.</returns>
    public Task ActivateAlone()
    {
        _cleared = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Activate();
        return _cleared.Task;
    }

    /// <summary>Why the run left memory with <see cref="RunFate.StoreFailed"/>.</summary>
    public Exception? Failure { get; private set; }

    private bool IsIdle => _runningAttempts == 0 && !AwaitsStore;

    private bool AwaitsStore => _committing || _pending.Count > 0 || _readingInbox || _lookups > 0;

    /// <summary>What the run has under way; null while it is being handled. Called on any thread.</summary>
    public RunRest? Look() => _mailbox.Look();

    /// <summary>Called by the mailbox only.</summary>
    public RunRest LookAtRest(long turns) => _closed ? new RunRest(turns, 0, false) : new RunRest(turns, _runningAttempts, AwaitsStore);

    /// <summary>Starts no more attempts, lets the running ones finish, then gives the lease back. Called on any thread.</summary>
    public void Stop() => _mailbox.PostElsewhere(StopRequest.Event);

    /// <summary>Leaves the run as it is: nothing more is written, running steps see their token. Called on any thread.</summary>
    public void Abandon() => _mailbox.PostElsewhere(AbandonRequest.Event);

    /// <summary>The lease is lost: another worker may be writing already. Called on any thread.</summary>
    public void LeaseLost() => _mailbox.PostElsewhere(LeaseLoss.Event);

    /// <summary>A continuation of the body arrived from outside; called on any thread.</summary>
    public void ForeignContinuation() => _mailbox.PostElsewhere(s_foreignContinuation);

    /// <summary>A token the body passed was cancelled from outside; called on any thread.</summary>
    public void ForeignCancellation(string operation) => _mailbox.PostElsewhere(new ForeignPost(
        $"passed a token to {operation} that another thread cancelled, as CancelAfter, CancelAsync and timers do; on replay that would happen at another moment.",
        "Call Cancel() in the body, for example after Task.WhenAny with a sleep; a step can have a Timeout of its own."));

    /// <summary>Called when all events are handled; true when it did something that may have made more.</summary>
    public bool Rest()
    {
        try
        {
            return _isActivated && !_closed && !_committing && Settle();
        }
        catch (Exception exception) when (Park(exception))
        {
            return true;
        }
    }

    private bool Settle()
    {
        if (_parked is { } reason)
        {
            return LeaveAs(new RunState(RunStatus.Stuck, null, reason), RunFate.Stuck);
        }

        if (_deferred is { } deferred)
        {
            if (_pending.Count > 0)
            {
                StartCommit(EndState() ?? deferred);
                return true;
            }

            return LeaveAs(deferred, RunFate.Released);
        }

        if (_resolving)
        {
            return false;
        }

        if (_pending.Count > 0 || _mustCommit)
        {
            StartCommit(CurrentState());
            return true;
        }

        if (_readingInbox || _lookups > 0)
        {
            return false;
        }

        if (IsIdle && !IsBodyOver && _operations.Count == 0)
        {
            Park(
                DurableErrorCodes.NotDurableWait,
                $"The body of run '{RunId}' waits for something that is no durable operation, so nothing can wake it.",
                OnlyDurable);
            return true;
        }

        var now = Time();
        var nextDue = NextDue;
        if (nextDue <= now)
        {
            FireDue(now);
            return true;
        }

        if (!IsIdle)
        {
            // A step is running; what the body waits for beside it may come first.
            if (nextDue is { } due)
            {
                SetTimer(due - now);
            }

            return false;
        }

        _cleared?.TrySetResult();
        var idleAt = Services.IdleEviction == WorkerOptions.NoEviction ? long.MaxValue : _lastActivity + (long)Services.IdleEviction.TotalMilliseconds;
        if (_stopping || now >= idleAt)
        {
            return LeaveAs(CurrentState(), RunFate.Released);
        }

        if (Math.Min(nextDue ?? long.MaxValue, idleAt) is var wakeAt and < long.MaxValue)
        {
            SetTimer(wakeAt - now);
        }

        return false;
    }

    /// <summary>Makes the state durable, if it is not already, and then gives the lease back.</summary>
    private bool LeaveAs(RunState state, RunFate fate)
    {
        if (_durableState != state || SummaryFor(state) is not null)
        {
            if (_parked is not null)
            {
                _pending.Clear();
                _outbox?.Clear();
                _inboxTaken = _durableInboxTaken;
            }

            StartCommit(state);
            return true;
        }

        Close(fate);
        return false;
    }

    private RunState CurrentState()
    {
        if (EndState() is { } ended)
        {
            return ended;
        }

        if (IsPaused)
        {
            return PausedState();
        }

        var isResuming = _runningAttempts > 0 || _pending.Exists(record => record.ResumesBody) || _operations.Values.Any(operation => !operation.IsParked);
        return StateOf(isResuming);
    }

    /// <summary>The state that the run's end, if that is about to be written, leaves it in.</summary>
    private RunState? EndState() => _pending.Find(static record => record is EndRecord) is EndRecord end ? new RunState(end.Status) : null;

    private RunState StateOf(bool isResuming)
    {
        DateTimeOffset? wakeAt = isResuming || NextDue is not { } due ? null : DateTimeOffset.FromUnixTimeMilliseconds(due);
        if (!isResuming && wakeAt is null && _operations.Count > 0)
        {
            // Only a message brings it on, even where its body is over and a child is waited for.
            return new RunState(RunStatus.Waiting, null, WaitsFor());
        }

        if (IsBodyOver && MustUndo)
        {
            return new RunState(RunStatus.Compensating, wakeAt);
        }

        return isResuming || IsBodyOver ? new RunState(RunStatus.Running) : new RunState(RunStatus.Waiting, wakeAt, WaitsFor());
    }

    private void SetTimer(long delay)
    {
        // A timer of the platform takes at most 49 days, and stands still while the machine is suspended: the run looks again before.
        var due = TimeSpan.FromMilliseconds(Math.Min(delay, Services.Time == TimeProvider.System ? Day : 30 * Day));
        if (_timer is null)
        {
            _timer = Services.Time.CreateTimer(
                static state => ((ActiveRun)state!)._mailbox.Post(TimerFired.Event), this, due, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The engine refuses to go on: nothing more is appended, and the run waits for somebody to look at it.</summary>
    private bool Park(Exception exception)
    {
        if (_isCopy)
        {
            // The run itself is not parked, so nothing is said of it in the log either.
            _refusal ??= exception;
            _parked ??= exception.Message;
            return true;
        }

        switch (exception)
        {
            case DurableException own:
                Park(own.Code, own.Message, nextAction: null);
                break;
            case JournalFormatException format:
                Park(DurableErrorCodes.JournalTooNew, $"The journal of run '{RunId}' cannot be replayed: {format.Message}.", "Deploy the version of the library that wrote it, then retry the run.");
                break;
            default:
                Log.UnexpectedFailure(Services.RunLogger, exception, RunId);
                Park(DurableErrorCodes.Unexpected, $"Run '{RunId}' cannot go on: {exception.Message}", "An async void method in the workflow, or a defect of the library; the log has the stack trace.");
                break;
        }

        return true;
    }

    private void Park(string code, string message, string? nextAction)
    {
        if (_parked is null)
        {
            _parked = nextAction is null ? $"{code}: {message}" : $"{code}: {message} {nextAction}";
            _ = _stepCancellation.CancelAsync();
            Log.RunStuck(Services.RunLogger, RunId, _parked);
        }
    }

    /// <summary>The workflow class cannot be created here and now; another worker, or this one after a deploy, may succeed.</summary>
    private void Defer(Exception exception)
    {
        Log.CannotActivate(Services.RunLogger, exception, RunId, _definition.Name);
        PutOff(new RunState(RunStatus.Waiting, DateTimeOffset.FromUnixTimeMilliseconds(Time()) + s_deferral, exception.Message));
    }

    /// <summary>Leaves the run for later, without its body.</summary>
    private void PutOff(RunState state)
    {
        // Messages are recorded although nobody reacts to them yet: left in the inbox they would bring the run back at once, and again.
        ReadStartOnly();
        _pause = _claim.Run.State.Status == RunStatus.Paused ? new PauseRecord { Reason = _claim.Run.State.Reason } : null;
        TakeInbox(_claim.Inbox);
        _deferred = IsPaused ? PausedState(state.WakeAt) : state;
    }

    private void Close(RunFate fate)
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        EndTrace(fate);
        _cleared?.TrySetResult();
        _state = "finished";
        _timer?.Dispose();
        _ = _stepCancellation.CancelAsync();
        _ = _lost?.CancelAsync();
        LetGoOfServices();
        _onClosed(this, fate);
    }

    private sealed class TimerFired : IRunEvent
    {
        public static readonly TimerFired Event = new();

        // The run looks at its timers whenever it rests, as it does next.
        public void Apply(ActiveRun run)
        {
        }
    }

    private sealed class StopRequest : IRunEvent
    {
        public static readonly StopRequest Event = new();

        public void Apply(ActiveRun run) => run._stopping = true;
    }

    private sealed class AbandonRequest : IRunEvent
    {
        public static readonly AbandonRequest Event = new();

        public void Apply(ActiveRun run) => run.Close(RunFate.Released);
    }

    private sealed class LeaseLoss : IRunEvent
    {
        public static readonly LeaseLoss Event = new();

        public void Apply(ActiveRun run) => run.Close(RunFate.Lost);
    }

    private sealed class ForeignPost(string what, string nextAction) : IRunEvent
    {
        public void Apply(ActiveRun run)
        {
            if (run.IsBodyOver || run._isCopy)
            {
                // A copy is asked on another thread; what the body dropped there is missing there.
                return;
            }

            run.Park(
                DurableErrorCodes.NotDurableWait,
                $"The body of run '{run.RunId}' {what}",
                nextAction);
        }
    }
}
