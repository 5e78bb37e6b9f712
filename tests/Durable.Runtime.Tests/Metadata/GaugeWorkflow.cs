namespace Durable.Tests.Metadata;

/// <summary>Shows and streams types that nothing else in the class mentions, so that the generator has to find them in these calls.</summary>
[Workflow("gauge")]
internal partial class GaugeWorkflow
{
    public async Task<string> RunAsync(WorkflowContext ctx)
    {
        ctx.Metadata.Set("reading", new Reading("north", 3.5m));
        ctx.Metadata.Root.Append("marks", new Mark('x'));
        var hours = await ctx.StreamAsync("hours", Hours());
        return $"{ctx.Metadata.Get<Reading>("reading")} {string.Join(" ", hours)}";
    }

    private static async IAsyncEnumerable<Hour> Hours()
    {
        await Task.Yield();
        yield return new Hour(9);
        yield return new Hour(10);
    }
}

internal sealed record Reading(string Station, decimal Value);

internal sealed record Mark(char Sign);

internal sealed record Hour(int Number);
