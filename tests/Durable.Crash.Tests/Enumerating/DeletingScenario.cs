using Durable.Crash.Child;
using Durable.Crash.Tests.Checking;
using Microsoft.Extensions.DependencyInjection;
using OrderSaga;
using OrderSaga.Orders;
using OrderSaga.Services;

namespace Durable.Crash.Tests.Enumerating;

/// <summary>Orders side by side, of which all but one are deleted as soon as they have ended, so that segments are rewritten around the one that stays.</summary>
internal sealed class DeletingScenario : CrashScenario
{
    private const string Start = "start";
    private const string Delete = "delete";
    private const string Result = "result";

    private const string Kept = "kept";

    private static readonly string[] s_deleted = [.. Enumerable.Range(1, 8).Select(i => $"deleted-{i}")];
    private static readonly OrderLine[] s_lines = [new("apple", "Apple", 3, 0.50m)];

    public override void Verify(Layout layout, IReadOnlyCollection<Acknowledgement> acknowledged)
    {
        var journal = StoredJournal.Read(layout.Store);
        StoreInvariants.Check(journal);
        var kept = Assert.Single(journal.Runs).Value;
        Assert.Equal((Kept, "completed"), (kept.RunId, kept.Status));
        JournalInvariants.Check(kept);
        Assert.True(
            journal.Lines.Any(line => line.Kind == "gap" || line.Json.TryGetProperty("cleaned", out _)), "No segment was rewritten.");
    }

    public override string Comparable(string answer) => "";

    protected override void Configure(DurableBuilder builder, Layout layout, int life)
    {
        builder.AddWorkflow<OrderWorkflow>();
        builder.Services
            .AddSingleton(_ => new Ledger(layout.Ledger))
            .AddSingleton(services => new Payments(services.GetRequiredService<Ledger>()))
            .AddSingleton(services => new Shipping(services.GetRequiredService<Ledger>()))
            .AddSingleton(services => new Warehouse(
                services.GetRequiredService<Ledger>(), s_lines.ToDictionary(line => line.Sku, line => 1000)));
    }

    protected override async Task PlayAsync(DurableHost host, IReadOnlySet<Acknowledgement> acknowledged, Action<Acknowledgement> acknowledge)
    {
        var orders = host.Services.GetRequiredService<OrderWorkflow.Client>();
        var deleting = s_deleted.Select(id => DeleteAsync(host, orders, id, acknowledged, acknowledge)).ToList();
        await StartAsync(orders, Kept, acknowledged, acknowledge);
        var receipt = await orders.Get(Kept).ResultAsync();
        acknowledge(new Acknowledgement(Kept, Result, $"{receipt.ChargeId} {receipt.ParcelId}"));
        await Task.WhenAll(deleting);
    }

    private static async Task DeleteAsync(
        DurableHost host, OrderWorkflow.Client orders, string id, IReadOnlySet<Acknowledgement> acknowledged, Action<Acknowledgement> acknowledge)
    {
        var deleted = new Acknowledgement(id, Delete);
        if (acknowledged.Contains(deleted))
        {
            Assert.Null(await host.Client.GetAsync(id));
            return;
        }

        await StartAsync(orders, id, acknowledged, acknowledge);
        try
        {
            await orders.Get(id).ResultAsync();
            await host.Client.DeleteAsync(id);
        }
        catch (DurableException gone) when (gone.Code == DurableErrorCodes.RunNotFound)
        {
            // The life before had deleted it without living to say so.
        }

        acknowledge(deleted);
    }

    private static async Task StartAsync(OrderWorkflow.Client orders, string id, IReadOnlySet<Acknowledgement> acknowledged, Action<Acknowledgement> acknowledge)
    {
        var start = new Acknowledgement(id, Start);
        if (!acknowledged.Contains(start))
        {
            await orders.StartAsync(new Order(id, new Address("Ada", "Main Street 1", "12345", "Berlin", "DE"), "card_1", s_lines), new StartOptions { RunId = id });
            acknowledge(start);
        }
    }
}
