using System.Collections.Frozen;
using Durable.Schedules;
using Durable.Steps;

namespace Durable;

/// <summary>The workflows a process knows, by name and version.</summary>
internal sealed class WorkflowRegistry
{
    private readonly FrozenDictionary<(string Name, int Version), WorkflowDefinition> _definitions;
    private readonly FrozenDictionary<string, WorkflowDefinition> _newest;
    private readonly FrozenDictionary<string, WorkflowDefinition> _schedules;
    private readonly FrozenDictionary<(string Name, int Version), WorkflowDefinition> _tasks;

    public WorkflowRegistry(IEnumerable<WorkflowDefinition> definitions)
    {
        _definitions = definitions.ToFrozenDictionary(definition => (definition.Name, definition.Version));
        _tasks = _definitions.Values.SelectMany(StepTaskDefinition.Of).ToFrozenDictionary(task => (task.Name, task.Version), static task => (WorkflowDefinition)task);
        _newest = _definitions.Values
            .GroupBy(definition => definition.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(versions => versions.Key, versions => versions.MaxBy(definition => definition.Version)!, StringComparer.Ordinal);
        _schedules = _newest.Keys
            .Select(WorkflowDefinition (name) => ScheduleRuns.WorkflowOf(name))
            .ToFrozenDictionary(definition => definition.Name, StringComparer.Ordinal);
    }

    public IReadOnlyCollection<WorkflowDefinition> All => _definitions.Values;

    /// <summary>What a worker can take on: the workflows, those of their steps that run as tasks, and the schedules that start runs of them.</summary>
    public IEnumerable<WorkflowDefinition> Claimable => All.Concat(_tasks.Values).Concat(_schedules.Values);

    public WorkflowDefinition? Find(string name, int version) =>
        _definitions.GetValueOrDefault((name, version))
        ?? _tasks.GetValueOrDefault((name, version))
        ?? (_schedules.GetValueOrDefault(name) is { } schedule && schedule.Version == version ? schedule : null);

    /// <summary>The version that new runs start with.</summary>
    /// <exception cref="DurableException">There is none of this name (<see cref="DurableErrorCodes.WorkflowUnknown"/>).</exception>
    public WorkflowDefinition Newest(string name) => _newest.GetValueOrDefault(name) ?? throw Unknown($"No workflow is named '{name}'");

    /// <exception cref="DurableException">There is none (<see cref="DurableErrorCodes.WorkflowUnknown"/>).</exception>
    public WorkflowDefinition Get(string name, int version, string? runId = null) =>
        Find(name, version) ?? throw Unknown($"This process knows no version {version} of a workflow '{name}'", runId);

    private DurableException Unknown(string what, string? runId = null) =>
        new(
            DurableErrorCodes.WorkflowUnknown,
            $"{what}; it knows {(_newest.Count == 0 ? "none" : string.Join(", ", _newest.Keys.Order(StringComparer.Ordinal)))}.",
            "Add it with AddWorkflows() or AddWorkflow<T>().",
            runId);
}
