using System.Collections.Immutable;
using Durable.Analyzers.Shape;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Reports steps that assign fields or properties of their workflow (DUR0021): on replay they do not run.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class StepWritesAnalyzer : DurableAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.StepWrites);

    protected override void Register(CompilationStartAnalysisContext context, DurableSymbols symbols)
    {
        var index = WorkflowIndex.For(symbols);
        context.RegisterSymbolAction(symbol => Analyze(symbol, symbols, index), SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context, DurableSymbols symbols, Lazy<WorkflowIndex> index)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (symbols.FindWorkflow(type) is null && !WorkflowBases.HasSteps(type, symbols, index))
        {
            return;
        }

        foreach (var step in type.GetMembers().OfType<IMethodSymbol>().Where(method => StepCode.IsStep(method, symbols)))
        {
            foreach (var part in step.DeclaringSyntaxReferences)
            {
                Check(part.GetSyntax(context.CancellationToken), context, symbols);
            }
        }
    }

    private static void Check(SyntaxNode step, SymbolAnalysisContext context, DurableSymbols symbols)
    {
        if (WorkflowCode.For(symbols, context.Options.AnalyzerConfigOptionsProvider).ModelOf(step.SyntaxTree).GetOperation(step, context.CancellationToken) is not { } code)
        {
            return;
        }

        foreach (var target in Writes.In(code))
        {
            if (Writes.OwnMember(target) is { } member)
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.StepWrites, target.Syntax.GetLocation(), $"writes '{member.Name}' of its workflow"));
            }
        }
    }
}
