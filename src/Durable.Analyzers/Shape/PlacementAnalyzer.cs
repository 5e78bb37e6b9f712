using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Shape;

/// <summary>Reports our attributes in places where they have no effect: on methods of the wrong classes, and on functions inside methods (DUR1009).</summary>
/// <remarks>Asked attribute by attribute, so that methods without one, which are nearly all, cost nothing.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class PlacementAnalyzer : DurableAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.NoEffect);

    protected override void Register(CompilationStartAnalysisContext context, DurableSymbols symbols)
    {
        var index = WorkflowIndex.For(symbols);
        context.RegisterSyntaxNodeAction(node => Analyze(node, symbols, index), SyntaxKind.Attribute);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, DurableSymbols symbols, Lazy<WorkflowIndex> index)
    {
        if (context.Node.Parent?.Parent is not { } declaration || FindMethod(declaration, context) is not { } method || Find(context.Node, method) is not { } attribute)
        {
            return;
        }

        var misplacement = declaration is LocalFunctionStatementSyntax or LambdaExpressionSyntax
            ? StepPlacement.OnFunction(attribute, symbols) ?? HandlerPlacement.OnFunction(attribute, symbols)
            : StepPlacement.OnMethod(method, attribute, symbols, index) ?? HandlerPlacement.OnMethod(method, attribute, symbols, index);
        if (misplacement is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.NoEffect, context.Node.GetLocation(), misplacement.What, misplacement.Why, misplacement.Remedy));
        }
    }

    private static IMethodSymbol? FindMethod(SyntaxNode declaration, SyntaxNodeAnalysisContext context) => declaration switch
    {
        BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax =>
            context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken) as IMethodSymbol,
        LambdaExpressionSyntax => context.SemanticModel.GetSymbolInfo(declaration, context.CancellationToken).Symbol as IMethodSymbol,
        _ => null,
    };

    private static AttributeData? Find(SyntaxNode syntax, IMethodSymbol method) => method.GetAttributes().FirstOrDefault(attribute =>
        attribute.ApplicationSyntaxReference is { } reference && reference.Span == syntax.Span && reference.SyntaxTree == syntax.SyntaxTree);
}
