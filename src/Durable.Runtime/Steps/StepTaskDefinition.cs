using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Durable.Execution;
using Durable.Generated;
using Durable.Journal;
using Durable.Serialization;
using Durable.Storage;

namespace Durable.Steps;

/// <summary>
/// One step of a workflow as a task of its own, for the workers that serve the step's queue. A task is a run of the engine's: its body is the one step, its input
/// the step's, and its end sends the outcome to the run whose step it is. So claiming, leases, fencing, take-over, retries and cancelling are those of runs.
/// </summary>
internal sealed class StepTaskDefinition : WorkflowDefinition
{
    // Cannot be part of a workflow's name, so that nobody can start one.
    private const char Separator = '/';

    private readonly WorkflowDefinition _workflow;
    private readonly StepDefinition _step;

    public StepTaskDefinition(WorkflowDefinition workflow, StepDefinition step)
        : base(NameOf(workflow, step), workflow.Version, step.Queue!, workflow.Fingerprint, [step], [], serializers: null, step.InputMask)
    {
        _workflow = workflow;
        _step = step;
    }

    /// <summary>The task's name among workflows.</summary>
    public static string NameOf(WorkflowDefinition workflow, StepDefinition step) => $"{workflow.Name}{Separator}{step.Id}";

    /// <summary>The tasks of a workflow.</summary>
    public static IEnumerable<StepTaskDefinition> Of(WorkflowDefinition workflow) =>
        workflow.Steps.Where(static step => step.Queue is not null).Select(step => new StepTaskDefinition(workflow, step));

    // The outcome goes to the run whose step it is; nobody asks for the task's own result.
    internal override JsonTypeInfo? ResultInfo => null;

    internal override string WorkflowName => _workflow.Name;

    internal override JsonTypeInfo<T> SerializerOf<T>(string operationId) => _workflow.SerializerOf<T>(operationId);

    internal override ReadOnlyMemory<byte> WriteInput(JsonElement json, PayloadSerializer payloads, string runId) =>
        throw new NotSupportedException("A task is started by the run whose step it is.");

    internal override RunMessage Ended(WorkflowActivation? activation, string runId, ParentLink parent, EndRecord end, decimal spent, long now) =>
        TaskMessages.Ended(runId, parent, (activation as StepTaskActivation)?.Outcome, end, spent, now);

    internal override WorkflowActivation Activate(IServiceProvider services, WorkflowRun run) => new StepTaskActivation(
        (ActiveRun)run, _step, _step.CreateOwner?.Invoke(services, run) ?? _workflow.Activate(services, run).Instance);
}
