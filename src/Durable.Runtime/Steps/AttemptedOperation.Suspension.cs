using Durable.Execution;
using Durable.Journal;
using Durable.Serialization;

namespace Durable.Steps;

/// <summary>How a step waits for somebody: its attempt ends without an outcome, and goes on under the same number.</summary>
/// <remarks>
/// Replay: <c>suspend</c> recorded: the step waits for a <c>resume</c> that it did not know of, and starts no attempt before. <c>resume</c> recorded: the next entry has what it
/// brought; one that tells of a failure counts as the attempt's. <c>token</c> recorded: somebody may have the token; nothing else.
/// Crash before <c>suspend</c>: the attempt is made again, and may suspend again. Crash after <c>resume</c>: the step is entered again with it.
/// </remarks>
internal abstract partial class AttemptedOperation
{
    private Suspension _suspension;
    private StepHandover? _handover;
    private int _resumesSeen;
    private CallbackToken? _token;

    private enum Suspension
    {
        None,

        /// <summary>On its way into the journal.</summary>
        Recording,

        /// <summary>Only a resume brings it on.</summary>
        Recorded,
    }

    /// <summary>Whether it may wait for somebody.</summary>
    protected virtual bool CanSuspend => false;

    /// <summary>The id of the step's declaration, whichever call of it this is.</summary>
    protected virtual string StepName => Id;

    private bool WaitsForResume =>
        _suspension == Suspension.Recorded || (_suspension == Suspension.Recording && _resumesSeen == (_handover?.Resumes ?? 0));

    private StepHandover Handover => _handover ??= new StepHandover();

    StepSuspendedException IStepCall.Suspend<T>(T snapshot)
    {
        CheckCanSuspend();
        var json = Run.Services.Payloads.Write(Run.Definition.SerializerOf<T>(Id), snapshot, "snapshot", Run.RunId, Id);
        return new StepSuspendedException(Run.RunId, Id, snapshot, json);
    }

    StepSuspendedException IStepCall.Suspend()
    {
        CheckCanSuspend();
        return new StepSuspendedException(Run.RunId, Id, snapshot: null);
    }

    bool IStepCall.TryGetSnapshot<T>(out T? snapshot)
        where T : default => TryRead(_handover?.Snapshot, "snapshot", out snapshot);

    bool IStepCall.TryGetResume<T>(out T? data)
        where T : default => TryRead(_handover?.Resume, "resume data", out data);

    string IStepCall.GetCallbackToken(int attempt, CancellationToken cancellationToken)
    {
        CheckCanSuspend();
        CallbackToken token;
        lock (Run.AttemptGate)
        {
            var round = _handover?.Resumes ?? 0;
            if (_token is null || _token.Attempt != attempt || _token.Round != round)
            {
                _token = new CallbackToken(Run.Tenant, Run.RunId, Id, attempt, round);
                Run.Tell(new TokenAsked(this, attempt, _token));
            }

            token = _token;
        }

        token.Recorded.Wait(cancellationToken);
        return token.Text;
    }

    /// <summary>Takes what resumes it, live or on replay.</summary>
    public void Resume(ResumeRecord record)
    {
        Handover.Resumed(record);
        if (_suspension == Suspension.Recorded)
        {
            GoOn();
        }
    }

    private void Suspend(StepSuspendedException suspension)
    {
        if (IsCancelRequested)
        {
            _isDecided = true;
            Fail(AttemptOutcome.NotStarted.Error!, _attempt);
            return;
        }

        _suspension = Suspension.Recording;
        Run.Append(new SuspendRecord(Id)
        {
            Step = StepName,
            Attempt = _attempt,
            Resumes = _resumesSeen,
            Snapshot = suspension.Json,
            Spend = Spend,
        });
        Spend = 0;
    }

    private void Suspended(SuspendRecord record)
    {
        _attempt = record.Attempt;
        _nextAt = 0;
        Handover.Suspended(record);
        _suspension = Suspension.Recorded;
        if (Handover.Resumes > record.Resumes)
        {
            GoOn();
        }
    }

    // On replay the run begins what is not settled once the journal ends.
    private void GoOn()
    {
        _suspension = Suspension.None;
        _nextAt = 0;
        _firstStarted = 0;
        if (!Run.IsReplaying)
        {
            TakeUp();
        }
    }

    /// <summary>Makes the attempt, unless it has failed already, elsewhere.</summary>
    private void TakeUp()
    {
        if (_handover?.Failure is { } failure && !_isDecided && !IsSettled)
        {
            AttemptFailed(new AttemptOutcome(default, Error: failure));
        }
        else
        {
            StartAttempt();
        }
    }

    private void TokenRecorded(TokenRecord record)
    {
        lock (Run.AttemptGate)
        {
            if (_token?.Hash == record.Hash)
            {
                _token.SetRecorded();
            }
        }
    }

    private void CheckCanSuspend()
    {
        if (!CanSuspend)
        {
            throw new ContextMisuseException(
                $"{Description} of run '{Run.RunId}' cannot suspend: undoing waits for nobody, so that it ends.",
                "Let the compensator do what it can and throw, or start a run of its own for what takes long.",
                Run.RunId);
        }
    }

    private bool TryRead<T>(ReadOnlyMemory<byte>? json, string what, out T? value)
    {
        value = json is { } recorded
            ? PayloadSerializer.Read(Run.Definition.SerializerOf<T>(Id), recorded, what, Run.RunId, Id)
            : default;
        return json is not null;
    }

    /// <summary>A running attempt made a token.</summary>
    private sealed class TokenAsked(AttemptedOperation operation, int attempt, CallbackToken token) : IRunEvent
    {
        public void Apply(ActiveRun run)
        {
            // An attempt that was abandoned is told by its own token's cancellation.
            if (operation.IsRunning && operation._attempt == attempt)
            {
                run.Append(new TokenRecord(operation.Id) { Step = operation.StepName, Hash = token.Hash });
            }
        }
    }
}
