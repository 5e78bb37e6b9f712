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
            line => Assert.Equal("o-1: Completed", line),
            line => Assert.Equal(
                "p-1 9.90 EUR 30x20 [Depot { Name = north }, Door { Street = 12 Elm Street, Wait = 00:15:00 }] Bike=4.20, Van=- "
                + "Label { LineOne = to Ada, Zone = Z1 } ring twice 4711 9007199254740993 fragile=True",
                line),
            line => Assert.Equal("the same", line),
            line => Assert.Equal(
                """
                {"parcel":{"Id":"p-1","Value":{"Amount":9.90,"Currency":"EUR"},"Size":{"Item1":30,"Item2":20},
                "Stops":[{"$type":"depot","Name":"north"},{"$type":"door","Street":"12 Elm Street","Wait":"00:15:00"}],"Offers":{"Bike":4.20,"Van":null},
                "Label":{"line_one":"to Ada","zone":"Z1"},"DoorCode":"4711","Barcode":"9007199254740993","_note":"ring twice","fragile":true},
                "label":{"line_one":"to Ada","zone":"Z1"}}
                """.ReplaceLineEndings(""),
                line));
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")]
    private static partial Regex GuidPattern();
}
