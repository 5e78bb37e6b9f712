using Durable;
using Microsoft.Extensions.DependencyInjection;
using Shop;
using Shop.Parcels;

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

var sent = Parcel.Create("p-1", Money.Euros(9.90m), "ring twice", new Label("to Ada", Zone.Of("Z1")));
var parcel = await durable.Services.GetRequiredService<ParcelWorkflow.Client>().StartAsync(sent, new() { RunId = "p-1" });
var received = await parcel.ResultAsync();
Console.WriteLine(received);
Console.WriteLine(received.ToString() == sent.ToString() ? "the same" : $"not {sent}");
await foreach (var record in durable.Client.ReadHistoryAsync("p-1"))
{
    if (record.Kind == "step")
    {
        using var json = System.Text.Json.JsonDocument.Parse(record.ToJson());
        Console.WriteLine(json.RootElement.GetProperty("input").GetRawText());
    }
}
