namespace Acme.Durable.Task.System;

public sealed record Generated(int Json);

[global::Durable.Workflow("hidden")]
public partial class HiddenWorkflow
{
    public async global::System.Threading.Tasks.Task<Generated> RunAsync(global::Durable.WorkflowContext ctx, Generated input) => await ChargeAsync(input);

    [global::Durable.Step]
    protected virtual global::System.Threading.Tasks.Task<Generated> ChargeAsync(Generated input) =>
        global::System.Threading.Tasks.Task.FromResult(new Generated(input.Json + 1));
}
