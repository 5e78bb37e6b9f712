using Durable;

namespace Mistakes;

[Workflow]
public class NotPartial // DUR1001
{
    public Task RunAsync(WorkflowContext ctx) => ctx.SleepAsync(TimeSpan.FromSeconds(1));
}
