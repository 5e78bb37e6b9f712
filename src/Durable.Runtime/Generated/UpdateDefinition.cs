using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;
using Durable.Execution;
using Durable.Serialization;

namespace Durable.Generated;

/// <summary>The generated description of an update.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class UpdateDefinition : CallDefinition
{
    private protected UpdateDefinition(string name, PayloadMask? argumentsMask, PayloadMask? resultMask)
        : base(name, argumentsMask, resultMask)
    {
    }

    /// <summary>Whether some updates are refused.</summary>
    internal abstract bool HasValidator { get; }

    /// <summary>Asks the author's validator, on the run's own thread.</summary>
    /// <exception cref="UpdateRefusedException">It refused.</exception>
    internal abstract void Validate(ActiveRun run, WorkflowContext context, ReadOnlyMemory<byte> json);

    /// <summary>Asks the validator again and calls the author's method, on the run's own thread; its result as JSON.</summary>
    internal abstract Task<ReadOnlyMemory<byte>> CarryOutAsync(ActiveRun run, WorkflowContext context, ReadOnlyMemory<byte> json);
}

/// <summary>The generated description of an update, with the types of its arguments and its result.</summary>
/// <typeparam name="TArguments">The payload arguments, or <see cref="Nothing"/>.</typeparam>
/// <typeparam name="TResult">The result, or <see cref="Nothing"/>.</typeparam>
/// <param name="name">The stable name.</param>
/// <param name="arguments">Serializer of the arguments; null exactly when <typeparamref name="TArguments"/> is <see cref="Nothing"/>.</param>
/// <param name="result">Serializer of the result; null exactly when <typeparamref name="TResult"/> is <see cref="Nothing"/>.</param>
/// <param name="invoke">Calls the author's method on an instance of the class.</param>
/// <param name="validate">Calls the author's validator: throws or returns a reason to refuse; null where there is none.</param>
/// <param name="argumentsMask">What of the arguments is sensitive; null when nothing is.</param>
/// <param name="resultMask">What of the result is sensitive; null when nothing is.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class UpdateDefinition<TArguments, TResult>(
    string name,
    JsonTypeInfo<TArguments>? arguments,
    JsonTypeInfo<TResult>? result,
    Func<object, WorkflowContext, TArguments, Task<TResult>> invoke,
    Func<object, WorkflowContext, TArguments, string?>? validate = null,
    PayloadMask? argumentsMask = null,
    PayloadMask? resultMask = null)
    : UpdateDefinition(name, argumentsMask, resultMask)
{
    internal JsonTypeInfo<TArguments>? Arguments { get; } = arguments;

    internal JsonTypeInfo<TResult>? Result { get; } = result;

    internal override bool HasValidator => validate is not null;

    internal override void Validate(ActiveRun run, WorkflowContext context, ReadOnlyMemory<byte> json) => Validate(run, context, Read(run, json));

    internal override async Task<ReadOnlyMemory<byte>> CarryOutAsync(ActiveRun run, WorkflowContext context, ReadOnlyMemory<byte> json)
    {
        var value = Read(run, json);
        Validate(run, context, value);
        var outcome = await invoke(run.Instance, context, value).ConfigureAwait(true);
        return run.Services.Payloads.Write(Result, outcome, $"result of the update '{Name}'", run.RunId);
    }

    private TArguments Read(ActiveRun run, ReadOnlyMemory<byte> json) =>
        PayloadSerializer.Read(Arguments, json, $"arguments of the update '{Name}'", run.RunId)!;

    private void Validate(ActiveRun run, WorkflowContext context, TArguments value)
    {
        if (validate is null)
        {
            return;
        }

        string? reason;
        try
        {
            reason = run.ReadOnly(() => validate(run.Instance, context, value));
        }
        catch (Exception exception) when (exception is not (ContextMisuseException or UpdateRefusedException))
        {
            // Throwing is one of the two ways to refuse.
            reason = exception.Message;
        }

        if (reason is not null)
        {
            throw new UpdateRefusedException(run.RunId, Name, reason);
        }
    }
}
