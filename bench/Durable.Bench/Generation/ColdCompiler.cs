using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Durable.Bench.Generation;

/// <summary>The generator's first run inside the SDK's own compiler, in a process that has compiled nothing before: what <c>/reportanalyzer</c> says, beside the whole process.</summary>
internal static partial class ColdCompiler
{
    private const int Workflows = 300;
    private const int Rounds = 3;

    public static async Task MeasureAsync(string directory)
    {
        using var project = new TemporaryDirectory(directory);
        Directory.CreateDirectory(project.Path);
        var arguments = Write(project.Path);
        var generator = new Median();
        var without = new Median();
        var whole = new Median();
        for (var round = 0; round < Rounds; round++)
        {
            without.Add((await CompileAsync(arguments)).Seconds);
            var (seconds, output) = await CompileAsync(
                arguments, $"/analyzer:{Path.Combine(AppContext.BaseDirectory, "Durable.Generators.dll")}", "/reportanalyzer");
            whole.Add(seconds);
            generator.Add(double.Parse(GeneratorPattern().Match(output).Groups[1].Value, CultureInfo.InvariantCulture));
        }

        Console.WriteLine($"""
            generator in a cold compiler, {Workflows} workflows of {WorkflowProject.StepsPerWorkflow} steps
              generator            {generator.Text("N2")} s
              compile with it      {whole.Text("N1")} s
              compile without it   {without.Text("N1")} s
            """);
    }

    private static string Write(string directory)
    {
        var compilation = WorkflowProject.Create(Workflows);
        var lines = new List<string> { "/nologo", "/target:library", "/nullable:enable", "/langversion:latest", "/deterministic+", $"/out:{Path.Combine(directory, "Large.dll")}" };
        lines.AddRange(compilation.References.Select(static reference => $"/reference:\"{reference.Display}\""));
        foreach (var tree in compilation.SyntaxTrees)
        {
            var path = Path.Combine(directory, tree.FilePath);
            File.WriteAllText(path, tree.ToString());
            lines.Add($"\"{path}\"");
        }

        var arguments = Path.Combine(directory, "compile.rsp");
        File.WriteAllLines(arguments, lines);
        return arguments;
    }

    private static async Task<(double Seconds, string Output)> CompileAsync(string arguments, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet", [Compiler(), "/noconfig", $"@{arguments}", .. more]) { RedirectStandardOutput = true };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        // Without the generator the project has no state machines, and compiles all the same.
        return process.ExitCode == 0 ? (watch.Elapsed.TotalSeconds, output) : throw new InvalidOperationException(output);
    }

    // The newest SDK beside the runtime that runs this.
    private static string Compiler()
    {
        var root = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return Directory.EnumerateDirectories(Path.Combine(root, "sdk"))
            .Select(static sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll"))
            .Where(File.Exists)
            .Order(StringComparer.Ordinal)
            .Last();
    }

    [GeneratedRegex(@"Total generator execution time: ([\d.]+) seconds")]
    private static partial Regex GeneratorPattern();
}
