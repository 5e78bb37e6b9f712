using OrderSaga.Orders;

namespace Durable.Bench.Serialization.Payloads;

/// <summary>Never run: its generated half holds the serializers that are measured.</summary>
[Workflow]
public partial class PayloadsWorkflow
{
    public Task RunAsync(WorkflowContext ctx) => OrderAsync();

    [Step] protected virtual Task<Order?> OrderAsync() => Task.FromResult<Order?>(null);

    [Step] protected virtual Task<Flat?> FlatAsync() => Task.FromResult<Flat?>(null);

    [Step] protected virtual Task<List<Flat>?> ListAsync() => Task.FromResult<List<Flat>?>(null);

    [Step] protected virtual Task<Dictionary<string, Flat>?> DictionaryAsync() => Task.FromResult<Dictionary<string, Flat>?>(null);
}
