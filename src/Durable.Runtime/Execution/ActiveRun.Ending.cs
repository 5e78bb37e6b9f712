using Durable.Children;
using Durable.Compensation;
using Durable.Journal;

namespace Durable.Execution;

/// <summary>
/// How a run ends: the body's end, then the outcomes of steps still running, then undoing, then the <c>end</c> record. What is recorded
/// of it is recorded in this order, and replay walks through it in the same order.
/// </summary>
internal sealed partial class ActiveRun
{
    private BodyEndRecord? _bodyEnd;
    private bool _bodyEndRecorded;
    private bool _endAppended;
    private bool _cancelTaken;
    private CancelRecord? _cancel;
    private Unwinding? _unwinding;

    private bool MustUndo => _cancel is not null || IsUndoneWithParent || _bodyEnd is not (ReturnRecord or ContinueRecord);

    /// <summary>A cancel was recorded.</summary>
    public bool IsCancelRequested => _cancel is not null;

    // Until the generation's last record is on its way, a cancel still comes before it.
    private bool IsContinuing => _bodyEnd is ContinueRecord && _cancel is null;

    /// <summary>The body asked to undo everything: it is over from here on.</summary>
    public void AskCompensation(string reason) => EndBody(new CompensateRecord { Reason = reason });

    /// <summary>The body asked to go on as a new generation: it is over from here on.</summary>
    public void AskContinue(ReadOnlyMemory<byte> input) => EndBody(new ContinueRecord { Input = input });

    void IRecordTarget.Continued(ContinueRecord record)
    {
        if (!IsContinuing)
        {
            throw Mismatch(record, IsBodyOver ? $"the code's body ended with '{_bodyEnd!.Kind}'" : Waiting());
        }

        if (!IsReplaying)
        {
            Close(RunFate.Released);
        }
    }

    void IRecordTarget.CancelRequested(CancelRecord record)
    {
        if ((IsBodyOver && !IsContinuing) || _cancel is not null)
        {
            return;
        }

        _cancelTaken = true;
        _cancel = record;
        if (IsReplaying)
        {
            _pause = null;
        }

        CancelBody();
        CancelOutstanding(Outstanding().FindAll(static operation => !operation.Scope.IsDetached));
        _locks?.Cancel();
        BeginHeld();
    }

    private void CancelBody()
    {
        try
        {
            _bodyCancellation?.Cancel();
        }
        catch (AggregateException exception)
        {
            // What the author hung on the token failed; all of it was called, and the run must stay cancellable, here and on each replay.
            if (!IsReplaying)
            {
                Log.CancelCallbackFailed(Services.RunLogger, exception, RunId);
            }
        }

        _bodyCancellation ??= new CancellationTokenSource(0);
    }

    void IRecordTarget.BodyEnded(BodyEndRecord record)
    {
        if (_bodyEnd is null || _bodyEnd.GetType() != record.GetType())
        {
            throw Mismatch(record, IsBodyOver ? $"the code's body ended with '{_bodyEnd!.Kind}'" : Waiting());
        }

        _bodyEnd = record;
        _bodyEndRecorded = true;
    }

    void IRecordTarget.Undone(UndoRecord record)
    {
        if (!_operations.TryGetValue(UndoOperation.IdOf(record.OperationId), out var operation) || operation is not IUndo undo)
        {
            throw Mismatch(record, Waiting());
        }

        undo.Finish(record);
    }

    void IRecordTarget.Ended(EndRecord record)
    {
        if (!IsReplaying)
        {
            CountEnd(record);
            Close(RunFate.Finished);
        }
    }

    private BodyEndRecord OutcomeOf(Task body)
    {
        try
        {
            return body switch
            {
                { IsCompletedSuccessfully: true } => new ReturnRecord { Result = _activation!.WriteResult(Services.Payloads, RunId) },
                { IsCanceled: true } => new ErrorRecord { Error = new ErrorInfo(ErrorInfo.Cancelled, "The body was cancelled.") },
                _ => new ErrorRecord { Error = ErrorInfo.From(body.Exception!.InnerException!) },
            };
        }
        catch (DurableException refused)
        {
            // The result cannot be written, or is larger than the cap.
            return new ErrorRecord { Error = ErrorInfo.From(refused) };
        }
    }

    private void EndBody(BodyEndRecord end)
    {
        if (IsBodyOver)
        {
            return;
        }

        _bodyEnd = end;
        _state = "ending";
        foreach (var operation in Outstanding())
        {
            operation.Abandon();
        }
    }

