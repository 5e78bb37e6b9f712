namespace Durable.Tests.Harness;

/// <summary>What a <see cref="ChildWorkflow"/> does.</summary>
[AllowNondeterminism("The test decides what the body does.")]
internal sealed class ChildScript(Func<WorkflowContext, ChildWorkflow, string, Task<string>> body)
{
    public Func<WorkflowContext, ChildWorkflow, string, Task<string>> Body { get; } = body;
}
