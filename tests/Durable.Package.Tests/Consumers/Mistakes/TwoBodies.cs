using Durable;

namespace Mistakes;

[Workflow]
public partial class TwoBodies
{
    public Task RunAsync(WorkflowContext ctx) => ctx.SleepAsync(TimeSpan.FromSeconds(1));

    public Task RunAsync(WorkflowContext ctx, string input) => ctx.SleepAsync(TimeSpan.FromSeconds(input.Length)); // DUR1005
}
