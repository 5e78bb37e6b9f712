namespace Durable.Tests.Client;

/// <summary>A workflow without input, result or signals, on a queue of its own.</summary>
[Workflow("silent", Queue = "bulk")]
public partial class SilentWorkflow
{
    public Task RunAsync(WorkflowContext ctx) => WhisperAsync();

    [Step]
    protected virtual Task WhisperAsync() => Task.CompletedTask;
}
