namespace Durable.Package.Tests;

/// <summary>A project outside the tree whose only way to Durable is the package.</summary>
internal sealed class Consumer(string directory)
{
    private string Output => Path.Combine(directory, "out");

    public void Add(string fileName, string text) => File.WriteAllText(Path.Combine(directory, fileName), text);

    public Task<CommandResult> BuildAsync() =>
        CommandLine.RunAsync(directory, "dotnet", "build", "--output", Output, $"-p:DurableVersion={PackageFixture.Version}");

    public Task<CommandResult> PublishAsync(params string[] properties) =>
        CommandLine.RunAsync(
            directory,
            "dotnet",
            ["publish", "--configuration", "Release", "--use-current-runtime", "--output", Output, $"-p:DurableVersion={PackageFixture.Version}", .. properties]);

    public Task<CommandResult> RunAsync() =>
        CommandLine.RunAsync(directory, Path.Combine(Output, "Consumer"), Path.Combine(directory, "data"));
}
