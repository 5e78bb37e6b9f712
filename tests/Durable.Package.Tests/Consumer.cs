using System.Text.RegularExpressions;

namespace Durable.Package.Tests;

/// <summary>A project outside the tree whose only way to Durable is the package.</summary>
internal sealed partial class Consumer(string directory)
{
    private string Output => Path.Combine(directory, "out");

    private static string Versions => File.ReadAllText(Path.Combine(PackageFixture.RepositoryRoot(), "Directory.Packages.props"));

    /// <summary>What was published needs no runtime and no compiler at run time.</summary>
    public bool IsNative => !File.Exists(Path.Combine(Output, "Consumer.dll"));

    public void Add(string fileName, string text) => File.WriteAllText(Path.Combine(directory, fileName), text);

    public Task<CommandResult> BuildAsync() =>
        CommandLine.RunAsync(directory, "dotnet", "build", "--output", Output, $"-p:DurableVersion={PackageFixture.Version}", $"-p:XunitVersion={XunitPattern().Match(Versions).Groups[1].Value}");

    public Task<CommandResult> PublishAsync(params string[] properties) =>
        CommandLine.RunAsync(
            directory,
            "dotnet",
            ["publish", "--configuration", "Release", "--use-current-runtime", "--output", Output, $"-p:DurableVersion={PackageFixture.Version}", .. properties]);

    public Task<CommandResult> RunAsync() =>
        CommandLine.RunAsync(directory, Path.Combine(Output, "Consumer"), Path.Combine(directory, "data"));

    /// <summary>Runs the consumer's own tests.</summary>
    public Task<CommandResult> TestAsync() => CommandLine.RunAsync(directory, Path.Combine(Output, "Consumer"));

    [GeneratedRegex("Include=\"xunit.v3\" Version=\"([^\"]+)\"")]
    private static partial Regex XunitPattern();
}
