using System.Text.RegularExpressions;

namespace Durable.Package.Tests;

/// <summary>What the consumer in <c>Consumers/Orders</c> prints, however it was compiled.</summary>
internal static partial class OrdersOutput
{
    public static void Check(CommandResult run)
    {
        run.Succeeded();
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Collection(
            lines,
            line => Assert.Equal("o-1: 12.50 on attempt 2; number #; shelf apple 3, pear 2", GuidPattern().Replace(line, "#")),
            line => Assert.Equal("o-2: Compensated; not approved; shelf apple 3, pear 2", line),
            line => Assert.Equal("o-1: Completed", line));
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")]
    private static partial Regex GuidPattern();
}
