namespace Durable.Tests.Testing.Docs;

/// <summary>The workflow of docs/testing.md.</summary>
[Workflow("parcel")]
public partial class ParcelWorkflow(IPost post)
{
    public static readonly Signal<bool> Paid = new("paid");

    public async Task<string> RunAsync(WorkflowContext ctx, string address)
    {
        var label = await PrintAsync(address);
        if (await ctx.WaitForSignalAsync(Paid, timeout: TimeSpan.FromDays(14)) is not { Received: true, Value: true })
        {
            return await ctx.CompensateAsync<string>("not paid");
        }

        await ctx.SleepAsync(TimeSpan.FromDays(3));
        return await HandOverAsync(label);
    }

    [Step("print", Compensate = nameof(VoidAsync), MaxAttempts = 3, RetryDelay = "1m", Jitter = false)]
    protected virtual Task<string> PrintAsync(string address, StepContext step = default) => post.PrintAsync(address, step.IdempotencyKey);
    private Task VoidAsync(string label) => post.VoidAsync(label);

    [Step("hand-over")]
    protected virtual Task<string> HandOverAsync(string label, StepContext step = default) => post.HandOverAsync(label, step.IdempotencyKey);
}
