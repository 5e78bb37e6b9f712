using System.Globalization;
using System.Text;

namespace Durable.Package.Tests.Hostile;

/// <summary>Every trap in one solution outside the tree: built once, with the package, then run in one process.</summary>
public sealed class HostileFixture(PackageFixture package) : IAsyncLifetime
{
    private const string Twin = "Deterministic";
    private const string TwinFolder = "another/folder";

    private readonly Dictionary<Trap, string> _results = [];
    private string _root = "";

    /// <summary>What the build of the whole solution printed.</summary>
    internal CommandResult Build { get; private set; } = null!;

    /// <summary>The line that the run of a trap's workflow ended with.</summary>
    public string ResultOf(Trap trap) => _results.GetValueOrDefault(trap, "was not run");

    /// <summary>Where the compiler put what it made of the project that is built twice.</summary>
    internal (string Here, string There) Twins =>
        (ArtifactsOf(_root), ArtifactsOf(Path.Combine(_root, TwinFolder)));

    public async ValueTask InitializeAsync()
    {
        _root = package.CreateDirectory("Traps");
        Copy(Path.Combine(AppContext.BaseDirectory, "Traps"), _root);
        WriteGeneratedTraps();
        File.WriteAllText(Path.Combine(_root, "Traps.slnx"), Solution());

        Build = await CommandLine.RunAsync(_root, "dotnet", "build", "Traps.slnx", $"-p:DurableVersion={PackageFixture.Version}");
        await RunAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task RunAsync()
    {
        var runner = Path.Combine(_root, "artifacts", "bin", "Runner", "debug", "Runner");
        if (!File.Exists(runner))
        {
            return;
        }

        // The same assembly, built for several frameworks, cannot be loaded twice by one process.
        foreach (var group in Traps.All.Where(trap => File.Exists(AssemblyOf(trap))).GroupBy(trap => trap.Framework))
        {
            var arguments = group.SelectMany(trap => new[] { AssemblyOf(trap), trap.Workflow, trap.Input });
            var run = await CommandLine.RunAsync(_root, runner, [.. arguments]);
            var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            foreach (var (trap, index) in group.Select((trap, index) => (trap, index)))
            {
                _results[trap] = index < lines.Length ? lines[index].TrimEnd() : run.ToString();
            }
        }
    }

    private string AssemblyOf(Trap trap) => Path.Combine(
        _root, "artifacts", "bin", trap.Project, trap.Framework is null ? "debug" : $"debug_{trap.Framework}", $"{trap.Project}.dll");

    private static string ArtifactsOf(string root) => Path.Combine(root, "artifacts", "obj", Twin, "debug");

    private void WriteGeneratedTraps()
    {
        File.WriteAllText(Path.Combine(_root, "ManyWorkflows", "Workflows.cs"), ManyWorkflows());
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_root, "Shared"), "*.cs"))
        {
            File.WriteAllText(Path.Combine(_root, "WindowsLineEnds", Path.GetFileName(file)), File.ReadAllText(file).ReplaceLineEndings("\r\n"));
        }

        foreach (var folder in new[] { "Shared", "Identifiers", "Parameters" })
        {
            Copy(Path.Combine(_root, folder), Path.Combine(_root, TwinFolder, folder), "*.cs");
        }

        foreach (var file in new[] { "Directory.Build.props", "Directory.Build.targets" })
        {
            File.Copy(Path.Combine(_root, file), Path.Combine(_root, TwinFolder, file));
        }

        Copy(Path.Combine(_root, Twin), Path.Combine(_root, TwinFolder, Twin));
    }

    private static string ManyWorkflows()
    {
        var text = new StringBuilder("using Durable;\n\nnamespace Shop;\n");
        for (var i = 0; i < 300; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""

                public sealed record Item{{i}}(int Value, string? Text);

                [Workflow]
                public partial class W{{i}}Workflow
                {
                    public async Task<int> RunAsync(WorkflowContext ctx, int start) => await CountAsync(await AddAsync(new Item{{i}}(start, null)));

                    [Step]
                    protected virtual Task<Item{{i}}> AddAsync(Item{{i}} item) => Task.FromResult(item with { Value = item.Value + 1 });

                    [Step]
                    protected virtual Task<int> CountAsync(Item{{i}} item) => Task.FromResult(item.Value + 1);
                }

                """);
        }

        return text.ToString();
    }

    private string Solution()
    {
        var projects = Directory.EnumerateFiles(_root, "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_root, path))
            .Order(StringComparer.Ordinal)
            .Select(path => path.StartsWith(TwinFolder, StringComparison.Ordinal)
                ? $"  <Folder Name=\"/Twin/\"><Project Path=\"{path}\" /></Folder>"
                : $"  <Project Path=\"{path}\" />");
        return $"<Solution>\n{string.Join('\n', projects)}\n</Solution>\n";
    }

    private static void Copy(string from, string to, string pattern = "*")
    {
        foreach (var file in Directory.EnumerateFiles(from, pattern, SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
