using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;
using Durable.Execution;
using Durable.Serialization;

namespace Durable.Generated;

/// <summary>The generated description of a method that handles a signal.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SignalHandlerDefinition
{
    private protected SignalHandlerDefinition(string signal) => Signal = signal;

    /// <summary>The signal's stable name.</summary>
    public string Signal { get; }

    /// <summary>Calls the author's method, on the run's own thread.</summary>
    /// <exception cref="DurableException">The payload is not of the signal's type (<see cref="DurableErrorCodes.PayloadInvalid"/>).</exception>
    internal abstract Task Start(ActiveRun run, WorkflowContext context, ReadOnlyMemory<byte> json);
}

/// <summary>The generated description of a method that handles a signal, with the signal's payload type.</summary>
/// <typeparam name="T">The payload's type.</typeparam>
/// <param name="signal">The author's declaration of the signal.</param>
/// <param name="payload">Serializer of the payload.</param>
/// <param name="invoke">Calls the author's method on an instance of the class.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SignalHandlerDefinition<T>(Signal<T> signal, JsonTypeInfo<T> payload, Func<object, WorkflowContext, T, Task> invoke)
    : SignalHandlerDefinition(signal.Name)
{
    internal override Task Start(ActiveRun run, WorkflowContext context, ReadOnlyMemory<byte> json)
    {
        var value = PayloadSerializer.Read(payload, json, $"signal '{Signal}'", run.RunId);
        return run.RunHandler(() => Nothing.From(invoke(run.Instance, context, value!)));
    }
}
