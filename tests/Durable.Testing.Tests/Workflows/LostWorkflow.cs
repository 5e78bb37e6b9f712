namespace Durable.Tests.Testing;

/// <summary>Wrong: waits for something that nothing durable will ever end.</summary>
[Workflow("lost")]
internal partial class LostWorkflow
{
    public Task RunAsync(WorkflowContext ctx) => new TaskCompletionSource().Task;
}
