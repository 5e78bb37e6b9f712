using System.Collections.Immutable;
using Durable.Analyzers.Shape;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Reports steps that assign or change fields or properties of their workflow, themselves or through its methods (DUR0021): on replay they do not run.</summary>
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

        var code = WorkflowCode.For(symbols, context.Options.AnalyzerConfigOptionsProvider);
        var writes = new OwnWrites(type, code, context.CancellationToken);
        foreach (var step in type.GetMembers().OfType<IMethodSymbol>().Where(method => StepCode.IsStep(method, symbols)))
        {
            foreach (var part in step.DeclaringSyntaxReferences)
            {
                Check(part.GetSyntax(context.CancellationToken), context, code, writes);
            }
        }
    }

    private static void Check(SyntaxNode step, SymbolAnalysisContext context, WorkflowCode code, OwnWrites writes)
    {
        if (code.ModelOf(step.SyntaxTree).GetOperation(step, context.CancellationToken) is not { } body)
        {
            return;
        }

        foreach (var target in Writes.In(body))
        {
            if (Writes.OwnMember(target) is { } member)
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.StepWrites, target.Syntax.GetLocation(), $"writes '{member.Name}' of its workflow"));
            }
        }

        foreach (var (place, method, written) in writes.In(body))
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.StepWrites, place.GetLocation(), $"calls '{method.Name}', which writes '{written.Name}' of its workflow"));
        }
    }
}
