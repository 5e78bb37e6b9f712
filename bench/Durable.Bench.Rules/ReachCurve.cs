using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Bench.Rules;

/// <summary>How the cost of the rules grows: with what workflows reach, and not with the solution.</summary>
internal static class ReachCurve
{
    private const int Rounds = 7;

    public static async Task MeasureAsync()
    {
        // The first pay for the just-in-time compiler; a compiler server pays that once.
        for (var round = 0; round < Rounds; round++)
        {
            await TimeAsync(RuleProject.Create(files: 500, LargeProject.Workflows, LargeProject.Helpers));
        }

        foreach (var helpers in new[] { 75, 150, 300, 600, 1_200 })
        {
            await MeasureAsync($"{helpers} helpers reached, {LargeProject.Files} files", LargeProject.Files, helpers);
        }

        foreach (var files in new[] { 500, 1_000, 2_000, 4_000 })
        {
            await MeasureAsync($"{LargeProject.Helpers} helpers reached, {files} files", files, LargeProject.Helpers);
        }
    }

    private static async Task MeasureAsync(string what, int files, int helpers)
    {
        var rules = new Median();
        for (var round = 0; round < Rounds; round++)
        {
            rules.Add(await TimeAsync(RuleProject.Create(files, LargeProject.Workflows, helpers)));
        }

        Console.WriteLine($"  {what}: all rules {rules.Text("N0")} ms");
    }

    // Of all rules, for whichever comes first reads the code. On one thread, where the time that a rule took is its own.
    private static async Task<double> TimeAsync(CSharpCompilation compilation)
    {
        var run = compilation.WithAnalyzers(
            LargeProject.Rules,
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true));
        await run.GetAnalyzerDiagnosticsAsync();
        var sum = 0.0;
        foreach (var rule in LargeProject.Rules.Where(static rule => rule is not DiagnosticSuppressor))
        {
            sum += (await run.GetAnalyzerTelemetryInfoAsync(rule, CancellationToken.None)).ExecutionTime.TotalMilliseconds;
        }

        return sum;
    }
}
