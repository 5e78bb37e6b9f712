using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Durable.Bench.Rules;

/// <summary>What the rules add to a key press in an editor: the reports of the file that was typed in.</summary>
internal static class KeyPressCost
{
    private const int KeyPresses = 60;

    public static async Task MeasureAsync()
    {
        Console.WriteLine($"key presses: {LargeProject.Files} files, {LargeProject.Workflows} workflows that reach {LargeProject.Helpers} helpers");

        // The first ones pay for the just-in-time compiler, as those of an editor that has just been started.
        await MeasureAsync("a workflow's body, cold", after: "$\"order-");
        await MeasureAsync("a workflow's body", after: "$\"order-");
        await MeasureAsync("a workflow's name", after: "[Workflow(\"order-");
        await MeasureAsync("a step's name", after: "protected virtual Task<int> Send");
        await MeasureAsync("a step's parameters", after: "SendAsync(string id, ", typed: "int n, ");
        await MeasureAsync("a using directive", after: "using Durable;", typed: " using System.Text;");
        await MeasureAsync("half a member", after: "private decimal _total;", typed: " pri");
        await MeasureAsync("a brace that nothing closes", after: "WorkflowContext ctx, int count)", typed: " {");
        await MeasureAsync("an interface in its file", after: "decimal total, CancellationToken cancellationToken", typed: "2");
    }

    private static async Task MeasureAsync(string what, string after, string typed = "x")
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
            var run = compilation.WithAnalyzers(
                LargeProject.Rules,
                new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
            await run.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), filterSpan: null, CancellationToken.None);
            elapsed.Add(watch.Elapsed.TotalMilliseconds);
            working.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }

        // The first reads all that workflows reach, the second what all files declare.
        var second = elapsed[1];
        elapsed.Sort();
        Write($"  key press in {what}: median {elapsed[KeyPresses / 2]:N1} ms, fastest {elapsed[0]:N1} ms, slowest tenth from {elapsed[KeyPresses * 9 / 10]:N1} ms, {Middle(working):N1} ms of processor, the second {second:N1} ms; the compiler's own errors of the file: median {Middle(compiler):N1} ms");
    }

    private static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
