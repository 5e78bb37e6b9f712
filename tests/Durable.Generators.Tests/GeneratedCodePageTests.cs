using System.Text.RegularExpressions;
using Durable.Generators.Tests.Harness;

namespace Durable.Generators.Tests;

/// <summary>docs/generated-code.md quotes what is really generated, in its order.</summary>
public sealed partial class GeneratedCodePageTests
{
    private static readonly string[] s_sources =
    [
        Samples.Order,
        Verified("Order_WholeWorkflow_MatchesSnapshot"),
        Verified("Registry_OneWorkflow_MatchesSnapshot"),
    ];

    [Fact]
    public void Page_EveryQuote_StandsInTheSampleOrItsGeneratedFiles()
    {
        var quotes = Quotes();

        Assert.True(quotes.Count > 10, "The page quotes nothing.");
        Assert.All(quotes, quote => Assert.True(Place(quote) is not null, $"Nobody generates this:\n{quote}"));
    }

    [Fact]
    public void Page_Quotes_FollowTheFilesFromTopToBottom()
    {
        var places = Quotes().Select(Place).ToList();

        Assert.Equal(places.Order(), places);
    }

    /// <summary>The file, and the position in it, of a quote; leading blanks aside, as the page has its own indentation.</summary>
    private static (int File, int Position)? Place(string quote)
    {
        for (var file = 0; file < s_sources.Length; file++)
        {
            var position = Unindented(s_sources[file]).IndexOf(Unindented(quote), StringComparison.Ordinal);
            if (position >= 0)
            {
                return (file, position);
            }
        }

        return null;
    }

    private static List<string> Quotes() =>
        [.. QuotePattern().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "generated-code.md")).ReplaceLineEndings("\n"))
            .Select(match => match.Groups["code"].Value)];

    // With a line end on either side, so that a quote is whole lines.
    private static string Unindented(string text) =>
        $"\n{string.Join('\n', text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => line.TrimStart()))}\n";

    private static string Verified(string name) => File.ReadAllText(Path.Combine(
        Repository.Root, "tests", "Durable.Generators.Tests", "Snapshots", nameof(WorkflowGeneratorTests), $"{name}.verified.cs"));

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex QuotePattern();
}
