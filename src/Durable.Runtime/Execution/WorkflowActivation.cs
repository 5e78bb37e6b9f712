using Durable.Generated;
using Durable.Serialization;

namespace Durable.Execution;

/// <summary>One instance of a workflow class, made for one activation of a run.</summary>
internal abstract class WorkflowActivation(object instance)
{
    /// <summary>The generated state machine.</summary>
    public object Instance { get; } = instance;

    /// <summary>The body's task once it has ended on the run's own thread, otherwise null.</summary>
    public Task? EndedBody { get; private set; }

    /// <summary>Calls the author's <c>RunAsync</c> with the recorded input, on the run's own thread.</summary>
    public void Start(WorkflowContext context, ReadOnlyMemory<byte> input) => _ = WatchAsync(Call(context, input));

    protected abstract Task Call(WorkflowContext context, ReadOnlyMemory<byte> input);

    /// <summary>What the body returned, as bytes; called once, when it completed successfully.</summary>
    public abstract ReadOnlyMemory<byte> WriteResult(PayloadSerializer payloads, string runId);

    // Awaited rather than looked at: a body that ends on a foreign thread (after ConfigureAwait(false)) posts to the run's scheduler
    // from there and is found out, instead of counting as ended or not by who is faster.
    private async Task WatchAsync(Task body)
    {
        await body.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        EndedBody = body;
    }
}

/// <inheritdoc/>
internal sealed class WorkflowActivation<TInput, TResult>(WorkflowDefinition<TInput, TResult> definition, object instance)
    : WorkflowActivation(instance)
{
    private Task<TResult>? _body;

    protected override Task Call(WorkflowContext context, ReadOnlyMemory<byte> input)
    {
        var value = PayloadSerializer.Read(definition.Input, input, "input", context.RunId);
        try
        {
            _body = definition.Run(Instance, context, value!);
        }
#pragma warning disable CA1031 // a body that is not async throws here what an async one would put into its task
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _body = Task.FromException<TResult>(exception);
        }

        return _body;
    }

    public override ReadOnlyMemory<byte> WriteResult(PayloadSerializer payloads, string runId) =>
        payloads.Write(definition.Result, _body!.Result, "result", runId);
}
