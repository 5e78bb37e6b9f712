using Durable.Generated;

namespace Durable;

/// <summary>One instance of a workflow class, made for one activation of a run.</summary>
internal abstract class WorkflowActivation
{
}

internal sealed class WorkflowActivation<TInput, TResult>(WorkflowDefinition<TInput, TResult> definition, object instance) : WorkflowActivation
{
    public WorkflowDefinition<TInput, TResult> Definition { get; } = definition;

    public object Instance { get; } = instance;
}
