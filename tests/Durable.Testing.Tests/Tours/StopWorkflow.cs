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

        return name == "waiting" ? await ctx.WaitForSignalAsync(Go) : await SeeAsync(name);
    }

    [Step("see")]
    protected virtual Task<string> SeeAsync(string name) => Task.FromResult($"saw {name}");
}
