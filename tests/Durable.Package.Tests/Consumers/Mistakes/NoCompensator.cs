using Durable;

namespace Mistakes;

[Workflow]
public partial class NoCompensator
{
    public Task RunAsync(WorkflowContext ctx) => SendAsync();

    [Step(Compensate = "UnsendAsync")] // DUR1015
    protected virtual Task SendAsync() => Task.CompletedTask;
}
