using System.Collections.Immutable;
using Durable.Analyzers.Shape;
using Durable.Shared;
using Durable.Shared.Payloads;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Payloads;

/// <summary>Reports payload types without a serializer, with the path to the member at fault (DUR2001).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class PayloadAnalyzer : DurableAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.UnserializablePayload);

    protected override void Register(CompilationStartAnalysisContext context, DurableSymbols symbols)
    {
        var index = WorkflowIndex.For(symbols);
        context.RegisterSymbolAction(symbol => Analyze(symbol, symbols, index), SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context, DurableSymbols symbols, Lazy<WorkflowIndex> index)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind == TypeKind.Class && symbols.FindWorkflow(type) is { } attribute)
        {
            AnalyzeWorkflow(context, type, attribute, symbols);
        }
        else if (StepHomes.Of(type, symbols, index) == StepHome.Base)
        {
            AnalyzeBase(context, type, symbols, index.Value);
        }
    }

    private static void AnalyzeWorkflow(
        SymbolAnalysisContext context, INamedTypeSymbol type, AttributeData attribute, DurableSymbols symbols)
    {
        var shape = WorkflowShape.Read(type, symbols, context.CancellationToken);
        var own = shape.JsonContext;
        var types = new PayloadTypes(context.Compilation, type, own);
        foreach (var root in PayloadRoots.Of(shape, context.CancellationToken))
        {
            // A type parameter that nobody closes is a rule of its own (DUR1003, DUR1008).
            var isOwn = SymbolEqualityComparer.Default.Equals(root.Home, type);
            if (HasTypeParameter(root.Type)
                || (isOwn && IsReportedOtherwise(root, shape.Problems))
                || (!isOwn && IsReportedByBase(root, context.Compilation, own)))
            {
                continue;
            }

            Report(context, root, types.FindProblems(root.Type), isOwn ? root.Place : Places.OfClass(type, attribute, context.CancellationToken));
        }
    }

    private static void AnalyzeBase(SymbolAnalysisContext context, INamedTypeSymbol type, DurableSymbols symbols, WorkflowIndex index)
    {
        // What one workflow's context can serialize, another that derives from the same base may not.
        var views = index.ContextsOver(type).Select(own => new PayloadTypes(context.Compilation, type, own)).ToList();
        var (steps, problems) = StepsReader.ReadDeclared(type, symbols, context.CancellationToken);
        foreach (var root in steps.SelectMany(step => PayloadRoots.OfStep(step, context.CancellationToken)))
        {
            // What a type parameter stands for, only the workflow that closes it knows.
            if (!HasTypeParameter(root.Type) && !IsReportedOtherwise(root, problems))
            {
                Report(
                    context,
                    root,
                    views.Select(view => view.FindProblems(root.Type)).Where(static problems => !problems.IsEmpty)
                        .DefaultIfEmpty(ImmutableArray<PayloadProblem>.Empty).First(),
                    root.Place);
            }
        }
    }

    private static void Report(SymbolAnalysisContext context, PayloadRoot root, ImmutableArray<PayloadProblem> problems, Location? place)
    {
        foreach (var problem in problems)
        {
            if (problem.Kind != PayloadProblemKind.Unresolved)
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.UnserializablePayload, place, root.What, problem.Path, problem.Reason));
            }
        }
    }

    // The more specific rule wins: a parameter taken by reference is wrong for that reason already.
    private static bool IsReportedOtherwise(PayloadRoot root, ImmutableArray<ShapeProblem> problems) =>
        root.Place is { } place
        && problems.Any(problem => problem.Location.SourceTree == place.SourceTree
            && (problem.Location.SourceSpan.Contains(place.SourceSpan) || place.SourceSpan.Contains(problem.Location.SourceSpan)));

    private static bool IsReportedByBase(PayloadRoot root, Compilation compilation, PayloadContext? own) =>
        root.IsStepOfHome
        && SymbolEqualityComparer.Default.Equals(root.Home.ContainingAssembly, compilation.Assembly)
        && !HasTypeParameter(root.DeclaredType)
        && !new PayloadTypes(compilation, root.Home.OriginalDefinition, own).FindProblems(root.DeclaredType).IsEmpty;

    private static bool HasTypeParameter(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol => true,
        IArrayTypeSymbol array => HasTypeParameter(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(HasTypeParameter) || (named.ContainingType is { } outer && HasTypeParameter(outer)),
        _ => false,
    };
}
