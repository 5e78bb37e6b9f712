using System.Text.RegularExpressions;

namespace Durable.Package.Tests;

public sealed partial class ConsumerTests(PackageFixture package)
{
    [Fact]
    public async Task Consumer_WarningsAsErrors_BuildsAndRuns()
    {
        var consumer = package.Create("Orders");

        (await consumer.BuildAsync()).Succeeded();

        OrdersOutput.Check(await consumer.RunAsync());
    }

    [Fact]
    public async Task Consumer_TestsItsWorkflowWithTheTestKit_BuildsAndPasses()
    {
        var consumer = package.Create("Tested");

        (await consumer.BuildAsync()).Succeeded();

        Assert.Matches(@"Total: 5, Errors: 0, Failed: 0, Skipped: 0", (await consumer.TestAsync()).Succeeded().Output);
    }

    [Fact]
    public async Task Consumer_DeclarationMistakes_AreErrorsOnTheAuthorsLines()
    {
        var consumer = package.Create("Mistakes");

        var build = await consumer.BuildAsync();

        Assert.NotEqual(0, build.ExitCode);
        var reported = ReportPattern().Matches(build.Output)
            .Select(match => $"{match.Groups["file"].Value}:{match.Groups["line"].Value} {match.Groups["id"].Value}")
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(ExpectedReports().Order(StringComparer.Ordinal), reported);
    }

    [Fact]
    public async Task Consumer_ProgramOfThePackagesReadme_BuildsAndRuns()
    {
        var consumer = package.Create("Readme");
        consumer.Add("Program.cs", await package.ReadmeProgramAsync());

        (await consumer.BuildAsync()).Succeeded();

        Assert.Equal("Hello, world!", (await consumer.RunAsync()).Succeeded().Output.TrimEnd());
    }

    // Each faulty file marks the line its report belongs to with the id in a comment.
    private static IEnumerable<string> ExpectedReports() =>
        from path in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Consumers", "Mistakes"), "*.cs")
        from line in File.ReadLines(path).Select((text, index) => (Text: text, Number: index + 1))
        let mark = MarkPattern().Match(line.Text)
        where mark.Success
        select $"{Path.GetFileName(path)}:{line.Number} {mark.Groups["id"].Value}";

    [GeneratedRegex(@"(?<file>\w+\.cs)\((?<line>\d+),\d+\): error (?<id>\w+):")]
    private static partial Regex ReportPattern();

    [GeneratedRegex(@"// (?<id>DUR\d{4})$")]
    private static partial Regex MarkPattern();
}
