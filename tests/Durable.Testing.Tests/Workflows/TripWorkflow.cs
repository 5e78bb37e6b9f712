namespace Durable.Tests.Testing;

internal sealed record Trip(string Id, decimal Price, int Nights = 1);

internal sealed record Approval(bool Granted);

/// <summary>Something of everything that authors test: steps with compensators, a signal with a time-out, sleeps.</summary>
[Workflow("trip")]
internal partial class TripWorkflow(Travel travel)
{
    public static readonly Signal<Approval> Approved = new("approved");

    public async Task<string> RunAsync(WorkflowContext ctx, Trip trip)
    {
        var seat = await BookAsync(trip.Id, trip.Price);
        if (trip.Price > 1_000m && await ctx.WaitForSignalAsync(Approved, TimeSpan.FromDays(2)) is not { Received: true, Value.Granted: true })
        {
            return await ctx.CompensateAsync<string>("not approved");
        }

        for (var night = 0; night < trip.Nights; night++)
        {
            await ctx.SleepAsync(TimeSpan.FromDays(1));
        }

        return $"{seat} {await RateAsync(trip)} {ctx.Now():yyyy-MM-dd}";
    }

    [Step("book", Compensate = nameof(CancelAsync), MaxAttempts = 3, RetryDelay = "1h", MaxRetryDelay = "2h", Jitter = false)]
    protected virtual Task<string> BookAsync(string id, decimal price, StepContext step = default) => travel.BookAsync(id, price, step.IdempotencyKey);

    private Task CancelAsync(string id, string seat) => travel.CancelAsync(id, seat);

    [Step("rate", MaxAttempts = 2, Timeout = "30s", RetryDelay = "0s")]
    protected virtual Task<int> RateAsync(Trip trip, StepContext step = default) => travel.RateAsync(trip, step.CancellationToken);
}
