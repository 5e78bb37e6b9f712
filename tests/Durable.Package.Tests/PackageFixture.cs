using System.IO.Compression;
using System.Reflection;
using System.Security;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(Durable.Package.Tests.PackageFixture))]

namespace Durable.Package.Tests;

/// <summary>The packages of this tree, packed once, and empty directories outside the tree to use it from.</summary>
public sealed partial class PackageFixture : IAsyncLifetime
{
    /// <summary>A version that no feed has, so that nothing but the package under test can satisfy it.</summary>
    public const string Version = "0.1.0-tree";

    private const string OlderVersion = "0.1.0-older";

    /// <summary>What makes a build one for .NET 9, and takes the package made for it.</summary>
    public static IReadOnlyList<string> OlderNative { get; } =
    [
        "-p:RuntimeFramework=net9.0",
        $"-p:CustomAfterMicrosoftCSharpTargets={Path.Combine(AppContext.BaseDirectory, "OlderNative", "OlderNative.targets")}",
        $"-p:DurableVersion={OlderVersion}",
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("durable-package-").FullName;

    public string PackagePath => Path.Combine(Feed, $"Durable.Runtime.{Version}.nupkg");

    private string Feed => Path.Combine(_directory, "feed");

    public async ValueTask InitializeAsync()
    {
        await PackAsync(Feed);
        await PackAsync(Feed, "Durable.Testing");
    }

    public static async Task PackAsync(string outputDirectory, string project = "Durable.Runtime")
    {
        var configuration = typeof(PackageFixture).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var result = await CommandLine.RunAsync(
            RepositoryRoot(), "dotnet", "pack", $"src/{project}", "--no-build", "--configuration", configuration,
            "--output", outputDirectory, $"-p:PackageVersion={Version}");
        result.Succeeded();
    }

    /// <summary>Compiles the library of this tree for .NET 9, and packs it beside the package under test.</summary>
    public async Task PackForOlderNativeAsync()
    {
        var pack = await CommandLine.RunAsync(
            RepositoryRoot(), "dotnet",
            ["pack", "src/Durable.Runtime", "--configuration", "Release", "--output", Feed, $"-p:PackageVersion={OlderVersion}",
                $"-p:ArtifactsPath={Path.Combine(_directory, "older")}", "-p:RunAnalyzers=false", .. OlderNative]);
        pack.Succeeded();
    }

    /// <summary>Copies one of the projects under <c>Consumers</c> to an empty directory that sees the package.</summary>
    internal Consumer Create(string project)
    {
        var directory = CreateDirectory(project);
        var source = Path.Combine(AppContext.BaseDirectory, "Consumers", project);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(directory, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return new Consumer(directory);
    }

    /// <summary>The first program that the package's own readme shows.</summary>
    public async Task<string> ReadmeProgramAsync()
    {
        await using var zip = await ZipFile.OpenReadAsync(PackagePath, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await zip.GetEntry("README.md")!.OpenAsync(TestContext.Current.CancellationToken));
        var readme = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        return ProgramPattern().Match(readme).Groups["program"].Value;
    }

    /// <summary>An empty directory outside the tree in which projects see the package.</summary>
    internal string CreateDirectory(string name)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_directory, $"{name}-{Path.GetRandomFileName()}")).FullName;
        File.WriteAllText(Path.Combine(directory, "nuget.config"), NuGetConfig());
        return directory;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    // The machine's own sources stay as they are. Restored packages go to a folder of this run; what the machine has
    // already may be read from its cache, which cannot hold the version under test.
    private string NuGetConfig() => $"""
        <configuration>
          <config>
            <add key="globalPackagesFolder" value="{SecurityElement.Escape(Path.Combine(_directory, "packages"))}" />
          </config>
          <packageSources>
            <add key="durable-tree" value="{SecurityElement.Escape(Feed)}" />
          </packageSources>
          <fallbackPackageFolders>
            <add key="machine" value="{SecurityElement.Escape(MachinePackages())}" />
          </fallbackPackageFolders>
        </configuration>
        """;

    private static string MachinePackages()
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return Directory.CreateDirectory(packages).FullName;
    }

    internal static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Durable.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("The tests run outside the tree: no Durable.sln above them.");
        }

        return directory.FullName;
    }

    [GeneratedRegex("```csharp\n(?<program>.*?)```", RegexOptions.Singleline)]
    private static partial Regex ProgramPattern();
}
