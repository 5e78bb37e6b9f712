using Durable.Children;
using Durable.Execution;
using Durable.Generated;
using Durable.Journal;
using Durable.Storage;

namespace Durable.Steps;

/// <summary>One call of a step that runs on a worker which serves its queue, as a task of its own.</summary>
/// <remarks>
/// Replay: <c>task</c> recorded: the task was created with that very commit, and is not created again; <c>step</c> and <c>stepError</c> recorded: as for every step.
/// Crash before <c>task</c>: no task exists, and it is asked for again under the same id. Attempts, suspensions and heartbeats are the task's own records.
/// A request to cancel the task is no record: it goes out again after a crash, and the task takes it once because of its key.
/// </remarks>
internal sealed class RemoteStepOperation<TInput, TResult>(
    ActiveRun run, string id, object owner, StepDefinition<TInput, TResult> step, TInput input, bool isWithdrawable)
    : StepOperation<TInput, TResult>(run, id, owner, step, input, isWithdrawable), IRemoteStep, IRunLookup
{
    // How often a run that was cancelled looks whether the task is still in somebody's hands.
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromSeconds(30);

    private string? _taskRunId;
    private bool _isAsked;
    private bool _isLookedFor;

    public override string Description => $"step '{Id}' on queue '{Step.Queue}'";

    // Until the task is there, it is about to be created; from then on only a message brings it on.
    public override bool IsParked => _taskRunId is not null;

    public string? WaitsFor => _taskRunId is null ? null : $"Waits for queue '{Step.Queue}' to carry out step '{Id}'.";

    // The attempts are the task's own records.
    public override PendingOperation Show() => base.Show() with { Attempt = 0, Queue = Step.Queue };

    public bool Awaits(string taskRunId) => !IsDecided && !IsSettled && (_taskRunId is null || _taskRunId == taskRunId);

    public override void Begin()
    {
        if (_taskRunId is not null)
        {
            if (IsCancelRequested)
            {
                Run.WaitForCommit(this);
            }
        }
        else if (IsCancelRequested || FindRefusal() is not null)
        {
            base.Begin();
        }
        else if (!_isAsked)
        {
            _isAsked = true;
            var task = Run.StepTask(Step, Id, Input);
            if (Run.Append(new TaskRecord(Id) { RunId = task.RunId, Queue = Step.Queue!, Input = Input }))
            {
                Run.Create(task);
            }
        }
    }

    public override void Deliver(OperationRecord record)
    {
        if (record is not TaskRecord task)
        {
            base.Deliver(record);
            if (IsSettled && _taskRunId is not null)
            {
                Run.Unsend(_taskRunId);
            }

            return;
        }

        CheckInput(task, task.Input);
        if (task.Error is { } error)
        {
            _isAsked = false;
            if (!Run.IsReplaying)
            {
                Refuse(error);
            }

            return;
        }

        _taskRunId = task.RunId;
        if (IsCancelRequested)
        {
            SendCancel();
        }
    }

    public override void Due() => LookForTask();

    public override void Cancel()
    {
        if (IsCancelRequested || IsDecided || IsSettled)
        {
            return;
        }

        if (!_isAsked && _taskRunId is null)
        {
            base.Cancel();
            return;
        }

        RequestCancel();
        if (_taskRunId is not null)
        {
            SendCancel();
        }
    }

    // What a task tells has no input of its own: it was checked when the task was recorded.
    protected override void CheckInput(OperationRecord record, ReadOnlyMemory<byte> recorded)
    {
        if (record is TaskRecord || _taskRunId is null)
        {
            base.CheckInput(record, recorded);
        }
    }

    public override void Terminate()
    {
        if (_taskRunId is not null)
        {
            Run.Send(CancelMessage(_taskRunId));
        }
    }

    /// <summary>
    /// The task as it is after the request to cancel it was durable: one that nobody holds now will see the request before it starts anything, so it needs not be waited for.
    /// </summary>
    public void Found(RunRow? row)
    {
        _isLookedFor = false;
        if (IsSettled || IsDecided)
        {
            return;
        }

        if (row is null or { Owner: null, State.IsFinished: false })
        {
            Refuse(AttemptOutcome.NotStarted.Error!);
        }
        else
        {
            Run.WaitUntil(Run.Time() + (long)s_lookAgain.TotalMilliseconds, this);
        }
    }

    private void SendCancel()
    {
        Run.Send(CancelMessage(_taskRunId!));
        if (!Run.IsReplaying)
        {
            Run.WaitForCommit(this);
        }
    }

    private RunMessage CancelMessage(string taskRunId) => ChildMessages.Cancel(taskRunId, IdempotencyKey, Run.RunId, Run.Time());

    private void LookForTask()
    {
        if (!_isLookedFor && !IsSettled && !IsDecided && _taskRunId is not null)
        {
            _isLookedFor = true;
            Run.LookUpTask(_taskRunId, this);
        }
    }
}
