using Durable;
using Microsoft.Extensions.DependencyInjection;
using Shop;

var shelf = new Shelf();
await using var durable = await DurableHost.StartAsync(builder =>
{
    builder.Services.AddSingleton(shelf);
    builder.AddWorkflows().UseFileStore(args[0]);
});

var orders = durable.Services.GetRequiredService<OrderWorkflow.Client>();
OrderLine[] lines = [new("apple", 3), new("pear", 2)];

var kept = await orders.StartAsync(new Order("o-1", 12.50m, lines), new() { RunId = "o-1" });
await kept.SignalAsync(OrderWorkflow.Approved, true, idempotencyKey: "click");
var receipt = await kept.ResultAsync();
Console.WriteLine($"{receipt.ChargeId}; number {receipt.Number}; shelf {shelf}");

var undone = await orders.StartAsync(new Order("o-2", 99m, lines), new() { RunId = "o-2" });
await undone.SignalAsync(OrderWorkflow.Approved, false);
try
{
    await undone.ResultAsync();
}
catch (RunFailedException failure)
{
    Console.WriteLine($"{failure.RunId}: {failure.Status}; {failure.Error?.Message}; shelf {shelf}");
}

await foreach (var run in durable.Client.ListAsync(new RunQuery { Workflow = "order", Statuses = [RunStatus.Completed] }))
{
    Console.WriteLine($"{run.RunId}: {run.Status}");
}
