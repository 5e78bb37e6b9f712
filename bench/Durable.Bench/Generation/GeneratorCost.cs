using System.Diagnostics;
using System.Globalization;
using Durable.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Durable.Bench.Generation;

/// <summary>What the generator adds to a build, and to a key press in an editor.</summary>
internal static class GeneratorCost
{
    private const int Workflows = 300;
    private const int Builds = 3;
    private const int KeyPresses = 300;

    // Before the runtime has compiled the generator anew with what it learnt from running it, which it does once for as long as the editor runs.
    private const int FirstPresses = 60;

    public static void Measure(bool builds = true)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"generator: {Workflows} workflows of {WorkflowProject.StepsPerWorkflow} steps, {Environment.ProcessorCount} cores"));
        if (builds)
        {
            MeasureBuilds();
        }

        MeasureKeyPresses();
    }

    // The first build pays for the just-in-time compiler too; a compiler server pays that once.
    private static void MeasureBuilds()
    {
        for (var build = 0; build < Builds; build++)
        {
            var watch = Stopwatch.StartNew();
            var compilation = WorkflowProject.Create(Workflows);
            var parsed = watch.Elapsed;
            var driver = NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
            var generated = watch.Elapsed;
            using var image = new MemoryStream();
            var emitted = output.Emit(image);
            var whole = watch.Elapsed;
            if (!emitted.Success)
            {
                throw new InvalidOperationException(string.Join("\n", emitted.Diagnostics.Take(5)));
            }

            var own = driver.GetTimingInfo().ElapsedTime;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  build {build + 1}: generator {own.TotalMilliseconds:N0} ms of {whole.TotalMilliseconds:N0} ms, {own / whole:P1}; with the parsing of its output {(generated - parsed).TotalMilliseconds:N0} ms"));
            if (build == 0)
            {
                ReportSize(driver);
            }
        }
    }

    private static void ReportSize(GeneratorDriver driver)
    {
        var texts = driver.GetRunResult().Results.Single().GeneratedSources.Select(source => source.SourceText).ToList();
        var characters = texts.Sum(text => (long)text.Length);
        var lines = texts.Sum(text => (long)text.Lines.Count);
        const int Steps = Workflows * WorkflowProject.StepsPerWorkflow;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  text: {characters / 1024:N0} KiB in {texts.Count} files; {characters / Steps:N0} characters and {(double)lines / Steps:N1} lines for each step, payloads included"));
    }

    private static void MeasureKeyPresses()
    {
        var compilation = WorkflowProject.Create(Workflows);
        var driver = NewDriver().RunGenerators(compilation);
        MeasureKeyPresses("in a step's body", compilation, driver, $"Order{Workflows / 2}Workflow.cs", "order.Id, order.Total");
        MeasureKeyPresses("in the workflow's body", compilation, driver, $"Order{Workflows / 2}Workflow.cs", "line.Quantity");
        MeasureKeyPresses("in a step's name", compilation, driver, $"Order{Workflows / 2}Workflow.cs", "Step5Async");
        MeasureKeyPresses("in a payload", compilation, driver, $"Order{Workflows / 2}.cs", "Quantity");
    }

    /// <summary>Types letters one after the other behind the first <paramref name="after"/> of a file, and removes them again.</summary>
    private static void MeasureKeyPresses(string where, CSharpCompilation compilation, GeneratorDriver driver, string file, string after)
    {
        var tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == file);
        var position = tree.ToString().IndexOf(after, StringComparison.Ordinal) + after.Length;
        var elapsed = new List<double>();
        var busy = new List<double>();
        for (var press = 0; press < KeyPresses; press++)
        {
            var text = tree.GetText();
            var change = press % 2 == 0 ? new TextChange(new TextSpan(position, 0), "x") : new TextChange(new TextSpan(position, 1), "");
            var edited = tree.WithChangedText(text.WithChanges(change));
            compilation = compilation.ReplaceSyntaxTree(tree, edited);
            tree = edited;

            var before = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            driver = driver.RunGenerators(compilation);
            elapsed.Add(watch.Elapsed.TotalMilliseconds);
            busy.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  key press {where}: median {Median(elapsed):N1} ms (of the first {FirstPresses} {Median(elapsed[..FirstPresses]):N1}, of the last {Median(elapsed[^FirstPresses..]):N1}), fastest {elapsed.Min():N1} ms; processor time {Median(busy):N1} ms"));

        static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
    }

    private static CSharpGeneratorDriver NewDriver() =>
        CSharpGeneratorDriver.Create([new WorkflowGenerator().AsSourceGenerator()], parseOptions: new CSharpParseOptions(LanguageVersion.Latest));
}
