namespace Durable.Tests.Harness;

/// <summary>What a <see cref="ChildWorkflow"/> does.</summary>
[AllowNondeterminism("The test decides what the body does.")]
internal sealed class ChildScript(Func<WorkflowContext, ChildWorkflow, string, Task<string>> body)
{
    public Func<WorkflowContext, ChildWorkflow, string, Task<string>> Body { get; } = body;

    /// <summary>What the compensator does with the step's argument; default: nothing.</summary>
    public Func<string, StepContext, Task> Undo { get; init; } = static (_, _) => Task.CompletedTask;
}
