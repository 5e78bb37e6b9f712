using Durable.Execution;

namespace Durable.Children;

/// <inheritdoc/>
internal sealed class ChildHandle<TResult>(ActiveRun run, ChildOperation<TResult> child, WorkflowDefinition workflow) : ChildRun<TResult>
{
    public override string RunId => child.ChildRunId;

    public override Task<TResult> ResultAsync(CancellationToken cancellationToken = default)
    {
        run.CheckCaller($"result of child '{child.Id}'");
        return child.Result.WaitAsync(cancellationToken);
    }

    public override Task SignalAsync<T>(Signal<T> signal, T value)
    {
        ArgumentNullException.ThrowIfNull(signal);
        run.CheckCaller($"signal '{signal.Name}' to child '{child.Id}'");
        var declared = workflow.DeclaredSignal(signal, RunId);
        var payload = run.Services.Payloads.Write(declared.Payload, value, $"signal '{signal.Name}'", run.RunId);
        return run.SendAsync("send-" + signal.Name, RunId, InboxKinds.Signal, signal.Name, payload);
    }

    public override Task CancelAsync(string? reason = null)
    {
        run.CheckCaller($"cancelling of child '{child.Id}'");
        return run.SendAsync("cancel-child", RunId, InboxKinds.Cancel, messageName: null, ChildMessages.Reason(reason));
    }
}
