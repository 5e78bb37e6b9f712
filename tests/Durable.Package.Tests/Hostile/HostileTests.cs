namespace Durable.Package.Tests.Hostile;

/// <summary>The package in projects that were not written for it.</summary>
public sealed class HostileTests(HostileFixture hostile) : IClassFixture<HostileFixture>
{
    public static TheoryData<Trap> Cases => [.. Traps.All];

    [Fact]
    public void Build_WholeSolution_HasNoWarningAndNoError()
    {
        var reports = ReportsOf(project: null);

        Assert.True(reports.Count == 0, string.Join('\n', reports));
        Assert.True(hostile.Build.ExitCode == 0, hostile.Build.ToString());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Trap_Built_IsCleanAndItsWorkflowRuns(Trap trap)
    {
        var reports = ReportsOf(trap.Project);

        Assert.True(reports.Count == 0, string.Join('\n', reports));
        Assert.Equal($"{trap.Project} {trap.Workflow} {trap.Result}", hostile.ResultOf(trap));
    }

    [Theory]
    [InlineData("Deterministic.dll")]
    [InlineData("Deterministic.pdb")]
    public void Build_SameProjectInTwoFolders_IsTheSameToTheByte(string file)
    {
        var (here, there) = hostile.Twins;

        Assert.Equal(File.ReadAllBytes(Path.Combine(here, file)), File.ReadAllBytes(Path.Combine(there, file)));
    }

    [Fact]
    public void Generate_SameProjectInTwoFolders_IsTheSameText()
    {
        var (here, there) = hostile.Twins;

        var texts = GeneratedIn(here);

        Assert.Equal(4, texts.Count);
        Assert.Equal(texts, GeneratedIn(there));
    }

    private static List<string> GeneratedIn(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(folder, "generated", "Durable.Generators"), "*.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText)];

    /// <summary>What the compiler and the build said about one project, or about anything.</summary>
    private List<string> ReportsOf(string? project) =>
        [.. hostile.Build.Output.Split('\n')
            .Where(line => line.Contains(": warning ", StringComparison.Ordinal) || line.Contains(": error ", StringComparison.Ordinal))
            .Where(line => project is null || line.Contains($"/{project}.csproj", StringComparison.Ordinal))
            .Select(line => line.Trim())
            .Distinct(StringComparer.Ordinal)];
}
