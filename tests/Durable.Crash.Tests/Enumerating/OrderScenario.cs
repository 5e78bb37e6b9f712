using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Durable.Crash.Child;
using Durable.Crash.Tests.Checking;
using Microsoft.Extensions.DependencyInjection;
using OrderSaga;
using OrderSaga.Orders;
using OrderSaga.Services;

namespace Durable.Crash.Tests.Enumerating;

/// <summary>The sample's workflow with its services and their ledger: an order that is fulfilled, and one that is undone after it was charged.</summary>
internal sealed partial class OrderScenario : CrashScenario
{
    private const string Start = "start";
    private const string Result = "result";

    private static readonly OrderLine[] s_lines = [new("apple", "Apple", 3, 0.50m), new("pear", "Pear", 2, 1.25m)];

    private static readonly Order s_fulfilled =
        new("fulfilled", new Address("Ada", "Main Street 1", "12345", "Berlin", "DE"), "card_1", s_lines);

    private static readonly Order s_undone =
        new("undone", new Address("Nemo", "Reef 7", "", "Sydney", "AU"), "card_2", s_lines);

    public override void Verify(Layout layout, IReadOnlyCollection<Acknowledgement> acknowledged)
    {
        var journal = StoredJournal.Read(layout.Store);
        StoreInvariants.Check(journal);
        Assert.Equal([s_fulfilled.Id, s_undone.Id], journal.Runs.Keys.Order());
        Assert.All(journal.Runs.Values, JournalInvariants.Check);

        var done = File.ReadLines(layout.Ledger).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(entry => Text(entry, "outcome") == "Done").ToLookup(entry => Text(entry, "orderId"));
        CheckFulfilled(journal.Runs[s_fulfilled.Id], [.. done[s_fulfilled.Id]]);
        CheckUndone(journal.Runs[s_undone.Id], [.. done[s_undone.Id]]);
    }

    public override string Comparable(string answer) => Changing().Replace(answer, "");

    protected override void Configure(DurableBuilder builder, Layout layout, int life)
    {
        builder.AddWorkflow<OrderWorkflow>();
        builder.Services
            .AddSingleton(_ => new Ledger(layout.Ledger))
            .AddSingleton(services => new Payments(services.GetRequiredService<Ledger>()))
            .AddSingleton(services => new Shipping(services.GetRequiredService<Ledger>()))
            .AddSingleton(services => new Warehouse(
                services.GetRequiredService<Ledger>(), s_lines.ToDictionary(line => line.Sku, line => line.Quantity * 2)));
    }

    protected override Task PlayAsync(DurableHost host, IReadOnlySet<Acknowledgement> acknowledged, Action<Acknowledgement> acknowledge) =>
        Task.WhenAll(new[] { s_fulfilled, s_undone }.Select(order => PlayAsync(host, order, acknowledged, acknowledge)));

    private static async Task PlayAsync(
        DurableHost host, Order order, IReadOnlySet<Acknowledgement> acknowledged, Action<Acknowledgement> acknowledge)
    {
        var orders = host.Services.GetRequiredService<OrderWorkflow.Client>();
        var start = new Acknowledgement(order.Id, Start);
        if (!acknowledged.Contains(start))
        {
            await orders.StartAsync(order, new StartOptions { RunId = order.Id });
            acknowledge(start);
        }

        acknowledge(new Acknowledgement(order.Id, Result, await OutcomeAsync(orders.Get(order.Id))));
    }

    private static async Task<string> OutcomeAsync(OrderWorkflow.Run run)
    {
        try
        {
            var receipt = await run.ResultAsync();
            return string.Create(CultureInfo.InvariantCulture, $"{receipt.ChargeId} {receipt.ParcelId} at {receipt.At:O}");
        }
        catch (RunFailedException failure)
        {
            var reports = failure.Compensations.Select(report => $"{report.StepId} {(report.Succeeded ? "undone" : "not undone")}");
            return $"{failure.Status}: {failure.Error.Message}; {string.Join(", ", reports)}";
        }
    }

    /// <summary>Charged once, shipped once, and the customer's receipt names that charge and that parcel.</summary>
    private static void CheckFulfilled(StoredRun run, JsonElement[] done)
    {
        Assert.Equal("completed", run.Status);
        Assert.Equal(["charge", "reserve", "reserve", "ship"], done.Select(entry => Text(entry, "action")).Order());
        var receipt = run.Records[^1].GetProperty("result");
        Assert.Equal(Reference(done, "charge"), receipt.GetProperty("ChargeId").GetString());
        Assert.Equal(Reference(done, "ship"), receipt.GetProperty("ParcelId").GetString());
    }

    /// <summary>Everything that was done was undone, once.</summary>
    private static void CheckUndone(StoredRun run, JsonElement[] done)
    {
        Assert.Equal("compensated", run.Status);
        Assert.Equal(
            ["charge", "refund", "release", "release", "reserve", "reserve"], done.Select(entry => Text(entry, "action")).Order());
        Assert.Equal(Reference(done, "charge"), Reference(done, "refund"));
        Assert.Equal(
            ["charge", "reserve#2", "reserve"],
            run.Records.Where(record => StoredRun.Kind(record) == "undo").Select(StoredRun.Id));
    }

    private static string Reference(JsonElement[] done, string action) =>
        Text(Assert.Single(done, entry => Text(entry, "action") == action), "reference");

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;

    // The services draw the ids; the clock goes on.
    [GeneratedRegex(@"(?<=\b(ch|parcel)_)[0-9a-f]+|(?<=at ).*")]
    private static partial Regex Changing();
}
