using System.Collections.Immutable;
using Durable.Analyzers.Shape;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Determinism;

/// <summary>Reports steps of classes that workflows derive from where these ask for something durable (DUR0019).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class InheritedStepsAnalyzer : DurableAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.Get(RuleIds.DurableInStep));

    protected override void Register(CompilationStartAnalysisContext context, DurableSymbols symbols)
    {
        var index = WorkflowIndex.For(symbols);
        context.RegisterSymbolAction(symbol => Analyze(symbol, symbols, index), SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context, DurableSymbols symbols, Lazy<WorkflowIndex> index)
    {
        var type = (INamedTypeSymbol)context.Symbol;

        // Workflows and shared steps are looked at as a whole.
        if (!WorkflowBases.HasSteps(type, symbols, index) || symbols.FindWorkflow(type) is not null || symbols.FindSteps(type) is not null)
        {
            return;
        }

        foreach (var report in StepWalk.Of(WorkflowCode.For(symbols, context.Options.AnalyzerConfigOptionsProvider), type, context.CancellationToken).InSourceOrder)
        {
            context.ReportDiagnostic(DeterminismAnalyzer.ToDiagnostic(report));
        }
    }
}
