using System.Text.Json.Serialization.Metadata;
using Durable.Execution;
using Durable.Generated;
using Durable.Journal;
using Durable.Serialization;
using Durable.Storage;

namespace Durable.Children;

/// <inheritdoc/>
internal sealed class ChildOperation<TResult>(
    ActiveRun run, string id, NewRun child, ReadOnlyMemory<byte> input, ChildOptions options, WorkflowDefinition workflow)
    : ChildOperation(run, id, child, input, options, workflow)
{
    private readonly TaskCompletionSource<ChildRun<TResult>> _started = new();
    private readonly TaskCompletionSource<TResult> _result = new();

    /// <summary>Completes when the child exists.</summary>
    public Task<ChildRun<TResult>> Handle => _started.Task;

    /// <summary>Completes when the child has ended.</summary>
    public Task<TResult> Result => _result.Task;

    protected override void Started()
    {
        if (!Run.IsBodyOver)
        {
            _started.TrySetResult(new ChildHandle<TResult>(Run, this, Workflow));
        }
    }

    protected override void Refuse(DurableException error)
    {
        if (!Run.IsBodyOver)
        {
            _started.TrySetException(error);
            _result.TrySetException(error);
        }
    }

    protected override void Ended(ChildEndRecord record)
    {
        if (Run.IsBodyOver)
        {
            return;
        }

        if (record.Status == RunStatus.Completed)
        {
            var info = (JsonTypeInfo<TResult>?)Workflow.ResultInfo;
            _result.TrySetResult(PayloadSerializer.Read(info, record.Result, "result", ChildRunId, Id)!);
        }
        else
        {
            var error = record.Error ?? new ErrorInfo(DurableErrorCodes.RunFailed, "");
            _result.TrySetException(new ChildFailedException(Run.RunId, Id, ChildRunId, record.Status, error));
        }
    }

    protected override void Withdrawn()
    {
        _started.TrySetCanceled();
        _result.TrySetCanceled();
    }
}
