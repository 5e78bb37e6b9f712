using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Shape;

/// <summary>Looks for attributes in places where they have no effect: on methods of the wrong classes, and on functions inside methods.</summary>
internal abstract class PlacementAnalyzer : DurableAnalyzer
{
    protected sealed override void Register(CompilationStartAnalysisContext context, DurableSymbols symbols)
    {
        var index = WorkflowIndex.For(symbols);
        context.RegisterSymbolAction(symbol => AnalyzeType(symbol, symbols, index), SymbolKind.NamedType);
        context.RegisterSyntaxNodeAction(
            node =>
            {
                if (FindFunction(node) is { } function)
                {
                    AnalyzeFunction(node, function, symbols);
                }
            },
            SyntaxKind.LocalFunctionStatement,
            SyntaxKind.ParenthesizedLambdaExpression,
            SyntaxKind.SimpleLambdaExpression);
    }

    protected abstract void AnalyzeType(SymbolAnalysisContext context, DurableSymbols symbols, Lazy<WorkflowIndex> index);

    /// <param name="context">Where to report.</param>
    /// <param name="function">A local function or lambda with attributes.</param>
    /// <param name="symbols">The names to look for.</param>
    protected abstract void AnalyzeFunction(SyntaxNodeAnalysisContext context, IMethodSymbol function, DurableSymbols symbols);

    private static IMethodSymbol? FindFunction(SyntaxNodeAnalysisContext context) =>
        context.Node is LocalFunctionStatementSyntax { AttributeLists.Count: > 0 } or LambdaExpressionSyntax { AttributeLists.Count: > 0 }
            ? (context.SemanticModel.GetDeclaredSymbol(context.Node, context.CancellationToken)
                ?? context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol) as IMethodSymbol
            : null;
}
