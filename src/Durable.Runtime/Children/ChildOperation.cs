using Durable.Compensation;
using Durable.Execution;
using Durable.Journal;
using Durable.Storage;

namespace Durable.Children;

/// <summary>A child, from its start to its end, whatever its types.</summary>
/// <remarks>
/// Replay: <c>child</c> recorded: it was started with that very commit, or refused, and is not started again; <c>childEnd</c> recorded: its result
/// or failure is delivered. Crash before <c>child</c>: no child exists; the start is asked for again under the same id.
/// A request to cancel the child is no record: it goes out again after a crash, and the child takes it once because of its key.
/// Undoing it is an operation of its own, see <see cref="ChildUndoOperation"/>.
/// </remarks>
internal abstract class ChildOperation(
    ActiveRun run, string id, NewRun child, ReadOnlyMemory<byte> input, ChildOptions options, WorkflowDefinition workflow)
    : Operation(run, id), IRunLookup, IUndoable
{
    private string? _adopted;
    private bool _isUndoneWithParent = options.CompensateWithParent;

    // Ends when the child has ended, or there is none; made where undoing a scope waits for it. The body's own wait may have ended before.
    private TaskCompletionSource? _over;
    private bool _isBegun;
    private bool _isStarted;
    private bool _isWithdrawn;
    private bool _isAbandoned;
    private bool _isCancelWanted;

    public string ChildRunId => _adopted ?? child.RunId;

    /// <summary>What of the child's spending counts here already.</summary>
    public decimal Spent { get; private set; }

    private ParentClosePolicy Policy => options.ParentClosePolicy;

    /// <summary>Whether the run may not end before the child has: one that is asked to cancel, and would have to be undone had it completed, may do either.</summary>
    private bool IsWaitedFor => Policy == ParentClosePolicy.Wait || (_isUndoneWithParent && Policy == ParentClosePolicy.Cancel);

    /// <summary>The child's workflow.</summary>
    protected WorkflowDefinition Workflow { get; } = workflow;

    public override string Description => $"child '{Id}'";

    public override string Kind => "child";

    public OpenChild ToOpenChild() => new(ChildRunId, child.Workflow, Id);

    // Until it is there, it is about to be created; from then on only a message brings it on.
    public override bool IsParked => _isStarted;

    public override void Deliver(OperationRecord record)
    {
        switch (record)
        {
            case ChildRecord started:
                Check(started);
                _isUndoneWithParent = started.IsUndoneWithParent;
                if (started.Error is { } error)
                {
                    Settle();
                    IsOver();
                    Refuse(new DurableException(error.Kind, error.Message, runId: Run.RunId, stepId: Id));
                    return;
                }

                _isStarted = true;
                Started();
                if (_isCancelWanted)
                {
                    SendCancel();
                }

                if (_isAbandoned && !IsWaitedFor)
                {
                    Settle();
                }

                break;

            case ChildEndRecord ended when ended.RunId != ChildRunId:
                // One from before a retry, which started another child.
                break;

            case ChildEndRecord ended:
                Settle();
                CountSpend(ended.Spend);
                Run.Unsend(ChildRunId);
                if (_isUndoneWithParent && ended.Status == RunStatus.Completed)
                {
                    Run.Undo.Push(this);
                }

                IsOver();
                Ended(ended);
                break;

            default:
                throw Mismatch(record);
        }
    }

    public override void Begin()
    {
        if (_isStarted)
        {
            if (Run.MayHaveMissedMessages)
            {
                Run.LookUp(ChildRunId, this);
            }

            return;
        }

        if (_isWithdrawn && _over is null)
        {
            // Before it was asked for: there is nothing to take back.
            Settle();
        }
        else
        {
            _isBegun = true;
            var record = new ChildRecord(Id)
            {
                RunId = child.RunId,
                Workflow = child.Workflow,
                Version = child.Version,
                Policy = Policy,
                IsUndoneWithParent = _isUndoneWithParent,
                Input = input,
            };
            if (Run.Append(record))
            {
                Run.Create(child);
            }
        }
    }

    /// <summary>The child's row: what it told while the run was not alive was told to nobody.</summary>
    public void Found(RunRow? row)
    {
        if (!IsSettled && row?.End is { } end)
        {
            Run.Append(ChildMessages.EndOf(Id, row.RunId, end));
        }
        else if (!IsSettled && row is null)
        {
            Run.Append(new ChildEndRecord(Id)
            {
                RunId = ChildRunId,
                Status = RunStatus.Terminated,
                Error = new ErrorInfo(DurableErrorCodes.RunNotFound, $"The child '{ChildRunId}' was deleted."),
            });
        }
    }

    public override void Cancel()
    {
        WantCancel();
        var isForGood = Run.IsCancelRequested;
        if (!Run.IsBodyOver)
        {
            _isWithdrawn = isForGood = true;
            Withdrawn();
        }

        if (isForGood && !_isBegun && !_isStarted && !Run.IsReplaying && _over is null)
        {
            Settle();
        }
    }

    public override void Abandon()
    {
        _isAbandoned = true;
        WantCancel();

        // One that is about to be created is waited for: whether it comes to be must not depend on a crash just now.
        if (_isStarted && !IsWaitedFor)
        {
            Settle();
        }
    }

    public override void Terminate()
    {
        if (Policy == ParentClosePolicy.Cancel)
        {
            SendCancel();
        }
    }

    public override Task? OutcomeBeforeUndo()
    {
        if (!_isUndoneWithParent || Policy == ParentClosePolicy.Abandon)
        {
            return null;
        }

        // From here on it comes to be, whatever crashes: otherwise a replay would wait for an end that the first life did not wait for.
        return (_over ??= new TaskCompletionSource()).Task;
    }

    public Operation Undo(Unwinding unwinding) => new ChildUndoOperation(Run, this, unwinding);

    /// <summary>The child has spent this, too.</summary>
    public void CountSpend(decimal amount)
    {
        Spent += amount;
        Run.Spend.Add(amount);
    }

    /// <summary>The child exists.</summary>
    protected abstract void Started();

    /// <summary>There is no child.</summary>
    protected abstract void Refuse(DurableException error);

    /// <summary>The child ended.</summary>
    protected abstract void Ended(ChildEndRecord record);

    /// <summary>The body's wait ends here.</summary>
    protected abstract void Withdrawn();

    private void IsOver()
    {
        if (!Run.IsBodyOver)
        {
            _over?.TrySetResult();
        }
    }

    private void WantCancel()
    {
        if (Policy != ParentClosePolicy.Cancel || _isCancelWanted)
        {
            return;
        }

        _isCancelWanted = true;
        if (_isStarted)
        {
            SendCancel();
        }
    }

    private void SendCancel() => Run.Send(ChildMessages.Cancel(ChildRunId, Run.IdempotencyKey(Id), Run.RunId, Run.Time()));

    private void Check(ChildRecord record)
    {
        if (Run.IsCopied(record))
        {
            // The original's child; it has ended, or the run could not have been forked here.
            _adopted = record.RunId;
        }

        if (record.Workflow != child.Workflow || record.RunId != ChildRunId)
        {
            throw Run.Mismatch(record, $"the code starts child '{child.RunId}' of workflow '{child.Workflow}'");
        }

        if (!record.Input.Span.SequenceEqual(input.Span))
        {
            throw Run.InputMismatch(record, record.Input, input, Workflow.InputMask);
        }
    }
}
