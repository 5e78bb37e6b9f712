using System.Collections.Immutable;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Shape;

/// <summary>Reports <c>[Step]</c> where no workflow will ever record it: outside workflow classes, on local functions and lambdas (DUR1009).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class StepPlacementAnalyzer : DurableAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.NoEffect);

    protected override void Register(CompilationStartAnalysisContext context, DurableSymbols symbols)
    {
        var index = WorkflowIndex.For(symbols);
        context.RegisterSymbolAction(symbol => AnalyzeType(symbol, symbols, index), SymbolKind.NamedType);
        context.RegisterSyntaxNodeAction(
            node => AnalyzeFunction(node, symbols),
            SyntaxKind.LocalFunctionStatement,
            SyntaxKind.ParenthesizedLambdaExpression,
            SyntaxKind.SimpleLambdaExpression);
    }

    private static void AnalyzeType(SymbolAnalysisContext context, DurableSymbols symbols, Lazy<WorkflowIndex> index)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        AnalyzeLimits(context, type, symbols);
        if (symbols.FindWorkflow(type) is not null || symbols.SharedStepsOf(type) is not null || StepHomes.Of(type, symbols, index) != StepHome.Nowhere)
        {
            return;
        }

        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            if (symbols.FindStep(method) is { } attribute
                && new AttributeArguments(attribute, context.CancellationToken).Location is { } location)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.NoEffect,
                    location,
                    $"[Step] on '{method.Name}' has no effect",
                    $"'{type.Name}' is no workflow class, so nothing records the call",
                    type.TypeKind == TypeKind.Class ? $"mark '{type.Name}' with [Workflow] or [Steps], or remove [Step]" : "move the method to a workflow class"));
            }
        }
    }

    private static void AnalyzeLimits(SymbolAnalysisContext context, INamedTypeSymbol type, DurableSymbols symbols)
    {
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            if (DurableSymbols.Find(method, symbols.RateLimitAttribute) is { } limit
                && !IsStep(method, symbols)
                && new AttributeArguments(limit, context.CancellationToken).Location is { } location)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.NoEffect, location, $"[RateLimit] on '{method.Name}' has no effect", "only the attempts of a step are limited", "mark the method with [Step], too, or remove it"));
            }
        }
    }

    private static bool IsStep(IMethodSymbol method, DurableSymbols symbols)
    {
        for (var current = method; current is not null; current = current.OverriddenMethod)
        {
            if (symbols.FindStep(current) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static void AnalyzeFunction(SyntaxNodeAnalysisContext context, DurableSymbols symbols)
    {
        var hasAttributes = context.Node switch
        {
            LocalFunctionStatementSyntax function => function.AttributeLists.Count > 0,
            LambdaExpressionSyntax lambda => lambda.AttributeLists.Count > 0,
            _ => false,
        };
        if (!hasAttributes)
        {
            return;
        }

        var symbol = context.SemanticModel.GetDeclaredSymbol(context.Node, context.CancellationToken)
            ?? context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol;
        if (symbol is IMethodSymbol method
            && symbols.FindStep(method) is { } attribute
            && new AttributeArguments(attribute, context.CancellationToken).Location is { } location)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.NoEffect,
                location,
                "[Step] has no effect",
                "a function inside a method cannot be overridden, so its calls would not be recorded",
                "make it a 'protected virtual' method of the workflow class"));
        }
    }
}
