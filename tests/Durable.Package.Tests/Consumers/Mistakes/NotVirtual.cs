using Durable;

namespace Mistakes;

[Workflow]
public partial class NotVirtual
{
    public Task RunAsync(WorkflowContext ctx) => SendAsync();

    [Step]
    protected Task SendAsync() => Task.CompletedTask; // DUR1006
}
