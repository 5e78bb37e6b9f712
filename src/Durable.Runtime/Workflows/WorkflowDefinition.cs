using System.Collections.Frozen;
using System.ComponentModel;
using Durable.Generated;

namespace Durable;

/// <summary>The generated description of a workflow class.</summary>
public abstract class WorkflowDefinition
{
    private readonly FrozenDictionary<string, SignalDefinition> _signals;

    /// <summary>Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected WorkflowDefinition(
        string name,
        int version,
        string queue,
        string fingerprint,
        IReadOnlyList<StepDefinition> steps,
        IReadOnlyList<SignalDefinition> signals)
    {
        Name = name;
        Version = version;
        Queue = queue;
        Fingerprint = fingerprint;
        Steps = steps;
        Signals = signals;
        _signals = signals.ToFrozenDictionary(signal => signal.Name, StringComparer.Ordinal);
    }

    /// <summary>The stable name runs are stored under.</summary>
    public string Name { get; }

    /// <summary>The version new runs start with, from 1.</summary>
    public int Version { get; }

    /// <summary>The queue runs wait in unless a start names another.</summary>
    public string Queue { get; }

    /// <summary>A hash of everything about the class that recorded journals depend on; recorded with each start, so that a difference can be named.</summary>
    public string Fingerprint { get; }

    /// <summary>The steps, in order of declaration.</summary>
    public IReadOnlyList<StepDefinition> Steps { get; }

    /// <summary>The signals, in order of declaration.</summary>
    public IReadOnlyList<SignalDefinition> Signals { get; }

    internal SignalDefinition? FindSignal(string name) => _signals.GetValueOrDefault(name);

    internal abstract WorkflowActivation Activate(IServiceProvider services, WorkflowRun run);
}
