using System.Collections.Immutable;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Shape;

/// <summary>Reports <c>[SignalHandler]</c>, <c>[Query]</c> and <c>[Update]</c> where no run will ever be asked: outside workflow classes, on local functions and lambdas (DUR1009).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class HandlerPlacementAnalyzer : PlacementAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.NoEffect);

    protected override void AnalyzeType(SymbolAnalysisContext context, DurableSymbols symbols, Lazy<WorkflowIndex> index)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var found = type.GetMembers().OfType<IMethodSymbol>().SelectMany(method => HandlerAttributes(method, symbols).Select(attribute => (method, attribute))).ToList();
        if (found.Count == 0 || symbols.FindWorkflow(type) is not null || StepHomes.IsInherited(type, index))
        {
            return;
        }

        foreach (var (method, attribute) in found)
        {
            Report(
                context.ReportDiagnostic,
                attribute,
                $"{MethodRoles.Show(attribute)} on '{method.Name}' has no effect",
                $"'{type.Name}' is no workflow class, so no run could be asked",
                type.TypeKind == TypeKind.Class ? $"mark '{type.Name}' with [Workflow], or remove {MethodRoles.Show(attribute)}" : "move the method to a workflow class",
                context.CancellationToken);
        }
    }

    protected override void AnalyzeFunction(SyntaxNodeAnalysisContext context, IMethodSymbol function, DurableSymbols symbols)
    {
        foreach (var attribute in HandlerAttributes(function, symbols))
        {
            Report(
                context.ReportDiagnostic,
                attribute,
                $"{MethodRoles.Show(attribute)} has no effect",
                "a function inside a method cannot be reached from outside",
                "make it a method of the workflow class",
                context.CancellationToken);
        }
    }

    private static IEnumerable<AttributeData> HandlerAttributes(IMethodSymbol method, DurableSymbols symbols) => method.GetAttributes().Where(data =>
        DurableSymbols.Is(data.AttributeClass, symbols.SignalHandlerAttribute)
        || DurableSymbols.Is(data.AttributeClass, symbols.QueryAttribute)
        || DurableSymbols.Is(data.AttributeClass, symbols.UpdateAttribute));

    private static void Report(Action<Diagnostic> report, AttributeData attribute, string what, string why, string remedy, CancellationToken cancellationToken)
    {
        if (new AttributeArguments(attribute, cancellationToken).Location is { } location)
        {
            report(Diagnostic.Create(Descriptors.NoEffect, location, what, why, remedy));
        }
    }
}
