using Durable.Children;
using Durable.Generated;
using Durable.Storage;

namespace Durable.Execution;

// What the body does to other runs, and to its own next generation.
internal sealed partial class RunContext
{
    public override bool ShouldContinueAsNew
    {
        get
        {
            run.CheckCaller("advised journal length");
            return run.Position >= AdvisedJournalLength;
        }
    }

    public override Task SignalAsync<T>(string runId, Signal<T> signal, T value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        ArgumentNullException.ThrowIfNull(signal);
        run.CheckCaller($"signal '{signal.Name}' to run '{runId}'");
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var what = $"signal '{signal.Name}'";
        var payload = run.Services.Payloads.Write(run.Definition.SerializerOf<T>(what), value, what, run.RunId);
        return run.SendAsync("send-" + signal.Name, runId, InboxKinds.Signal, signal.Name, payload, Declares(signal), cancellationToken);
    }

    public override Task<TResult> RunChildAsync<TInput, TResult>(
        WorkflowDefinition<TInput, TResult> workflow, TInput input, ChildOptions? options, CancellationToken cancellationToken) =>
        AskChild(workflow, input, options, static child => child.Result, cancellationToken, withdrawal: cancellationToken);

    public override Task<ChildRun<TResult>> StartChildAsync<TInput, TResult>(
        WorkflowDefinition<TInput, TResult> workflow, TInput input, ChildOptions? options, CancellationToken cancellationToken) =>
        AskChild(workflow, input, options, static child => child.Handle, cancellationToken, withdrawal: default);

    public override Task<TResult> ContinueAsNewAsync<TInput, TResult>(WorkflowDefinition<TInput, TResult> workflow, TInput input)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        run.CheckCaller("continuing as new");
        if (run.Refuse<TResult>(CancellationToken.None) is { } refused)
        {
            return refused;
        }

        run.AskContinue(run.Services.Payloads.Write(workflow.Input, input, "input", run.RunId));
        return new TaskCompletionSource<TResult>().Task;
    }

    private Task<T> AskChild<TInput, TResult, T>(
        WorkflowDefinition<TInput, TResult> workflow,
        TInput input,
        ChildOptions? options,
        Func<ChildOperation<TResult>, Task<T>> outcome,
        CancellationToken refusal,
        CancellationToken withdrawal)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        run.CheckCaller($"child of workflow '{workflow.Name}'");
        options ??= new ChildOptions();
        if (options.RunId is { } runId)
        {
            RunIds.Check(runId);
        }

        if (run.Refuse<T>(refusal) is { } refused)
        {
            return refused;
        }

        var id = run.NextId(workflow.Name);
        var payload = run.Services.Payloads.Write(workflow.Input, input, "input", run.RunId, id);
        var child = new ChildOperation<TResult>(run, id, run.Child(workflow, id, options.RunId, payload), payload, options, workflow);
        run.Ask(child, withdrawal);
        return outcome(child);
    }

    private Func<RunRow, ErrorInfo?> Declares<T>(Signal<T> signal) => row =>
    {
        try
        {
            run.Services.Workflows.Get(row.Workflow, row.Version, row.RunId).DeclaredSignal(signal, row.RunId);
            return null;
        }
        catch (DurableException exception)
        {
            return ErrorInfo.From(exception);
        }
    };
}
