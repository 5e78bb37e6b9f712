using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Durable.Bench.Rules;

/// <summary>What the rules add to a build, and to a key press in an editor.</summary>
internal static class RuleCost
{
    private const int Builds = 3;
    private const int KeyPresses = 60;

    /// <param name="builds">Whether to measure more than key presses.</param>
    public static async Task MeasureAsync(bool builds)
    {
        Write($"rules: {LargeProject.Files} files, {LargeProject.Workflows} workflows that reach {LargeProject.Helpers} helpers, {Environment.ProcessorCount} cores");

        // The first pays for the just-in-time compiler; a compiler server pays that once.
        await TimeAsync(RuleProject.Create(files: 200, LargeProject.Workflows, helpers: 50));
        if (builds)
        {
            await MeasureBuildsAsync("with the runtime", withRuntime: true);
            await MeasureBuildsAsync("without the runtime", withRuntime: false);
            foreach (var helpers in new[] { 75, 150, 300, 600, 1_200 })
            {
                await MeasureCurveAsync($"{helpers} helpers reached", LargeProject.Files, helpers);
            }

            foreach (var files in new[] { 500, 1_000, 2_000, 4_000 })
            {
                await MeasureCurveAsync($"{files} files", files, LargeProject.Helpers);
            }
        }

        await MeasureKeyPressesAsync("the body of a workflow", after: "$\"order-");
        await MeasureKeyPressesAsync("a workflow's name", after: "[Workflow(\"order-");
        await MeasureKeyPressesAsync("a step's name", after: "protected virtual Task<int> Send");
        await MeasureKeyPressesAsync("a step's parameters", after: "SendAsync(string id, ", typed: "int n, ");
        await MeasureKeyPressesAsync("a using directive", after: "using Durable;", typed: " using System.Text;");
        await MeasureKeyPressesAsync("half a member", after: "private decimal _total;", typed: " pri");
        await MeasureKeyPressesAsync("a brace that nothing closes", after: "WorkflowContext ctx, int count)", typed: " {");
        await MeasureKeyPressesAsync("an interface in its file", after: "decimal total, CancellationToken cancellationToken", typed: "2");
    }

    /// <summary>Leaves the same project to the compiler itself.</summary>
    public static void WriteProject(string directory)
    {
        RuleProject.Write(directory, LargeProject.Files, LargeProject.Workflows, LargeProject.Helpers);
        Console.WriteLine($"dotnet build {directory} -p:ReportAnalyzer=true -v:detailed");
    }

    // As the command line does it: the analyzers' own time, beside the compiler's for reading, binding and emitting the same project.
    private static async Task MeasureBuildsAsync(string what, bool withRuntime)
    {
        var compiling = new List<double>();
        var all = new List<double>();
        var each = new Dictionary<string, List<double>>();
        for (var build = 0; build < Builds; build++)
        {
            var watch = Stopwatch.StartNew();
            var compilation = LargeProject.Create(withRuntime);
            using var image = new MemoryStream();
            var emitted = compilation.Emit(image);
            compiling.Add(watch.Elapsed.TotalMilliseconds);
            if (!emitted.Success)
            {
                throw new InvalidOperationException(string.Join("\n", emitted.Diagnostics.Take(5)));
            }

            var times = await TimeAsync(LargeProject.Create(withRuntime));
            all.Add(times.Values.Sum());
            foreach (var (rule, time) in times)
            {
                each.TryAdd(rule, []);
                each[rule].Add(time);
            }
        }

        var shares = string.Join(", ", each.OrderByDescending(static rule => Middle(rule.Value)).Select(static rule => string.Create(CultureInfo.InvariantCulture, $"{rule.Key.Replace("Analyzer", "", StringComparison.Ordinal)} {Middle(rule.Value):N1}")));
        Write($"  {what}: all rules {Middle(all):N1} ms ({shares}) beside {Middle(compiling):N0} ms of compiling, {Middle(all) / Middle(compiling):P1}");
    }

    private static async Task MeasureCurveAsync(string what, int files, int helpers)
    {
        var determinism = new List<double>();
        for (var build = 0; build < Builds; build++)
        {
            determinism.Add((await TimeAsync(RuleProject.Create(files, LargeProject.Workflows, helpers)))["DeterminismAnalyzer"]);
        }

        Write($"  {what}: determinism {Middle(determinism):N1} ms");
    }

    private static async Task<Dictionary<string, double>> TimeAsync(CSharpCompilation compilation)
    {
        var run = Start(compilation, measure: true);
        await run.GetAnalyzerDiagnosticsAsync();
        var times = new Dictionary<string, double>();
        foreach (var rule in LargeProject.Rules.Where(static rule => rule is not DiagnosticSuppressor))
        {
            times.Add(rule.GetType().Name, (await run.GetAnalyzerTelemetryInfoAsync(rule, CancellationToken.None)).ExecutionTime.TotalMilliseconds);
        }

        return times;
    }

    private static async Task MeasureKeyPressesAsync(string what, string after, string typed = "x")
    {
        var compilation = LargeProject.Create();
        var tree = compilation.SyntaxTrees.Single(static tree => tree.FilePath == RuleProject.WorkflowFile(LargeProject.Workflows / 2));
        var position = tree.ToString().IndexOf(after, StringComparison.Ordinal) + after.Length;
        var elapsed = new List<double>();
        var compiler = new List<double>();
        var working = new List<double>();
        for (var press = 0; press < KeyPresses; press++)
        {
            var text = tree.GetText();
            var change = press % 2 == 0 ? new TextChange(new TextSpan(position, 0), typed) : new TextChange(new TextSpan(position, typed.Length), "");
            var edited = tree.WithChangedText(text.WithChanges(change));
            compilation = compilation.ReplaceSyntaxTree(tree, edited);
            tree = edited;

            // What an editor pays for the file's own errors, with or without rules.
            var watch = Stopwatch.StartNew();
            compilation.Clone().GetSemanticModel(tree).GetDiagnostics();
            compiler.Add(watch.Elapsed.TotalMilliseconds);

            var before = Environment.CpuUsage.TotalTime;
            watch.Restart();
            var run = Start(compilation, measure: false);
            await run.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), filterSpan: null, CancellationToken.None);
            elapsed.Add(watch.Elapsed.TotalMilliseconds);
            working.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }

        // The first reads all that workflows reach, the second what all files declare.
        var second = elapsed[1];
        elapsed.Sort();
        Write($"  key press in {what}: median {elapsed[KeyPresses / 2]:N1} ms, fastest {elapsed[0]:N1} ms, slowest tenth from {elapsed[KeyPresses * 9 / 10]:N1} ms, {Middle(working):N1} ms of processor, the second {second:N1} ms; the compiler's own errors of the file: median {Middle(compiler):N1} ms");
    }

    private static CompilationWithAnalyzers Start(CSharpCompilation compilation, bool measure) => compilation.WithAnalyzers(
        LargeProject.Rules,
        new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: measure));

    private static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
