using Durable;

namespace Payments;

[Workflow]
public partial class InvoiceWorkflow : PaymentSteps<string>
{
    public async Task<Charge> RunAsync(WorkflowContext ctx, string invoice) => await ChargeAsync(await LookUpAsync(invoice), await RoundAsync(3.2m));

    public override Task<string> LookUpAsync(string order) => Task.FromResult(order + "?");
}
