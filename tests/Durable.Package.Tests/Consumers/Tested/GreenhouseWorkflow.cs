using Durable;

namespace Consumer;

public interface IValves
{
    Task<string> OpenAsync(string bed, string key);

    Task CloseAsync(string bed, string key);
}

/// <summary>Waters a bed, waits for the gardener, and closes the valve again when nobody comes.</summary>
[Workflow]
public partial class GreenhouseWorkflow(IValves valves)
{
    public static readonly Signal<int> Moisture = new("moisture");

    public async Task<string> RunAsync(WorkflowContext ctx, string bed)
    {
        var valve = await OpenAsync(bed);
        await ctx.SleepAsync(TimeSpan.FromDays(30));
        var moisture = await ctx.WaitForSignalAsync(Moisture, timeout: TimeSpan.FromDays(1));
        return moisture is { Received: true, Value: > 20 } ? $"{valve} watered {bed}" : await ctx.CompensateAsync<string>("too dry");
    }

    [Step("open", Compensate = nameof(CloseAsync), MaxAttempts = 3, RetryDelay = "1h", Jitter = false)]
    protected virtual Task<string> OpenAsync(string bed, StepContext step = default) => valves.OpenAsync(bed, step.IdempotencyKey);

    private Task CloseAsync(string bed, StepContext step) => valves.CloseAsync(bed, step.IdempotencyKey);
}
