using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Durable.Execution;
using Durable.Serialization;

namespace Durable.Generated;

/// <summary>The generated description of a workflow class, with its input and result types.</summary>
/// <typeparam name="TInput">The input of <c>RunAsync</c>, or <see cref="Nothing"/>.</typeparam>
/// <typeparam name="TResult">The result of <c>RunAsync</c>, or <see cref="Nothing"/>.</typeparam>
/// <param name="name">The stable name.</param>
/// <param name="version">The version, from 1.</param>
/// <param name="queue">The queue runs wait in.</param>
/// <param name="fingerprint">A hash of everything recorded journals depend on.</param>
/// <param name="steps">The steps, in order of declaration.</param>
/// <param name="signals">The signals, in order of declaration.</param>
/// <param name="input">Serializer of the input; null exactly when <typeparamref name="TInput"/> is <see cref="Nothing"/>.</param>
/// <param name="result">Serializer of the result; null exactly when <typeparamref name="TResult"/> is <see cref="Nothing"/>.</param>
/// <param name="serializers">Serializers of every type the class records; null where it records none.</param>
/// <param name="create">Makes the state machine for one activation, with constructor parameters from the given scope.</param>
/// <param name="run">Calls the author's <c>RunAsync</c> on an instance that <paramref name="create"/> made.</param>
/// <param name="inputMask">What of the input is sensitive; null when nothing is.</param>
/// <param name="resultMask">What of the result is sensitive; null when nothing is.</param>
/// <param name="handlers">Signal handlers, queries and updates; null where the class has none.</param>
/// <param name="retention">How long runs that ended are kept; null for 30 days, <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WorkflowDefinition<TInput, TResult>(
    string name,
    int version,
    string queue,
    string fingerprint,
    IReadOnlyList<StepDefinition> steps,
    IReadOnlyList<SignalDefinition> signals,
    JsonTypeInfo<TInput>? input,
    JsonTypeInfo<TResult>? result,
    JsonSerializerContext? serializers,
    Func<IServiceProvider, WorkflowRun, object> create,
    Func<object, WorkflowContext, TInput, Task<TResult>> run,
    PayloadMask? inputMask = null,
    PayloadMask? resultMask = null,
    WorkflowHandlers? handlers = null,
    TimeSpan? retention = null)
    : WorkflowDefinition(name, version, queue, fingerprint, steps, signals, serializers, inputMask, resultMask, handlers, retention)
{
    internal JsonTypeInfo<TInput>? Input { get; } = input;

    internal JsonTypeInfo<TResult>? Result { get; } = result;

    internal Func<IServiceProvider, WorkflowRun, object> Create { get; } = create;

    internal Func<object, WorkflowContext, TInput, Task<TResult>> Run { get; } = run;

    internal override JsonTypeInfo? ResultInfo => Result;

    internal override ReadOnlyMemory<byte> WriteInput(JsonElement json, PayloadSerializer payloads, string runId)
    {
        var what = $"input of the workflow '{Name}'";
        if (Input is null && json.ValueKind is (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            return default;
        }

        if (Input is null || json.ValueKind == JsonValueKind.Undefined)
        {
            throw new DurableException(
                DurableErrorCodes.PayloadInvalid,
                Input is null ? $"The workflow '{Name}' takes no input, and one was given." : $"The {what} is missing.",
                Input is null ? "Pass default." : $"Pass the JSON of a {typeof(TInput).Name}.",
                runId);
        }

        return payloads.Write(Input, GivenPayload.Read(Input, json, payloads, what, runId), what, runId);
    }

    internal override WorkflowActivation Activate(IServiceProvider services, WorkflowRun run) =>
        new WorkflowActivation<TInput, TResult>(this, Create(services, run));
}
