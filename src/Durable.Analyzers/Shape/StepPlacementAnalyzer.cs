using System.Collections.Immutable;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Shape;

/// <summary>Reports <c>[Step]</c> where no workflow will ever record it: outside workflow classes, on local functions and lambdas (DUR1009).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class StepPlacementAnalyzer : PlacementAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.NoEffect);

    protected override void AnalyzeType(SymbolAnalysisContext context, DurableSymbols symbols, Lazy<WorkflowIndex> index)
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

    protected override void AnalyzeFunction(SyntaxNodeAnalysisContext context, IMethodSymbol function, DurableSymbols symbols)
    {
        if (symbols.FindStep(function) is { } attribute
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
