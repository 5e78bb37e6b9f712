using Durable.Generated;
using Durable.Serialization;

namespace Durable.Execution;

/// <summary>One instance of a workflow class, made for one activation of a run.</summary>
internal abstract class WorkflowActivation(object instance)
{
    /// <summary>The generated state machine.</summary>
    public object Instance { get; } = instance;

    /// <summary>The body, once <see cref="Start"/> was called.</summary>
    public abstract Task? Body { get; }

    /// <summary>Calls the author's <c>RunAsync</c> with the recorded input.</summary>
    public abstract void Start(WorkflowContext context, ReadOnlyMemory<byte> input);

    /// <summary>What the body returned, as bytes; called once, when it completed successfully.</summary>
    public abstract ReadOnlyMemory<byte> WriteResult(PayloadSerializer payloads, string runId);
}

/// <inheritdoc/>
internal sealed class WorkflowActivation<TInput, TResult>(WorkflowDefinition<TInput, TResult> definition, object instance)
    : WorkflowActivation(instance)
{
    private Task<TResult>? _body;

    public override Task? Body => _body;

    public override void Start(WorkflowContext context, ReadOnlyMemory<byte> input)
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
    }

    public override ReadOnlyMemory<byte> WriteResult(PayloadSerializer payloads, string runId) =>
        payloads.Write(definition.Result, _body!.Result, "result", runId);
}
