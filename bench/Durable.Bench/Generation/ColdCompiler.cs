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
        var arguments = SdkCompiler.Write(WorkflowProject.Create(Workflows), project.Path);
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

    private static async Task<(double Seconds, string Output)> CompileAsync(string arguments, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet", [SdkCompiler.PathOf("csc.dll"), "/noconfig", $"@{arguments}", .. more]) { RedirectStandardOutput = true };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        // Without the generator the project has no state machines, and compiles all the same.
        return process.ExitCode == 0 ? (watch.Elapsed.TotalSeconds, output) : throw new InvalidOperationException(output);
    }

    [GeneratedRegex(@"Total generator execution time: ([\d.]+) seconds")]
    private static partial Regex GeneratorPattern();
}
