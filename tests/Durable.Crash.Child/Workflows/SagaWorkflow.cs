using Durable.Crash.Child.Effects;

namespace Durable.Crash.Child.Workflows;

/// <summary>Five steps, each given what the one before returned, and ways to undo them that are never needed.</summary>
[Workflow("saga")]
internal partial class SagaWorkflow(World world)
{
    public static readonly Signal<string> Word = new("word");

    public async Task<string> RunAsync(WorkflowContext ctx, string order)
    {
        var reserved = await ReserveAsync(order);
        var charged = await ChargeAsync(reserved);
        var address = await ctx.WaitForSignalAsync(Word);
        var packed = await PackAsync(charged);
        var shipped = await ShipAsync(packed);
        var thanked = await ThankAsync(shipped);
        return $"{order}: {reserved} {charged} {packed} {shipped} {thanked} to {address} as {ctx.NewGuid()}";
    }

    [Step("reserve", Compensate = nameof(ReleaseAsync))]
    protected virtual Task<string> ReserveAsync(string input, StepContext step = default) => world.ActAsync(step, input);

    private async Task ReleaseAsync(string input, StepContext step) => await world.ActAsync(step, input);

    [Step("charge", Compensate = nameof(RefundAsync))]
    protected virtual Task<string> ChargeAsync(string input, StepContext step = default) => world.ActAsync(step, input);

    private async Task RefundAsync(string charge, StepContext step) => await world.ActAsync(step, charge);

    [Step("pack")]
    protected virtual Task<string> PackAsync(string input, StepContext step = default) => world.ActAsync(step, input);

    [Step("ship", Compensate = nameof(CallBackAsync))]
    protected virtual Task<string> ShipAsync(string input, StepContext step = default) => world.ActAsync(step, input);

    private async Task CallBackAsync(string parcel, StepContext step) => await world.ActAsync(step, parcel);

    [Step("thank")]
    protected virtual Task<string> ThankAsync(string input, StepContext step = default) => world.ActAsync(step, input);
}
