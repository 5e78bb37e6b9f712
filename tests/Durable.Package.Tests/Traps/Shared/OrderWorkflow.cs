using System;
using System.Threading.Tasks;
using Durable;

namespace Shop
{
    /// <summary>An everyday workflow in the C# of version 12, for projects whose settings are the trap.</summary>
    [Workflow]
    public partial class OrderWorkflow
    {
        public static readonly Signal<Order> Changed = new("changed");

        public async Task<string> RunAsync(WorkflowContext ctx, Order order)
        {
            await ReserveAsync(order);
            if (order.Total < 0)
            {
                var changed = await ctx.WaitForSignalAsync(Changed, TimeSpan.FromDays(1));
                order = changed is { Received: true, Value: { } value } ? value : order;
            }

            return await ChargeAsync(order.Id, order.Total);
        }

        [Step(Compensate = nameof(ReleaseAsync))]
        protected virtual Task ReserveAsync(Order order) => Task.CompletedTask;

        private Task ReleaseAsync(Order order) => Task.CompletedTask;

        [Step("charge", Timeout = "30s")]
        protected virtual Task<string> ChargeAsync(string id, decimal total, StepContext step = default) =>
            Task.FromResult($"{id} charged on attempt {step.Attempt}");
    }
}
