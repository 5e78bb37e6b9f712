using Durable;
using OrderSaga.Orders;

namespace OrderSaga.Running;

/// <summary>Sees to it that every order of a book is fulfilled or undone.</summary>
internal static class OrderRunner
{
    public static async Task RunAsync(Shop shop, OrderBook book, CancellationToken cancellationToken)
    {
        // Starting an order that was started before, by this process or a killed one, returns its run: no order is done twice.
        var runs = await Task.WhenAll(book.Orders.Select(order =>
            shop.Orders.StartAsync(order, new StartOptions { RunId = order.Id }, cancellationToken)));

        var progress = new RunProgress(runs.Length, () => shop.Ledger.Count);
        await ProgressDisplay.ShowAsync(progress, Task.WhenAll(runs.Select(run => FollowAsync(run, progress, cancellationToken))));
    }

    private static async Task FollowAsync(OrderWorkflow.Run run, RunProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            await run.ResultAsync(cancellationToken);
            progress.Fulfilled();
        }
        catch (RunFailedException)
        {
            // Shown with its reason in the report.
            progress.Undone();
        }
    }
}
