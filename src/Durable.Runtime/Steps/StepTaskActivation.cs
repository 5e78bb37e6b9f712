using Durable.Execution;
using Durable.Generated;
using Durable.Journal;
using Durable.Serialization;

namespace Durable.Steps;

/// <summary>A task in a worker's memory: its body is one step.</summary>
internal sealed class StepTaskActivation(ActiveRun run, StepDefinition step, object owner) : WorkflowActivation(owner)
{
    private StepOperation? _operation;

    public override ReadOnlyMemory<byte> WriteResult(PayloadSerializer payloads, string runId) => default;

    /// <summary>What the step ended with, once that is recorded.</summary>
    public OperationRecord? Outcome => _operation?.Outcome;

    protected override Task Call(WorkflowContext context, ReadOnlyMemory<byte> input)
    {
        var parent = run.StartRecord.Parent ?? throw new JournalFormatException("the task's start does not say whose step it is");
        _operation = step.CreateTask(run, new StepPlace(parent.RunId, parent.OperationId, run.StartRecord.Key ?? ""), Instance, input);
        run.Ask(_operation);
        return _operation.Completion;
    }
}
