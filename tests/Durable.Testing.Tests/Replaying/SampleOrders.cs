using Durable.Testing;
using Microsoft.Extensions.DependencyInjection;
using OrderSaga;
using OrderSaga.Orders;
using OrderSaga.Services;

namespace Durable.Tests.Testing.Replaying;

/// <summary>Orders of the sample, carried out by its real services.</summary>
internal static class SampleOrders
{
    private static readonly OrderLine[] s_lines = [new("apple", "Apple", 3, 0.50m), new("pear", "Pear", 2, 1.25m)];

    public static IReadOnlyList<Order> All { get; } =
    [
        new("fulfilled", new Address("Ada", "Main Street 1", "12345", "Berlin", "DE"), "card_1", s_lines),
        new("declined", new Address("Ada", "Main Street 1", "12345", "Berlin", "DE"), "card_declined_1", s_lines),
        new("undone", new Address("Nemo", "Reef 7", "", "Sydney", "AU"), "card_2", s_lines),
    ];

    public static async Task<RunHistory> RecordAsync(Order order)
    {
        var directory = Directory.CreateTempSubdirectory("durable-testing-");
        try
        {
            using var ledger = new Ledger(Path.Combine(directory.FullName, "ledger.jsonl"));
            using var payments = new Payments(ledger);
            using var shipping = new Shipping(ledger);
            using var warehouse = new Warehouse(ledger, s_lines.ToDictionary(line => line.Sku, line => line.Quantity));
            await using var durable = await DurableTestHost.StartAsync(d =>
            {
                d.Services.AddSingleton(payments).AddSingleton(shipping).AddSingleton(warehouse);
                d.AddWorkflow<OrderWorkflow>();
            });
            var run = await durable.Services.GetRequiredService<OrderWorkflow.Client>().StartAsync(order, new() { RunId = order.Id });
            await ((Task)run.ResultAsync()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return await durable.Client.ExportHistoryAsync(order.Id);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
