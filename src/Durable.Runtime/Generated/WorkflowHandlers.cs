using System.Collections.Frozen;
using System.ComponentModel;

namespace Durable.Generated;

/// <summary>The generated description of what callers can have a workflow class do: its signal handlers, queries and updates.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WorkflowHandlers
{
    private readonly FrozenDictionary<string, SignalHandlerDefinition> _signals;
    private readonly FrozenDictionary<string, QueryDefinition> _queries;
    private readonly FrozenDictionary<string, UpdateDefinition> _updates;

    /// <summary>Called by generated code.</summary>
    /// <param name="signals">The signal handlers, in order of declaration.</param>
    /// <param name="queries">The queries, in order of declaration.</param>
    /// <param name="updates">The updates, in order of declaration.</param>
    public WorkflowHandlers(
        IReadOnlyList<SignalHandlerDefinition>? signals = null, IReadOnlyList<QueryDefinition>? queries = null, IReadOnlyList<UpdateDefinition>? updates = null)
    {
        _signals = (signals ?? []).ToFrozenDictionary(handler => handler.Signal, StringComparer.Ordinal);
        _queries = (queries ?? []).ToFrozenDictionary(query => query.Name, StringComparer.Ordinal);
        _updates = (updates ?? []).ToFrozenDictionary(update => update.Name, StringComparer.Ordinal);
    }

    internal static WorkflowHandlers None { get; } = new();

    internal SignalHandlerDefinition? FindSignal(string name) => _signals.GetValueOrDefault(name);

    internal QueryDefinition? FindQuery(string name) => _queries.GetValueOrDefault(name);

    internal UpdateDefinition? FindUpdate(string name) => _updates.GetValueOrDefault(name);
}
