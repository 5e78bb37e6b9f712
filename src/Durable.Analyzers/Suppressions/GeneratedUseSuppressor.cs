using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Suppressions;

/// <summary>Silences rules of the SDK that overlook what generated code does with the author's class.</summary>
/// <remarks>They do not look into generated code: to them nobody derives from a workflow class, nobody makes one, and the advice would not compile.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class GeneratedUseSuppressor : DiagnosticSuppressor
{
    public static readonly SuppressionDescriptor NeverInstantiated = new(
        "DURS0001", "CA1812", "A workflow class is instantiated by its generated state machine.");

    public static readonly SuppressionDescriptor CanBeSealed = new(
        "DURS0002", "CA1852", "The generated state machine derives from a workflow class.");

    public static readonly SuppressionDescriptor StepParameterName = new(
        "DURS0003", "CA1716", "'step' is what the context of a step is called; only generated code overrides steps.");

    public static readonly SuppressionDescriptor BodyCanBeStatic = new(
        "DURS0004", "CA1822", "The body and the handlers of a workflow are called on an instance, whether or not they use it.");

    public static readonly SuppressionDescriptor CompensatorReturnType = new(
        "DURS0005", "CA1859", "A compensator returns a task; only generated code calls it.");

    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } =
        ImmutableArray.Create(NeverInstantiated, CanBeSealed, StepParameterName, BodyCanBeStatic, CompensatorReturnType);

    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        if (DurableSymbols.TryCreate(context.Compilation) is not { } symbols)
        {
            return;
        }

        var places = new CodePlaces(symbols, context.CancellationToken);
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (DeclaredAt(diagnostic, context) is { } declared && Find(diagnostic.Id, declared, symbols, places) is { } suppression)
            {
                context.ReportSuppression(Suppression.Create(suppression, diagnostic));
            }
        }
    }

    private static ISymbol? DeclaredAt(Diagnostic diagnostic, SuppressionAnalysisContext context)
    {
        if (diagnostic.Location.SourceTree is not { } tree)
        {
            return null;
        }

        var node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan);
        return context.GetSemanticModel(tree).GetDeclaredSymbol(node, context.CancellationToken);
    }

    private static SuppressionDescriptor? Find(string id, ISymbol declared, DurableSymbols symbols, CodePlaces places) => declared switch
    {
        INamedTypeSymbol type when (symbols.FindWorkflow(type) ?? symbols.FindSteps(type)) is not null =>
            id == NeverInstantiated.SuppressedDiagnosticId ? NeverInstantiated : id == CanBeSealed.SuppressedDiagnosticId ? CanBeSealed : null,
        IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter
            when id == StepParameterName.SuppressedDiagnosticId
            && symbols.FindStep(method) is not null
            && DurableSymbols.Is(parameter.Type, symbols.StepContext) => StepParameterName,
        IMethodSymbol method when id == BodyCanBeStatic.SuppressedDiagnosticId && (places.IsBody(method) || places.IsHandler(method)) => BodyCanBeStatic,
        IMethodSymbol method when id == CompensatorReturnType.SuppressedDiagnosticId && places.IsCompensator(method) => CompensatorReturnType,
        _ => null,
    };
}
