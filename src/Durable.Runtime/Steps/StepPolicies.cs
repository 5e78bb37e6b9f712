using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Durable.Steps;

/// <summary>The policies of steps where configuration overrides what their attributes say: <c>Durable:Steps:order/charge:MaxAttempts</c>.</summary>
/// <remarks>
/// Read once, when the host starts. An override counts for every version of the workflow and every call of the step, inline steps included, and for undoing it. Nothing
/// recorded depends on a policy, so runs under way follow it from their next attempt on.
/// </remarks>
internal sealed class StepPolicies
{
    private const string Section = "Durable:Steps";

    private readonly Dictionary<(string Workflow, string Step), Func<StepPolicy, StepPolicy>> _overrides = [];

    /// <summary>No overrides.</summary>
    public static StepPolicies None { get; } = new();

    /// <summary>Reads the overrides that are configured.</summary>
    /// <param name="configuration">The process's configuration; null for none.</param>
    /// <param name="workflows">The workflows that the process knows.</param>
    /// <param name="logger">Told of settings that name nothing known here; another process may know it.</param>
    /// <exception cref="DurableException">A value or a name makes no sense (<see cref="DurableErrorCodes.ConfigurationInvalid"/>).</exception>
    public static StepPolicies Read(IConfiguration? configuration, WorkflowRegistry workflows, ILogger logger)
    {
        if (configuration is null)
        {
            return None;
        }

        var policies = new StepPolicies();
        foreach (var step in configuration.GetSection(Section).GetChildren())
        {
            policies.Add(step, workflows, logger);
        }

        return policies;
    }

    /// <summary>The policy that a step of a workflow has here.</summary>
    public StepPolicy Of(WorkflowDefinition workflow, Generated.StepDefinition step) =>
        _overrides.Count > 0 && _overrides.TryGetValue((workflow.WorkflowName, step.Id), out var change) ? change(step.Policy) : step.Policy;

    private void Add(IConfigurationSection step, WorkflowRegistry workflows, ILogger logger)
    {
        if (step.Key.Split('/') is not [var workflow, var id] || !StableName.IsValid(workflow) || !StableName.IsValid(id))
        {
            throw new DurableException(
                DurableErrorCodes.ConfigurationInvalid,
                $"The setting '{step.Path}' names no step.",
                "Write the workflow's name, a slash and the step's id: Durable:Steps:order/charge:MaxAttempts.");
        }

        var change = PolicySettings.Read(step);

        // Keys of configuration know no case, names of workflows and steps do.
        var known = workflows.All.Where(definition => string.Equals(definition.Name, workflow, StringComparison.OrdinalIgnoreCase)).ToList();
        var steps = known
            .SelectMany(definition => definition.Steps, (definition, declared) => (definition.Name, declared.Id))
            .Where(declared => string.Equals(declared.Id, id, StringComparison.OrdinalIgnoreCase))
            .Distinct()
            .ToList();
        if (steps.Count == 0)
        {
            PolicyLog.NamesNoStep(logger, step.Path, known.Count == 0 ? "knows no such workflow" : "declares no such step; only inline steps of that id follow it");
            steps = [.. known.Select(definition => (definition.Name, id)).Distinct()];
        }

        foreach (var target in steps)
        {
            _overrides[target] = change;
        }
    }
}
