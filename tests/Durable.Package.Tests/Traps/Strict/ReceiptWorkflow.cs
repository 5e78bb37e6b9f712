using Durable;

namespace Shop;

// Internal, as most classes of an application are: nobody but generated code derives from it or makes one.
[Workflow]
internal partial class ReceiptWorkflow
{
    private int _printed;

    public async Task<int> RunAsync(WorkflowContext ctx, string id)
    {
        var receipt = await ReadAsync(id).ConfigureAwait(true);
        await PrintAsync(receipt, ctx.CancellationToken).ConfigureAwait(true);
        _printed += receipt.Counts.Count;
        return _printed;
    }

    [Step]
    protected virtual ValueTask<Receipt> ReadAsync(string id) => new(new Receipt { Id = id, Counts = { ["page"] = 1 } });

    [Step(Compensate = nameof(ShredAsync), CompensateOn = CompensateOn.Started)]
    protected virtual Task PrintAsync(Receipt receipt, CancellationToken cancellationToken) => Task.CompletedTask;

    private static Task ShredAsync(Receipt receipt, CancellationToken cancellationToken) =>
        receipt.Counts.Count == 0 ? Task.CompletedTask : Task.FromCanceled(cancellationToken);
}
