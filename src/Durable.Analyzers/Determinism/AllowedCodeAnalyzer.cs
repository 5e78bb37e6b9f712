using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Determinism;

/// <summary>Reports <c>[AllowNondeterminism]</c> without a reason: it has no effect (DUR1009).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class AllowedCodeAnalyzer : DurableAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.NoEffect);

    protected override void Register(CompilationStartAnalysisContext context, DurableSymbols symbols)
    {
        if (symbols.AllowNondeterminismAttribute is { } attribute)
        {
            context.RegisterSyntaxNodeAction(node => Analyze(node, attribute), SyntaxKind.Attribute);
        }
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, INamedTypeSymbol attribute)
    {
        // Only an attribute with one argument that is an empty text can be meant; most are ruled out before anything is bound.
        if (context.Node is AttributeSyntax { ArgumentList.Arguments: { Count: 1 } arguments }
            && context.SemanticModel.GetConstantValue(arguments[0].Expression, context.CancellationToken) is { HasValue: true, Value: null or string } reason
            && string.IsNullOrWhiteSpace(reason.Value as string)
            && SymbolEqualityComparer.Default.Equals(context.SemanticModel.GetTypeInfo(context.Node, context.CancellationToken).Type, attribute))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.NoEffect,
                arguments[0].Expression.GetLocation(),
                "[AllowNondeterminism] has no effect",
                "nobody could tell later why the code was allowed to differ",
                "give the reason, as in [AllowNondeterminism(\"the value is only shown\")]"));
        }
    }
}
