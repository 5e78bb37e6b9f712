using Durable;

namespace Mistakes;

[Workflow]
public partial class NoPayload
{
    public Task RunAsync(WorkflowContext ctx) => SendAsync(_ => { });

    [Step]
    protected virtual Task SendAsync(Action<int> callback) => Task.CompletedTask; // DUR2006
}
