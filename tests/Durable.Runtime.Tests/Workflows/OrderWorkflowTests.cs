using System.Collections.Concurrent;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Workflows;

public sealed class OrderWorkflowTests
{
    private static readonly Order s_small = new("o-1", 12.50m, ["apple", "pear"]);
    private static readonly Order s_large = new("o-2", 5_000m, ["piano"]);

    [Fact, Proves("B-WAIT-1")]
    public async Task Order_Small_ShipsAfterAnHour()
    {
        var shop = new Shop();
        await using var engine = await StartAsync(shop);
        var run = await Orders(engine).StartAsync(s_small, new() { RunId = s_small.Id });

        await engine.WakeAsync(s_small.Id);

        Assert.Equal(new Receipt("ch-o-1", "tr-o-1"), await run.ResultAsync(engine.Patience));
        Assert.Equal(["reserve apple,pear", "charge o-1 12.50 o-1/1/charge", "ship o-1"], shop.Log);
        Assert.Equal(engine.Time.GetUtcNow(), (await run.GetInfoAsync()).EndedAt);
    }

    [Fact, Proves("B-WAIT-2")]
    public async Task Order_LargeApproved_Ships()
    {
        var shop = new Shop();
        await using var engine = await StartAsync(shop);
        var run = await Orders(engine).StartAsync(s_large, new() { RunId = s_large.Id });
        await engine.UntilAsleepAsync(s_large.Id);

        engine.Time.Advance(TimeSpan.FromHours(30));
        await run.SignalAsync(OrderWorkflow.Approved, new Approval(true), idempotencyKey: "click-17");
        await engine.UntilAsync(async () => (await engine.JournalAsync(s_large.Id)).Contains("sleep sleep"));
        await engine.WakeAsync(s_large.Id);

        Assert.Equal(new Receipt("ch-o-2", "tr-o-2"), await run.ResultAsync(engine.Patience));
    }

    [Theory, Proves("B-WAIT-2"), Proves("B-COMP-1"), Proves("B-COMP-7")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Order_LargeRefusedOrForgotten_IsUndoneNewestFirst(bool answered)
    {
        var shop = new Shop();
        await using var engine = await StartAsync(shop);
        var run = await Orders(engine).StartAsync(s_large, new() { RunId = s_large.Id });
        await engine.UntilAsleepAsync(s_large.Id);

        if (answered)
        {
            await run.SignalAsync(OrderWorkflow.Approved, new Approval(false));
        }
        else
        {
            engine.Time.Advance(TimeSpan.FromDays(2));
        }

        var ended = await Assert.ThrowsAsync<RunFailedException>(() => run.ResultAsync(engine.Patience));
        Assert.Equal((RunStatus.Compensated, "not approved"), (ended.Status, ended.Error.Message));
        Assert.Equal(["charge", "ReserveStock"], ended.Compensations.Select(report => report.StepId));
        Assert.Equal(["reserve piano", "charge o-2 5000 o-2/1/charge", "refund ch-o-2 o-2/1/charge/undo", "release piano"], shop.Log);
    }

    [Fact, Proves("B-JRN-2")]
    public async Task Order_ProcessKilledWhileItSleeps_NothingIsChargedTwice()
    {
        var shop = new Shop();
        await using var engine = await StartAsync(shop);
        await Orders(engine).StartAsync(s_small, new() { RunId = s_small.Id });
        await engine.UntilAsleepAsync(s_small.Id);

        await engine.KillAsync();
        await engine.LiveAsync(script: null);
        await engine.WakeAsync(s_small.Id);

        var receipt = await Orders(engine).Get(s_small.Id).ResultAsync(engine.Patience);
        Assert.Equal("tr-o-1", receipt.TrackingId);
        Assert.Single(shop.Log, line => line.StartsWith("charge", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Order_MadeByHand_RunsItsStepsDirectly()
    {
        var shop = new Shop();
        var order = new Direct(shop, shop);

        Assert.Equal("ch-x", await order.ChargeAsync("x"));
        Assert.Equal(["charge x 1 "], shop.Log);
    }

    private static OrderWorkflow.Client Orders(Engine engine) => engine.Host.Services.GetRequiredService<OrderWorkflow.Client>();

    private static Task<Engine> StartAsync(Shop shop) => Engine.StartAsync(durable =>
    {
        durable.AddWorkflow<OrderWorkflow>();
        durable.Services.AddSingleton<IPayments>(shop).AddSingleton<IWarehouse>(shop);
    });

    private sealed class Direct(IPayments payments, IWarehouse warehouse) : OrderWorkflow(payments, warehouse)
    {
        public Task<string> ChargeAsync(string id) => ChargeCardAsync(id, 1m);
    }

    private sealed class Shop : IPayments, IWarehouse
    {
        private readonly ConcurrentQueue<string> _log = new();

        public IReadOnlyList<string> Log => [.. _log];

        public Task<string> ChargeAsync(string orderId, decimal total, string idempotencyKey, CancellationToken cancellationToken) =>
            Say(FormattableString.Invariant($"charge {orderId} {total} {idempotencyKey}"), $"ch-{orderId}");

        public Task RefundAsync(string chargeId, string idempotencyKey) => Say($"refund {chargeId} {idempotencyKey}", "");

        public Task ReserveAsync(IReadOnlyList<string> skus) => Say($"reserve {string.Join(",", skus)}", "");

        public Task ReleaseAsync(IReadOnlyList<string> skus) => Say($"release {string.Join(",", skus)}", "");

        public Task<string> ShipAsync(string orderId) => Say($"ship {orderId}", $"tr-{orderId}");

        private Task<string> Say(string line, string result)
        {
            _log.Enqueue(line);
            return Task.FromResult(result);
        }
    }
}
