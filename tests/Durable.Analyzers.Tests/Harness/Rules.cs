using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Tests.Harness;

/// <summary>Runs all our analyzers, as a project that references the package does.</summary>
internal static class Rules
{
    public static ImmutableArray<DiagnosticAnalyzer> All { get; } =
        typeof(Descriptors).Assembly.GetTypes()
            .Where(static type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type, nonPublic: true)!)
            .ToImmutableArray();

    /// <summary>The command line: the whole compilation at once.</summary>
    public static async Task<ImmutableArray<Diagnostic>> RunWholeAsync(Compilation compilation, Config? config = null) =>
        Checked(await Start(compilation, config).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));

    /// <summary>The editor: one file, as a new start each time.</summary>
    public static async Task<ImmutableArray<Diagnostic>> RunFileAsync(Compilation compilation, SyntaxTree tree, Config? config = null)
    {
        var run = Start(compilation, config);
        var model = compilation.GetSemanticModel(tree);
        var syntax = await run.GetAnalyzerSyntaxDiagnosticsAsync(tree, TestContext.Current.CancellationToken);
        var semantic = await run.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, TestContext.Current.CancellationToken);
        return Checked(syntax.AddRange(semantic));
    }

    /// <summary>The editor's light bulb: one span of one file.</summary>
    public static async Task<ImmutableArray<Diagnostic>> RunSpanAsync(
        Compilation compilation, SyntaxTree tree, Microsoft.CodeAnalysis.Text.TextSpan span, Config? config = null)
    {
        var run = Start(compilation, config);
        var model = compilation.GetSemanticModel(tree);
        return Checked(await run.GetAnalyzerSemanticDiagnosticsAsync(model, span, TestContext.Current.CancellationToken));
    }

    private static CompilationWithAnalyzers Start(Compilation compilation, Config? config) => compilation.WithAnalyzers(
        All,
        new CompilationWithAnalyzersOptions(
            config is null ? new AnalyzerOptions([]) : new AnalyzerOptions([], config),
            onAnalyzerException: null,
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false));

    // An analyzer that throws is reported as AD0001: a failure in whatever test it happens.
    private static ImmutableArray<Diagnostic> Checked(ImmutableArray<Diagnostic> diagnostics)
    {
        Assert.DoesNotContain(diagnostics, static diagnostic => diagnostic.Id == "AD0001");
        return diagnostics;
    }
}
