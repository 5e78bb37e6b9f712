namespace Durable.Generators.Tests.Harness;

/// <summary>Workflow classes that several tests look at.</summary>
internal static class Samples
{
    /// <summary>The smallest workflow that has a step, in the global namespace.</summary>
    public const string Minimal = """
        using System.Threading.Tasks;
        using Durable;

        [Workflow]
        public partial class AddWorkflow
        {
            public async Task<int> RunAsync(WorkflowContext ctx, int start) => await AddAsync(start, 1);

            [Step] protected virtual Task<int> AddAsync(int left, int right) => Task.FromResult(left + right);
        }
        """;

    /// <summary>A workflow as an author writes it: services, a signal, compensated steps, supplied parameters.</summary>
    public const string Order = """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using Durable;

        namespace Shop;

        public sealed record Order(string Id, decimal Total, IReadOnlyList<string> Skus);
        public sealed record Receipt(string ChargeId, string TrackingId);
        public sealed record Approval(bool Granted);

        public interface IPayments
        {
            Task<string> ChargeAsync(string orderId, decimal total, string key, CancellationToken cancellationToken);
            Task RefundAsync(string chargeId, string key);
        }

        public interface IWarehouse
        {
            Task ReserveAsync(IReadOnlyList<string> skus);
            Task ReleaseAsync(IReadOnlyList<string> skus);
            Task<string> ShipAsync(string orderId);
        }

        [Workflow("order")]
        public partial class OrderWorkflow(IPayments payments, IWarehouse warehouse)
        {
            public static readonly Signal<Approval> Approved = new("approved");

            public async Task<Receipt> RunAsync(WorkflowContext ctx, Order order)
            {
                await ReserveStockAsync(order);
                var charge = await ChargeCardAsync(order.Id, order.Total);
                if (order.Total > 1_000m)
                {
                    var approval = await ctx.WaitForSignalAsync(Approved, timeout: TimeSpan.FromDays(2));
                    if (approval is not { Received: true, Value.Granted: true })
                    {
                        return await ctx.CompensateAsync<Receipt>("not approved");
                    }
                }

                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return new Receipt(charge, await ShipAsync(order));
            }

            [Step(Compensate = nameof(ReleaseStockAsync))]
            protected virtual Task ReserveStockAsync(Order order) => warehouse.ReserveAsync(order.Skus);
            private Task ReleaseStockAsync(Order order) => warehouse.ReleaseAsync(order.Skus);

            [Step("charge", Compensate = nameof(RefundAsync), MaxAttempts = 5, Timeout = "30s")]
            protected virtual Task<string> ChargeCardAsync(string orderId, decimal total, StepContext step = default) =>
                payments.ChargeAsync(orderId, total, step.IdempotencyKey, step.CancellationToken);
            private Task RefundAsync(string orderId, string chargeId, StepContext step) => payments.RefundAsync(chargeId, step.IdempotencyKey);

            [Step] protected virtual Task<string> ShipAsync(Order order) => warehouse.ShipAsync(order.Id);
        }
        """;

    /// <summary>Every kind of handler.</summary>
    public const string Cart = """
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using Durable;

        namespace Shop;

        public sealed record Item(string Sku, decimal Price);

        [Workflow]
        public partial class CartWorkflow
        {
            public static readonly Signal<bool> Closed = new("closed");
            public static readonly Signal<string> Noted = new("noted");

            private readonly List<Item> _items = new();
            private readonly List<string> _notes = new();
            private bool _closed;

            public Task RunAsync(WorkflowContext ctx) => ctx.WaitUntilAsync(() => _closed);

            [SignalHandler(nameof(Closed))] private void OnClosed(bool value) => _closed = value;
            [SignalHandler(nameof(Noted))] private async Task OnNotedAsync(WorkflowContext ctx, string note) { await ctx.SleepAsync(default); _notes.Add(note); }

            [Query] public int Count() => _items.Count;
            [Query("note")] internal string? NoteAt(WorkflowContext ctx, int index) => _notes[index];

            [Update(Validator = nameof(CheckAdd))] public Task<int> AddAsync(Item item, int times) { _items.Add(item); return Task.FromResult(_items.Count); }
            [Update(Validator = nameof(CheckClear))] public Task ClearAsync(WorkflowContext ctx) { _items.Clear(); return Task.CompletedTask; }

            private string? CheckAdd(Item item, int times) => times > 9 ? "too many" : null;
            private static void CheckClear() { }
        }
        """;

    /// <summary>Steps that workflows share, with everything that a class of them may have, and a workflow that takes it.</summary>
    public const string Payment = """
        using System.Threading;
        using System.Threading.Tasks;
        using Durable;

        namespace Shop;

        public sealed record Charge(string Id, decimal Amount);
        public interface IPayments { Task<string> ChargeAsync(string orderId, decimal amount, string key); Task RefundAsync(string chargeId, string key); }
        public interface ILedger { Task NoteAsync(string line); }

        [Steps]
        public partial class PaymentSteps(IPayments payments)
        {
            [Step("charge", Compensate = nameof(RefundAsync), MaxAttempts = 5)]
            public virtual async Task<Charge> ChargeAsync([StepKey] string orderId, decimal amount, StepContext step = default) =>
                new(await payments.ChargeAsync(orderId, amount, step.IdempotencyKey), amount);
            private Task RefundAsync(Charge charge, StepContext step) => payments.RefundAsync(charge.Id, step.IdempotencyKey);

            [Step] public virtual ValueTask NoteAsync(string line, [FromServices] ILedger ledger = null!, CancellationToken token = default) => new(ledger.NoteAsync(line));

            public Task<Charge> ChargeTwiceAsync(string orderId) => ChargeAsync(orderId, 1).ContinueWith(_ => ChargeAsync(orderId, 2), TaskScheduler.Current).Unwrap();
        }

        [Workflow("pay")]
        public partial class PayWorkflow(PaymentSteps payments)
        {
            public async Task<string> RunAsync(WorkflowContext ctx, string orderId)
            {
                var charge = await payments.ChargeAsync(orderId, 9.95m);
                await payments.NoteAsync($"charged {charge.Id}");
                return await ShipAsync(orderId);
            }

            [Step] protected virtual Task<string> ShipAsync(string orderId) => Task.FromResult("shipped " + orderId);
        }
        """;
}
