using System.Globalization;
using System.Text.RegularExpressions;
using Durable.Testing;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using OrderSaga;
using OrderSaga.Orders;
using OrderSaga.Services;

namespace Durable.Tests.Testing.Crashes;

/// <summary>The sample, with its real services: they take their time, and keep their own ledger.</summary>
[Proves("B-JRN-1")]
[Proves("B-COMP-2")]
public sealed partial class OrderSagaTests
{
    private static readonly OrderLine[] s_lines = [new("apple", "Apple", 3, 0.50m), new("pear", "Pear", 2, 1.25m)];

    [Fact]
    public async Task FulfilledOrder_CrashAtEveryWrite_ChargedOnceAndShippedOnce() =>
        await PlayEverywhereAsync(
            new Order("fulfilled", new Address("Ada", "Main Street 1", "12345", "Berlin", "DE"), "card_1", s_lines),
            ["charge", "reserve", "reserve", "ship"]);

    [Fact]
    public async Task OrderThatCannotBeShipped_CrashAtEveryWrite_EverythingUndoneOnce() =>
        await PlayEverywhereAsync(
            new Order("undone", new Address("Nemo", "Reef 7", "", "Sydney", "AU"), "card_2", s_lines),
            ["charge", "refund", "release", "release", "reserve", "reserve"]);

    private static Task<CrashReport> PlayEverywhereAsync(Order order, string[] effects) => CrashEverywhere.RunAsync(
        async scene =>
        {
            var directory = Directory.CreateTempSubdirectory("durable-testing-");
            try
            {
                using var ledger = new Ledger(Path.Combine(directory.FullName, "ledger.jsonl"));
                using var payments = new Payments(ledger);
                using var shipping = new Shipping(ledger);
                using var warehouse = new Warehouse(ledger, s_lines.ToDictionary(line => line.Sku, line => line.Quantity));
                await scene.StartAsync(d =>
                {
                    d.Services.AddSingleton(payments).AddSingleton(shipping).AddSingleton(warehouse);
                    d.AddWorkflow<OrderWorkflow>();
                });
                var run = await scene.Services.GetRequiredService<OrderWorkflow.Client>().StartAsync(order, new() { RunId = order.Id });
                try
                {
                    var receipt = await run.ResultAsync();
                    return string.Create(CultureInfo.InvariantCulture, $"{receipt.ChargeId} {receipt.ParcelId} {receipt.At:O}");
                }
                catch (RunFailedException failed)
                {
                    return $"{failed.Status}: {failed.Error.Message}";
                }
                finally
                {
                    await scene.SettleAsync();
                    var done = ReadDone(Path.Combine(directory.FullName, "ledger.jsonl"));
                    Assert.Equal(effects, done.Order(StringComparer.Ordinal));
                }
            }
            finally
            {
                directory.Delete(recursive: true);
            }
        },
        new CrashOptions { Comparable = text => DrawnByTheServices().Replace(text, ""), PlaysAtOnce = 16 });

    private static IEnumerable<string> ReadDone(string ledger)
    {
        using var lines = new StreamReader(new FileStream(ledger, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (lines.ReadLine() is { } line)
        {
            using var entry = System.Text.Json.JsonDocument.Parse(line);
            if (entry.RootElement.GetProperty("outcome").GetString() == "Done")
            {
                yield return entry.RootElement.GetProperty("action").GetString()!;
            }
        }
    }

    [GeneratedRegex("(?<=(ch|parcel)_)[0-9a-f]+")]
    private static partial Regex DrawnByTheServices();
}
