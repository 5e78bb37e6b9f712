using System.CommandLine;
using Durable;
using Microsoft.Extensions.DependencyInjection;
using SubscriptionSample;

var month = new Option<double>("--month") { Description = "How many seconds a month lasts.", DefaultValueFactory = _ => 0.5 };
var months = new Option<int>("--months") { Description = "When the customer cancels.", DefaultValueFactory = _ => 4 };
var root = new RootCommand("A subscription that is charged every month until the customer cancels in the middle of one.") { month, months };
root.SetAction((arguments, cancellationToken) =>
    RunAsync(TimeSpan.FromSeconds(arguments.GetRequiredValue(month)), arguments.GetRequiredValue(months), cancellationToken));
return await root.Parse(args).InvokeAsync();

static async Task<int> RunAsync(TimeSpan month, int months, CancellationToken cancellationToken)
{
    var data = Directory.CreateTempSubdirectory("durable-subscription-");
    try
    {
        using var billing = new Billing(Console.Out);
        await using var durable = await DurableHost.StartAsync(
            d =>
            {
                d.AddWorkflows().UseFileStore(data.FullName);
                d.Services.AddSingleton(billing);
            },
            cancellationToken);
        var subscriptions = new SubscriptionWorkflow.Client(durable.Client);
        var run = await subscriptions.StartAsync(new Subscription("Ada", 9.99m, month), new() { RunId = "ada" }, cancellationToken);

        await billing.PaymentsAsync(months / 2, cancellationToken);
        var current = await run.CurrentAsync(cancellationToken);
        await run.SignalAsync(SubscriptionWorkflow.PriceChanged, current.Price + 2, cancellationToken: cancellationToken);
        Console.WriteLine($"After {current.MonthsPaid} whole months the price goes up.");

        await billing.PaymentsAsync(months - (months / 2), cancellationToken);
        Console.WriteLine($"In month {months} Ada cancels.");
        await run.CancelAsync("the customer cancelled", cancellationToken: cancellationToken);
        try
        {
            await run.ResultAsync(cancellationToken);
        }
        catch (RunFailedException ended) when (ended.Status == RunStatus.Cancelled)
        {
            var info = await run.GetInfoAsync(cancellationToken);
            Console.WriteLine($"{ended.Status} in generation {info.Generation}; {info.JournalLength} records in its journal; paid in all: {billing.Balance:F2}");
        }

        return 0;
    }
    finally
    {
        data.Delete(recursive: true);
    }
}
