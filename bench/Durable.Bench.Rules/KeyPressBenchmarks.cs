using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Durable.Bench.Rules;

/// <summary>What an editor waits for after a key press in a workflow's file: the rules' reports for that file.</summary>
public class KeyPressBenchmarks
{
    private CSharpCompilation _compilation = null!;
    private SyntaxTree _file = null!;
    private int _position;
    private bool _isTyped;

    [ParamsAllValues]
    public KeyPressPlace Place { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var after = Place switch
        {
            KeyPressPlace.Body => "$\"order-",
            KeyPressPlace.StepName => "protected virtual Task<int> Send",
            _ => "[Workflow(\"order-",
        };
        _compilation = LargeProject.Create();
        _file = _compilation.SyntaxTrees.Single(static file => file.FilePath == RuleProject.WorkflowFile(LargeProject.Workflows / 2));
        _position = _file.ToString().IndexOf(after, StringComparison.Ordinal) + after.Length;
        _isTyped = false;
    }

    // A letter comes, and goes with the next key press. The compiler's own errors of the file, which an editor shows too, are found before.
    [IterationSetup]
    public void Press()
    {
        var change = _isTyped ? new TextChange(new TextSpan(_position, 1), "") : new TextChange(new TextSpan(_position, 0), "x");
        _isTyped = !_isTyped;
        var edited = _file.WithChangedText(_file.GetText().WithChanges(change));
        _compilation = _compilation.ReplaceSyntaxTree(_file, edited);
        _file = edited;
        _compilation.Clone().GetSemanticModel(_file).GetDiagnostics();
    }

    [Benchmark]
    public Task<ImmutableArray<Diagnostic>> Report() => _compilation
        .WithAnalyzers(LargeProject.Rules, new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: true, logAnalyzerExecutionTime: false))
        .GetAnalyzerSemanticDiagnosticsAsync(_compilation.GetSemanticModel(_file), filterSpan: null, CancellationToken.None);
}
