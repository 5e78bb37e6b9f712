using Durable.Execution;
using Durable.Journal;

namespace Durable.Steps;

/// <summary>An operation that runs the author's code off the run's thread, in attempts: a step or a compensator.</summary>
/// <remarks>
/// Replay: <c>attempt</c> recorded: that attempt is over, and the next one is due at the recorded time.
/// Crash while an attempt runs: nothing is recorded of it, so the same attempt is made again, with the same idempotency key.
/// How an attempt runs, its suspension, rate limits and spending stand in the other parts.
/// </remarks>
internal abstract partial class AttemptedOperation(ActiveRun run, string id, StepPolicy policy) : Operation(run, id), IRunEvent, IThreadPoolWorkItem, IStepCall
{
    // What the next attempt needs to know of the ones before it.
    private int _attempt = 1;
    private long _firstStarted;
    private long _nextAt;

    private bool _retryDue;
    private bool _retryRecorded;

    // The outcome is on its way into the journal. Whatever comes before it is there (a cancel, a timer) changes nothing any more.
    private bool _isDecided;
    private AttemptOutcome _outcome;
    private CancellationTokenSource? _ownCancellation;

    /// <summary>An attempt is running, or waits for a place to run.</summary>
    public bool IsRunning { get; private set; }

    public override bool IsParked => !IsRunning && (WaitsForResume || (_nextAt > 0 && !_retryDue));

    /// <summary>Under which name attempts of its sort are counted; null where nothing limits them.</summary>
    public string? LimitName { get; init; }

    /// <summary>The most attempts of that name at once in this process.</summary>
    public int LimitMax => Policy.MaxConcurrency ?? int.MaxValue;

    /// <summary>What the attempt under way holds of its limits; belongs to <see cref="StepLimits"/>.</summary>
    public LimitHold? Hold { get; set; }

    /// <summary>The token of the attempt under way.</summary>
    public CancellationToken Token => _ownCancellation?.Token ?? SharedCancellation;

    /// <summary>No further attempt may start: withdrawn, or the run is cancelled or over.</summary>
    protected bool IsCancelRequested { get; private set; }

    /// <summary>The attempt under way or to come, from 1.</summary>
    protected int Attempt => _attempt;

    /// <summary>When the attempt under way started: UTC, in milliseconds since 1970.</summary>
    protected long Started { get; private set; }

    protected StepPolicy Policy { get; } = policy;

    /// <summary>What all calls of the same step have in common, for telemetry.</summary>
    public virtual string Label => Id;

    /// <summary>The same for every attempt, everywhere.</summary>
    public abstract string IdempotencyKey { get; }

    string IStepCall.RunId => OwnerRunId;

    string IStepCall.StepId => Id;

    /// <summary>The run that the author's code belongs to.</summary>
    protected virtual string OwnerRunId => Run.RunId;

    /// <summary>Its outcome is on its way into the journal.</summary>
    protected bool IsDecided => _isDecided;

    /// <summary>Whether the body can withdraw this call alone, which costs a cancellation source of its own.</summary>
    protected virtual bool IsWithdrawable => false;

    /// <summary>Cancelled when the whole run's attempts of this sort are to stop.</summary>
    protected abstract CancellationToken SharedCancellation { get; }

    public override PendingOperation Show() => base.Show() with
    {
        Attempt = _nextAt > 0 && !_retryRecorded && !_isLimitOnItsWay ? _attempt + 1 : _attempt,
        NextAttemptAt = IsRunning ? null : TimeOf(_nextAt),
        IsSuspended = WaitsForResume,
    };

    public override void Deliver(OperationRecord record)
    {
        switch (record)
        {
            case AttemptRecord attempt:
                _attempt = attempt.Attempt + 1;
                _firstStarted = attempt.FirstStarted;
                _nextAt = attempt.NextAt;
                _isAdmitted = false;
                CountSpend(attempt.Spend);
                _handover?.AttemptFailed();
                _retryRecorded = true;
                if (_retryDue)
                {
                    TakeUp();
                }

                break;

            case LimitRecord limited:
                PermitRecorded(limited);
                break;

            case SuspendRecord suspended:
                _isAdmitted = false;
                CountSpend(suspended.Spend);
                Suspended(suspended);
                break;

            case HeartbeatRecord heartbeat:
                Handover.Beaten(heartbeat);
                break;

            case TokenRecord token:
                TokenRecorded(token);
                break;

            default:
                throw Mismatch(record);
        }
    }

