namespace Durable.Tests.Hosting;

/// <summary>A workflow that names a queue of its own.</summary>
[Workflow("bulk-echo", Queue = "bulk")]
public partial class BulkWorkflow(Voice voice)
{
    public Task<string> RunAsync(WorkflowContext ctx, string text) => SayAsync(text);

    [Step]
    protected virtual Task<string> SayAsync(string text) => voice.SayAsync(text);
}
