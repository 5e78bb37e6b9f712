using System.Collections.Immutable;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Shape;

/// <summary>Reports two workflows of one assembly with the same name and version, at both (DUR1012).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class DuplicateWorkflowAnalyzer : DurableAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.DuplicateWorkflow);

    protected override void Register(CompilationStartAnalysisContext context, DurableSymbols symbols)
    {
        var index = WorkflowIndex.For(symbols);
        context.RegisterSymbolAction(symbol => Analyze(symbol, symbols, index), SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context, DurableSymbols symbols, Lazy<WorkflowIndex> index)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class || symbols.FindWorkflow(type) is not { } attribute)
        {
            return;
        }

        var header = WorkflowHeader.Read(type, attribute, context.CancellationToken);
        var other = index.Value.Find(header.Name, header.Version)
            .FirstOrDefault(candidate => !SymbolEqualityComparer.Default.Equals(candidate, type));
        if (other is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.DuplicateWorkflow, header.NameLocation, type.Name, other.Name, header.Name, header.Version.ToText()));
        }
    }
}
