using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;
using Durable.Execution;
using Durable.Serialization;

namespace Durable.Generated;

/// <summary>The generated description of a query.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class QueryDefinition : CallDefinition
{
    private protected QueryDefinition(string name, PayloadMask? argumentsMask, PayloadMask? resultMask)
        : base(name, argumentsMask, resultMask)
    {
    }

    /// <summary>Calls the author's method, on the run's own thread; its result as JSON.</summary>
    internal abstract ReadOnlyMemory<byte> Ask(ActiveRun run, WorkflowContext context, ReadOnlyMemory<byte> json);
}

/// <summary>The generated description of a query, with the types of its arguments and its result.</summary>
/// <typeparam name="TArguments">The payload arguments, or <see cref="Nothing"/>.</typeparam>
/// <typeparam name="TResult">The result.</typeparam>
/// <param name="name">The stable name.</param>
/// <param name="arguments">Serializer of the arguments; null exactly when <typeparamref name="TArguments"/> is <see cref="Nothing"/>.</param>
/// <param name="result">Serializer of the result.</param>
/// <param name="invoke">Calls the author's method on an instance of the class.</param>
/// <param name="argumentsMask">What of the arguments is sensitive; null when nothing is.</param>
/// <param name="resultMask">What of the result is sensitive; null when nothing is.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class QueryDefinition<TArguments, TResult>(
    string name,
    JsonTypeInfo<TArguments>? arguments,
    JsonTypeInfo<TResult> result,
    Func<object, WorkflowContext, TArguments, TResult> invoke,
    PayloadMask? argumentsMask = null,
    PayloadMask? resultMask = null)
    : QueryDefinition(name, argumentsMask, resultMask)
{
    internal JsonTypeInfo<TArguments>? Arguments { get; } = arguments;

    internal JsonTypeInfo<TResult> Result { get; } = result;

    internal override ReadOnlyMemory<byte> Ask(ActiveRun run, WorkflowContext context, ReadOnlyMemory<byte> json)
    {
        var arguments = PayloadSerializer.Read(Arguments, json, $"arguments of the query '{Name}'", run.RunId);
        var answer = run.ReadOnly(() => invoke(run.Instance, context, arguments!));
        return run.Services.Payloads.Write(Result, answer, $"answer of the query '{Name}'", run.RunId);
    }
}