    public override void Begin()
    {
        if (IsCancelRequested)
        {
            Refuse(AttemptOutcome.NotStarted.Error!);
        }
        else if (_suspension == Suspension.None)
        {
            if (_nextAt > 0)
            {
                Run.WaitUntil(_nextAt, this);
            }
            else
            {
                TakeUp();
            }
        }
    }

    public override void Due()
    {
        _retryDue = true;

        // The failed attempt must be durable before the next one starts, so that its number survives a crash.
        if (_retryRecorded)
        {
            TakeUp();
        }
    }

    public override void Cancel()
    {
        if (IsCancelRequested || _isDecided || IsSettled)
        {
            return;
        }

        RequestCancel();
        if (IsRunning)
        {
            // The author's callbacks run elsewhere: they may block.
            _ = _ownCancellation?.CancelAsync();
        }
        else if (!Run.IsReplaying)
        {
            Refuse(AttemptOutcome.NotStarted.Error!);
        }
    }

    /// <summary>From here on no further attempt starts.</summary>
    protected void RequestCancel() => IsCancelRequested = true;

    /// <summary>Takes the attempt's outcome, on the run's thread.</summary>
    public void Apply(ActiveRun run)
    {
        IsRunning = false;
        Run.AttemptEnded();
        if (_ownCancellation is { IsCancellationRequested: false } source)
        {
            // A cancelled one may still be calling back, and disposing drops what it has not called yet; it goes with the run.
            source.Dispose();
        }

        _ownCancellation = null;
        TakeSpend(_outcome.Spend);
        if (_outcome.IsHeld)
        {
            if (!Run.Holds(this))
            {
                Begin();
            }

            return;
        }

        if (_outcome.Permit is { } permit)
        {
            WaitForPermit(permit);
            return;
        }

        if (_outcome is { Error: null, Suspension: null })
        {
            _isDecided = true;
            Succeed(_outcome, _attempt);
            return;
        }

        RecordHeartbeat();
        if (_outcome.Suspension is { } suspension)
        {
            Suspend(suspension);
        }
        else
        {
            AttemptFailed(_outcome);
        }
    }

    /// <summary>Tries again by policy, or fails it for good.</summary>
    private void AttemptFailed(in AttemptOutcome outcome)
    {
        var error = outcome.Error!;
        var now = Run.Time();
        var elapsed = _firstStarted == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(now - _firstStarted);
        if (!outcome.IsFinal && !IsCancelRequested &&
            RetrySchedule.DelayAfter(Policy, _attempt, elapsed, outcome.RetryAfter, Jitter()) is { } delay)
        {
            _retryDue = _retryRecorded = _isLimitOnItsWay = false;
            _nextAt = now + (long)Math.Ceiling(delay.TotalMilliseconds);
            Run.Append(new AttemptRecord(Id)
            {
                Attempt = _attempt,
                Error = error,
                FirstStarted = _firstStarted,
                NextAt = _nextAt,
                Spend = Spend,
            });
            Spend = 0;
            Run.WaitUntil(_nextAt, this);
        }
        else
        {
            _isDecided = true;
            Fail(error, outcome.WasStarted ? _attempt : _attempt - 1);
        }
    }

    /// <summary>Fails it for good without another attempt, unless its outcome is known already.</summary>
    protected void Refuse(ErrorInfo error)
    {
        if (!_isDecided)
        {
            _isDecided = true;
            var isFailedAttemptOnItsWay = _nextAt > 0 && !_retryRecorded && !_isLimitOnItsWay;
            Fail(error, isFailedAttemptOnItsWay || _suspension != Suspension.None ? _attempt : _attempt - 1);
        }
    }

    /// <summary>Records that it completed.</summary>
    protected abstract void Succeed(in AttemptOutcome outcome, int attempt);

    /// <summary>Records that it failed for good.</summary>
    protected abstract void Fail(ErrorInfo error, int attempts);

    // Drawn from run, operation and attempt, so that a thousand failing runs spread out and one run is reproducible.
    private double Jitter() => new DeterministicRandom($"{IdempotencyKey}/{_attempt}").NextDouble();

    private void StartAttempt()
    {
        if (IsRunning || _isDecided || !Run.MayStartAttempts || Run.Holds(this))
        {
            return;
        }

        IsRunning = true;
        _resumesSeen = _handover?.Resumes ?? 0;
        Started = Run.Time();
        if (_firstStarted == 0)
        {
            _firstStarted = Started;
        }

        if (IsLimited || IsWithdrawable)
        {
            _ownCancellation = CancellationTokenSource.CreateLinkedTokenSource(SharedCancellation);
        }

        Run.StartAttempt(this);
    }
}
