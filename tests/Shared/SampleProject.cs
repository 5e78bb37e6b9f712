namespace Durable.Tests;

/// <summary>A file of the tree that declares a workflow, with the files it compiles with: code to be typed again in tests.</summary>
/// <param name="Name">Its path, from the root of the tree.</param>
/// <param name="Workflow">The text of the file.</param>
/// <param name="Others">The texts of the other files of its project.</param>
internal sealed record SampleProject(string Name, string Workflow, IReadOnlyList<string> Others)
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // The samples that users read, and the projects that are odd on purpose.
    private static readonly string[] s_folders = ["samples", "tests/Durable.Package.Tests/Traps"];

    public static IReadOnlyList<SampleProject> All { get; } = [.. s_folders.SelectMany(FindIn)];

    public static SampleProject Named(string name) => All.Single(sample => sample.Name == name);

    public override string ToString() => Name;

    private static IEnumerable<SampleProject> FindIn(string folder) =>
        from project in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        where IsOnItsOwn(File.ReadAllText(project))
        let files = Directory.EnumerateFiles(Path.GetDirectoryName(project)!, "*.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => (Path: path, Text: File.ReadAllText(path)))
            .ToList()
        from file in files
        where file.Text.Contains("[Workflow", StringComparison.Ordinal) || file.Text.Contains("[Step", StringComparison.Ordinal)
        select new SampleProject(
            Path.GetRelativePath(Repository.Root, file.Path),
            file.Text,
            [ImplicitUsings, .. files.Where(other => other != file).Select(other => other.Text)]);

    // Tests compile the files of one folder for one framework.
    private static bool IsOnItsOwn(string project) =>
        !project.Contains("<ProjectReference", StringComparison.Ordinal) && !project.Contains("<TargetFrameworks>", StringComparison.Ordinal);
}
