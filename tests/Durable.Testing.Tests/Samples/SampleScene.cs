using System.Globalization;
using AgentLoop;
using Approval;
using FanOutReport;
using Microsoft.Extensions.DependencyInjection;
using SubscriptionSample;

namespace Durable.Tests.Testing.Samples;

/// <summary>What the outside world does to a run of a sample, with the sample's own services; the order sample is played by <c>OrderSagaTests</c>, in real time.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Configure">Adds the workflow and its services, which outlive the process.</param>
/// <param name="PlayAsync">Starts the run, does what it waits for, and returns what it ends with and what the services saw.</param>
internal sealed record SampleScene(string RunId, Action<DurableBuilder> Configure, Func<Stage, Task<string>> PlayAsync)
{
    /// <summary>Every scene, made anew for each play.</summary>
    public static readonly IReadOnlyDictionary<string, Func<SampleScene>> All = new Dictionary<string, Func<SampleScene>>
    {
        ["expense-small"] = static () => Expense(ExpenseWorkflow.Limit, static (_, _) => Task.CompletedTask),
        ["expense-approved"] = static () => Expense(250m, static (_, run) => run.AnswerAsync(ExpenseWorkflow.Approve, true)),
        ["expense-refused"] = static () => Expense(250m, static (_, run) => run.AnswerAsync(ExpenseWorkflow.Approve, false)),
        ["expense-forgotten"] = static () => Expense(250m, static (stage, _) => stage.AdvanceAsync(TimeSpan.FromDays(4))),
        ["agent-booked"] = static () => Agent(isBooked: true, limit: 1m),
        ["agent-refused"] = static () => Agent(isBooked: false, limit: 1m),
        ["agent-broke"] = static () => Agent(isBooked: true, limit: 0.06m),
        ["report"] = static () => Report(stations: 8),
        ["subscription"] = static () => Subscription(),
    };

    public static void AddWorkflows(DurableBuilder builder) =>
        builder.AddWorkflow<ExpenseWorkflow>().AddWorkflow<AgentWorkflow>().AddWorkflow<ReportWorkflow>().AddWorkflow<SubscriptionWorkflow>();

    /// <summary>The report over as many stations as one likes: of a hundred, one answers only when it is asked again.</summary>
    public static SampleScene Report(int stations)
    {
        var weather = new Weather();
        return new SampleScene(
            "report",
            d => d.AddWorkflow<ReportWorkflow>().Services.AddSingleton(weather),
            async stage =>
            {
                var run = await new ReportWorkflow.Client(stage.Client).StartAsync(stations, new() { RunId = "report" });
                var report = await run.ResultAsync();
                return string.Create(CultureInfo.InvariantCulture, $"{report}");
            });
    }

    private static SampleScene Expense(decimal amount, Func<Stage, ExpenseWorkflow.Run, Task> answer)
    {
        var bank = new Bank();
        return new SampleScene(
            "expense",
            d => d.AddWorkflow<ExpenseWorkflow>().Services.AddSingleton(bank).AddSingleton(new ApprovalPolicy(TimeSpan.FromDays(3))),
            async stage =>
            {
                var run = await new ExpenseWorkflow.Client(stage.Client).StartAsync(new Expense("Ada", "a chair", amount), new() { RunId = "expense" });
                await stage.SettleAsync();
                await answer(stage, run);
                return $"{await run.ResultAsync()}";
            });
    }

    private static SampleScene Agent(bool isBooked, decimal limit)
    {
        var agency = new TravelAgency();
        return new SampleScene(
            "agent",
            d => d.AddWorkflow<AgentWorkflow>().Services.AddSingleton(new FakeModel(TimeSpan.Zero)).AddSingleton(agency),
            async stage =>
            {
                var run = await new AgentWorkflow.Client(stage.Client).StartAsync(
                    "Bring me to Lisbon", new() { RunId = "agent", Principal = new Principal("ada") { SpendLimit = limit } });
                await stage.SettleAsync();
                await run.AnswerAsync(AgentWorkflow.MayI, isBooked);
                await stage.SettleAsync();
                string? token = null;
                while (agency.Orders.TryRead(out var order))
                {
                    // A step that a crash interrupted has ordered once more, under the same key; the last token is that of the attempt that was recorded.
                    token = order.CallbackToken;
                }

                if (token is not null)
                {
                    await stage.Client.CompleteAsync(token, "booked the night train");
                }

                return $"{await OutcomeAsync(run.ResultAsync())} ({string.Join(", ", agency.Bookings)})";
            });
    }

    private static SampleScene Subscription()
    {
        var billing = new Billing(TextWriter.Null);
        var month = TimeSpan.FromDays(30);
        return new SampleScene(
            "ada",
            d => d.AddWorkflow<SubscriptionWorkflow>().Services.AddSingleton(billing),
            async stage =>
            {
                var run = await new SubscriptionWorkflow.Client(stage.Client).StartAsync(new Subscription("Ada", 10m, month), new() { RunId = "ada" });
                await stage.SettleAsync();
                await run.SignalAsync(SubscriptionWorkflow.PriceChanged, 12m);
                await stage.SettleAsync();
                await stage.AdvanceAsync(month);
                await stage.SettleAsync();
                await stage.AdvanceAsync(month);
                await stage.SettleAsync();
                var current = await run.CurrentAsync();
                await run.CancelAsync("the customer cancelled");
                var outcome = await OutcomeAsync(run.ResultAsync());
                return string.Create(CultureInfo.InvariantCulture, $"{outcome} after {current.MonthsPaid} months, {billing.Balance} paid");
            });
    }

    private static async Task<string> OutcomeAsync<T>(Task<T> result)
    {
        try
        {
            return $"{await result}";
        }
        catch (RunFailedException failed)
        {
            return $"{failed.Status}: {failed.Error.Message}";
        }
    }
}
