using System.Text.RegularExpressions;
using Durable.Analyzers.Tests.Harness;

namespace Durable.Analyzers.Tests;

/// <summary>A rule is a descriptor, an analyzer, a page, a release row and tests; none may be missing.</summary>
public sealed partial class RuleCompletenessTests
{
    private static readonly string[] s_releases = ["AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md"];

    [Fact]
    public void Rules_AllShipped_AreTheOnesOfThisRelease() => Assert.Equal(
        [
            "DUR0001", "DUR0002", "DUR0003", "DUR0004", "DUR0005", "DUR0006", "DUR0007", "DUR0008", "DUR0009", "DUR0010", "DUR0011", "DUR0012",
            "DUR0013", "DUR0014", "DUR0015", "DUR0016", "DUR0017", "DUR0018", "DUR0019", "DUR0020", "DUR0021", "DUR0022", "DUR0023",
            "DUR1001", "DUR1002", "DUR1003", "DUR1004", "DUR1005", "DUR1006", "DUR1007", "DUR1008", "DUR1009", "DUR1010", "DUR1011",
            "DUR1012", "DUR1013", "DUR1014", "DUR1015", "DUR1016", "DUR1017", "DUR1018", "DUR1019", "DUR1020", "DUR1021", "DUR1022", "DUR1023", "DUR1024", "DUR1025",
            "DUR1026", "DUR1027", "DUR1028", "DUR2001", "DUR2002", "DUR2003", "DUR2004", "DUR2005", "DUR2006", "DUR2007", "DUR2008",
        ],
        Ids());

    [Fact]
    public void Rules_All_AreReportedByAnAnalyzer()
    {
        var supported = Rules.All.SelectMany(static analyzer => analyzer.SupportedDiagnostics).Select(static descriptor => descriptor.Id);

        Assert.Equal(Ids(), supported.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Rules_All_LinkToTheirPage() => Assert.All(Descriptors.All, static descriptor =>
    {
        Assert.Equal($"{Descriptors.HelpLinkBase}{descriptor.Id}.md", descriptor.HelpLinkUri);
        var path = Path.Combine(Repository.Root, "docs", "rules", $"{descriptor.Id}.md");
        Assert.True(File.Exists(path), $"{path} is missing.");
        var page = File.ReadAllText(path);
        Assert.StartsWith($"# {descriptor.Id}: {descriptor.Title}\n", page, StringComparison.Ordinal);
        Assert.Contains("\n## Why\n", page, StringComparison.Ordinal);
        Assert.Contains("\n## Bad\n", page, StringComparison.Ordinal);
        Assert.Contains("\n## Good\n", page, StringComparison.Ordinal);
        Assert.Contains("\n## When to suppress\n", page, StringComparison.Ordinal);
    });

    [Fact]
    public void Pages_All_BelongToARule() => Assert.Equal(
        Ids(),
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "rules"), "DUR*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Fact]
    public void Rules_All_HaveOneReleaseRow()
    {
        var rows = s_releases.SelectMany(static file => File.ReadLines(Path.Combine(Repository.Root, "src", "Durable.Analyzers", file)))
            .Where(static line => RowPattern().IsMatch(line))
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            Descriptors.All.OrderBy(static descriptor => descriptor.Id, StringComparer.Ordinal)
                .Select(static descriptor => $"{descriptor.Id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title}"),
            rows);
    }

    [Fact]
    public void Rules_All_HaveTests()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "Durable.Analyzers.Tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Where(static path => !path.EndsWith($"{nameof(RuleCompletenessTests)}.cs", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .ToList();

        Assert.All(Ids(), id => Assert.Contains(tests, text => text.Contains($"{{|{id}:", StringComparison.Ordinal)));
        Assert.All(VerifyFix.FixableIds, id => Assert.Contains(tests, text =>
            text.Contains($"VerifyFix.FixesAsync(\n        \"{id}\"", StringComparison.Ordinal) || text.Contains($"VerifyFix.FixesEachAsync(\n        \"{id}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Messages_OfShape_SayWhatToWriteInstead() => Assert.All(Descriptors.All.Where(static descriptor => descriptor.Category == Category.Shape), static descriptor =>
        Assert.Contains(';', descriptor.MessageFormat.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static IEnumerable<string> Ids() => Descriptors.All.Select(static descriptor => descriptor.Id).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^DUR\d{4} \|")]
    private static partial Regex RowPattern();
}
