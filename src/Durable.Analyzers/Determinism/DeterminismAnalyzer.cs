using System.Collections.Immutable;
using Durable.Analyzers.Shape;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Determinism;

/// <summary>Reports what workflow code does that a replay would do differently (DUR00xx).</summary>
/// <remarks>
/// Asked file by file, and each file's answer is about the workflow classes in it, so an editor shows every report where it belongs. A file
/// without a workflow class costs a look at its type declarations and nothing else; in particular, no operations are built for it.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class DeterminismAnalyzer : DurableAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.All
        .Where(static descriptor => descriptor.Category == Category.Determinism)
        .OrderBy(static descriptor => descriptor.Id, StringComparer.Ordinal)
        .ToImmutableArray();

    protected override void Register(CompilationStartAnalysisContext context, DurableSymbols symbols) =>
        context.RegisterSemanticModelAction(file => Analyze(file, symbols));

    private static void Analyze(SemanticModelAnalysisContext context, DurableSymbols symbols)
    {
        var tree = context.SemanticModel.SyntaxTree;
        var done = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var declaration in DeclaredClasses.In(tree, context.CancellationToken).Classes)
        {
            if (context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken) is { } type && done.Add(type))
            {
                foreach (var report in WorkflowCode.For(symbols, context.Options.AnalyzerConfigOptionsProvider).ReportsOf(type, context.CancellationToken)
                    .Where(report => report.Location.SourceTree == tree))
                {
                    context.ReportDiagnostic(ToDiagnostic(report));
                }
            }
        }
    }

    public static Diagnostic ToDiagnostic(WorkflowReport report) => Diagnostic.Create(
        Descriptors.Get(report.Violation.RuleId), report.Location, report.Hops, report.Properties, report.What);
}