    /// <summary>Takes the next step towards the end; called whenever something may have cleared the way.</summary>
    private void AdvanceEnding()
    {
        if (_endAppended || _parked is not null || (IsPaused && !IsReplaying))
        {
            return;
        }

        var running = Outstanding();
        if (running.Count > 0 && _unwinding?.Current is null)
        {
            // A step's effect is out in the world: its outcome is recorded before anything is undone or the run ends.
            if (!IsReplaying)
            {
                RecordBodyEnd();
                CancelOutstanding(running);
            }
        }
        else if (MustUndo && (_unwinding ??= new Unwinding(this, _root)) is { IsOver: false })
        {
            if (!IsReplaying)
            {
                RecordBodyEnd();
            }

            _unwinding.Advance();
        }
        else if (!IsReplaying)
        {
            AppendEnd();
        }
    }

    private void AppendEnd()
    {
        if (!IsContinuing)
        {
            Append(End());
        }
        else if (!_cancelTaken)
        {
            _handlers?.AbandonUpdates();
            Append(_bodyEnd!);
        }
    }

    private void RecordBodyEnd()
    {
        // That the run continues as new is the generation's last record, whatever else is still to come before it.
        if (!_bodyEndRecorded && _bodyEnd is not ContinueRecord)
        {
            _bodyEndRecorded = true;
            Append(_bodyEnd!);
        }
    }

    private void CancelOutstanding(List<Operation> operations)
    {
        if (!IsReplaying)
        {
            // The authors' callbacks run elsewhere: they may block.
            _ = _stepCancellation.CancelAsync();
        }

        foreach (var operation in operations)
        {
            if (!operation.IsSettled)
            {
                operation.Cancel();
            }
        }
    }

    private EndRecord End()
    {
        if (_cancel is not null)
        {
            return _cancel.IsDeadline
                ? Ended(RunStatus.TimedOut, new ErrorInfo(ErrorInfo.TimedOut, "The run took longer than its time-out allows."))
                : Ended(RunStatus.Cancelled, new ErrorInfo(ErrorInfo.Cancelled, _cancel.Reason ?? "The run was cancelled."));
        }

        return _bodyEnd switch
        {
            ReturnRecord when IsUndoneWithParent => Ended(
                Undo.AnyFailed ? RunStatus.CompensationFailed : RunStatus.Compensated,
                new ErrorInfo(ErrorInfo.Compensated, $"Its parent '{StartRecord.Parent?.RunId}' was undone.")),
            ReturnRecord returned => new EndRecord { Status = RunStatus.Completed, Result = returned.Result },
            CompensateRecord asked => Ended(StatusAfterUndo(RunStatus.Compensated), new ErrorInfo(ErrorInfo.Compensated, asked.Reason)),
            ErrorRecord failed => Ended(StatusAfterUndo(RunStatus.Failed), failed.Error),
            _ => throw new InvalidOperationException("The body is not over."),
        };
    }

    private EndRecord Ended(RunStatus status, ErrorInfo error) =>
        new() { Status = status, Error = error, Compensations = Undo.Reports, Failed = _bodyEnd is ErrorRecord ? _failed ?? [] : [] };

    private RunStatus StatusAfterUndo(RunStatus nothingUndone) =>
        Undo.Reports.Count == 0 ? nothingUndone
        : Undo.AnyFailed ? RunStatus.CompensationFailed
        : RunStatus.Compensated;

    private void Terminate(string? reason)
    {
        Append(new EndRecord
        {
            Status = RunStatus.Terminated,
            Error = new ErrorInfo(ErrorInfo.Terminated, reason ?? "The run was terminated."),
            Compensations = Undo.Reports,
        });
        if (_activation is null)
        {
            CancelChildrenInJournal();
        }

        foreach (var operation in Outstanding())
        {
            operation.Terminate();
        }

        _ = _stepCancellation.CancelAsync();
    }

    /// <summary>The same for children and tasks of a run that is terminated without being replayed, whatever else its journal holds.</summary>
    private void CancelChildrenInJournal()
    {
        var children = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in _claim.Journal)
        {
            var fields = RecordFields.Read(entry.Utf8);
            if (fields is { Kind: "child", Policy: "cancel", Error: null } or { Kind: "task", Error: null })
            {
                children[fields.RequiredId()] = fields.Required(fields.Run, "run");
            }
            else if (fields.Kind is "childEnd" or "step" or "stepError")
            {
                children.Remove(fields.RequiredId());
            }
        }

        foreach (var (operationId, childRunId) in children)
        {
            Send(ChildMessages.Cancel(childRunId, IdempotencyKey(operationId), RunId, Time()));
        }
    }
}
