using Durable;

namespace Mistakes;

[Workflow]
public sealed partial class Sealed // DUR1002
{
    public Task RunAsync(WorkflowContext ctx) => ctx.SleepAsync(TimeSpan.FromSeconds(1));
}
