namespace Durable.Tests.Testing.Tours;

/// <summary>A child of the <see cref="TourWorkflow"/>.</summary>
[Workflow("stop")]
internal partial class StopWorkflow
{
    public static readonly Signal<string> Go = new("go");

    public async Task<string> RunAsync(WorkflowContext ctx, string name)
    {
        if (name == "closed")
        {
            throw new InvalidOperationException("closed today");
        }

        return name switch
        {
            "waiting" => await ctx.WaitForSignalAsync(Go),
            "hotel" => await StayAsync(name),
            _ => await SeeAsync(name),
        };
    }

    [Step("see")]
    protected virtual Task<string> SeeAsync(string name) => Task.FromResult($"saw {name}");

    [Step("stay", Compensate = nameof(LeaveAsync))]
    protected virtual Task<string> StayAsync(string name) => Task.FromResult($"stayed at the {name}");

    private static Task LeaveAsync(string name) => Task.CompletedTask;
}
