using System.Collections.Frozen;
using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Durable.Children;
using Durable.Execution;
using Durable.Generated;
using Durable.Journal;
using Durable.Serialization;
using Durable.Storage;

namespace Durable;

/// <summary>The generated description of a workflow class.</summary>
public abstract class WorkflowDefinition
{
    private readonly JsonSerializerContext? _serializers;
    private readonly FrozenDictionary<string, SignalDefinition> _signals;

    /// <summary>Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected WorkflowDefinition(
        string name,
        int version,
        string queue,
        string fingerprint,
        IReadOnlyList<StepDefinition> steps,
        IReadOnlyList<SignalDefinition> signals,
        JsonSerializerContext? serializers,
        PayloadMask? inputMask = null,
        PayloadMask? resultMask = null,
        WorkflowHandlers? handlers = null,
        TimeSpan? retention = null)
    {
        Name = name;
        Version = version;
        Queue = queue;
        Retention = retention is null ? TimeSpan.FromDays(30) : retention == Timeout.InfiniteTimeSpan ? null : retention;
        Fingerprint = fingerprint;
        Steps = steps;
        Signals = signals;
        InputMask = inputMask;
        ResultMask = resultMask;
        _serializers = serializers;
        Handlers = handlers ?? WorkflowHandlers.None;
        _signals = signals.ToFrozenDictionary(signal => signal.Name, StringComparer.Ordinal);
    }

    /// <summary>The stable name runs are stored under.</summary>
    public string Name { get; }

    /// <summary>The version new runs start with, from 1.</summary>
    public int Version { get; }

    /// <summary>The queue runs wait in unless a start names another.</summary>
    public string Queue { get; }

    /// <summary>How long runs that ended are kept before workers delete them; null for ever.</summary>
    public TimeSpan? Retention { get; }

    /// <summary>A hash of everything about the class that recorded journals depend on; recorded with each start, so that a difference can be named.</summary>
    public string Fingerprint { get; }

    /// <summary>The steps, in order of declaration.</summary>
    public IReadOnlyList<StepDefinition> Steps { get; }

    /// <summary>The signals, in order of declaration.</summary>
    public IReadOnlyList<SignalDefinition> Signals { get; }

    /// <summary>What of a run's input is not to be shown; null when all may be.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public PayloadMask? InputMask { get; }

    /// <summary>What of a run's result is not to be shown; null when all may be.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public PayloadMask? ResultMask { get; }

    /// <summary>The serializer of a type that the context's members record.</summary>
    /// <exception cref="DurableException">The generator saw no such use of the type in the class (<see cref="DurableErrorCodes.PayloadTypeUnknown"/>).</exception>
    internal virtual JsonTypeInfo<T> SerializerOf<T>(string operationId) =>
        (JsonTypeInfo<T>?)(_serializers?.GetTypeInfo(typeof(T)) ?? SharedSerializerOf(typeof(T))) ?? throw new DurableException(
            DurableErrorCodes.PayloadTypeUnknown,
            $"Workflow '{Name}' has no serializer for {typeof(T).Name}, which '{operationId}' records.",
            "Make the call in the workflow class itself rather than in a generic or foreign method, so that the generator sees the type.",
            stepId: operationId);

    private JsonTypeInfo? SharedSerializerOf(Type type) =>
        Steps.Select(step => step.Serializers?.GetTypeInfo(type)).FirstOrDefault(info => info is not null);

    internal WorkflowHandlers Handlers { get; }

    /// <summary>The workflow whose steps its runs carry out: itself, except for a step's task.</summary>
    internal virtual string WorkflowName => Name;

    internal SignalDefinition? FindSignal(string name) => _signals.GetValueOrDefault(name);

    /// <summary>The signal that the workflow of <paramref name="runId"/> is sent.</summary>
    /// <exception cref="DurableException">The workflow declares none of this name, or with another payload type.</exception>
    internal SignalDefinition<T> DeclaredSignal<T>(Signal<T> signal, string runId) => FindSignal(signal.Name) switch
    {
        SignalDefinition<T> declared => declared,
        { } other => throw new DurableException(
            DurableErrorCodes.SignalTypeMismatch,
            $"The workflow '{Name}' declares the signal '{signal.Name}' with another payload type than {typeof(T).Name}.",
            $"Send a {other.PayloadType.Name}. Nothing was sent.",
            runId),
        null => throw new DurableException(
            DurableErrorCodes.SignalUnknown,
            $"The workflow '{Name}' declares no signal '{signal.Name}'.",
            Signals.Count == 0
                ? "It declares none. Nothing was sent."
                : $"It declares {string.Join(", ", Signals.Select(declared => declared.Name))}. Nothing was sent.",
            runId),
    };

    /// <summary>Serializer of the body's result; null for a body that returns none.</summary>
    internal abstract JsonTypeInfo? ResultInfo { get; }

    /// <summary>Reads <paramref name="json"/> as the input type and writes it again, so that an untyped start stores what a typed one would.</summary>
    /// <exception cref="DurableException">It is not of that type (<see cref="DurableErrorCodes.PayloadInvalid"/>), or above the cap (<see cref="DurableErrorCodes.PayloadTooLarge"/>).</exception>
    internal abstract ReadOnlyMemory<byte> WriteInput(JsonElement json, PayloadSerializer payloads, string runId);

    /// <summary>What a run of this definition tells its parent when it ends.</summary>
    /// <param name="activation">The run in memory; null where it ends without having been replayed.</param>
    /// <param name="runId">The run.</param>
    /// <param name="parent">Whom it tells.</param>
    /// <param name="end">How it ends.</param>
    /// <param name="spent">What it spent.</param>
    /// <param name="now">UTC, in milliseconds since 1970.</param>
    internal virtual RunMessage Ended(WorkflowActivation? activation, string runId, ParentLink parent, EndRecord end, decimal spent, long now) =>
        ChildMessages.Ended(runId, parent, end, spent, now);

    internal abstract WorkflowActivation Activate(IServiceProvider services, WorkflowRun run);
}
