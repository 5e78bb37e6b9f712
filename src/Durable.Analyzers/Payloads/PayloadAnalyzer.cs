using System.Collections.Immutable;
using Durable.Analyzers.Shape;
using Durable.Shared;
using Durable.Shared.Payloads;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Payloads;

/// <summary>Reports payload types without a serializer, with the path to the member at fault (DUR2001 to DUR2007), and secrets that would be shown (DUR2008).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class PayloadAnalyzer : DurableAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Descriptors.UnserializablePayload,
        Descriptors.PayloadConstructor,
        Descriptors.PayloadMemberLost,
        Descriptors.PayloadOpenPolymorphism,
        Descriptors.PayloadUntyped,
        Descriptors.PayloadNotData,
        Descriptors.PayloadDictionaryKey,
        Descriptors.UnmarkedSecret);

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
            AnalyzeWorkflow(context, type, attribute, index.Value.ShapeOf(type, context.CancellationToken));
        }
        else if (symbols.SharedStepsOf(type) is not null)
        {
            AnalyzeShared(context, type, symbols);
        }
        else if (WorkflowBases.HasSteps(type, symbols, index))
        {
            AnalyzeBase(context, type, symbols, index.Value);
        }
    }

    private static void AnalyzeWorkflow(
        SymbolAnalysisContext context, INamedTypeSymbol type, AttributeData attribute, WorkflowShape shape) => AnalyzeRoots(
        context,
        type,
        Places.OfClass(type, attribute, context.CancellationToken),
        shape.JsonContext,
        PayloadRoots.Of(shape, context.CancellationToken),
        shape.Problems);

    private static void AnalyzeRoots(
        SymbolAnalysisContext context,
        INamedTypeSymbol type,
        Location identifier,
        PayloadContext? own,
        IEnumerable<PayloadRoot> roots,
        ImmutableArray<ShapeProblem> shapeProblems)
    {
        var types = new PayloadTypes(context.Compilation, type, own);
        var secrets = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var root in roots)
        {
            // A type parameter that nobody closes is a rule of its own where it is declared (DUR1003, DUR1008); what a call records is declared nowhere.
            var isOwn = SymbolEqualityComparer.Default.Equals(root.Home, type);
            if ((root.Bearer is not null && HasTypeParameter(root.Type)) || (isOwn && IsReportedOtherwise(root, shapeProblems)))
            {
                continue;
            }

            var place = isOwn ? root.Place : identifier;
            if (isOwn || !IsReportedByBase(root, context.Compilation, own))
            {
                Report(context, root, types.FindProblems(root.Type), place);
            }

            if (isOwn || !IsReadAtBase(root, context.Compilation))
            {
                ReportSecrets(context, root, types.Get(root.Type), isOwn ? null : place, secrets);
            }
        }
    }

    private static void AnalyzeShared(SymbolAnalysisContext context, INamedTypeSymbol type, DurableSymbols symbols)
    {
        var shape = SharedStepsShape.Read(type, symbols, context.CancellationToken);
        AnalyzeRoots(
            context,
            type,
            Places.OfClass(type, symbols.FindSteps(type), context.CancellationToken),
            own: null,
            PayloadRoots.Of(shape, context.CancellationToken),
            shape.Problems);
    }

    private static void AnalyzeBase(SymbolAnalysisContext context, INamedTypeSymbol type, DurableSymbols symbols, WorkflowIndex index)
    {
        // What one workflow's context can serialize, another that derives from the same base may not.
        var views = index.ContextsOver(type).Select(own => new PayloadTypes(context.Compilation, type, own)).ToList();
        var (steps, problems) = StepsReader.ReadDeclared(type, symbols, context.CancellationToken);
        var secrets = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
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
                ReportSecrets(context, root, views[0].Get(root.Type), place: null, secrets);
            }
        }
    }

    private static void Report(SymbolAnalysisContext context, PayloadRoot root, ImmutableArray<PayloadProblem> problems, Location? place)
    {
        foreach (var problem in problems)
        {
            if (Descriptors.Get(problem.Kind) is { } descriptor)
            {
                context.ReportDiagnostic(Diagnostic.Create(descriptor, place, root.What, problem.Path, problem.Reason));
            }
        }
    }

    // At the first payload of the class that would show it, for each secret.
    private static void ReportSecrets(SymbolAnalysisContext context, PayloadRoot root, PayloadType type, Location? place, HashSet<ISymbol> reported)
    {
        foreach (var secret in Secrets.In(root, type).Where(secret => reported.Add(secret.Bearer.OriginalDefinition)))
        {
            var declaration = Places.OfIdentifier(secret.Bearer) is { SourceTree: { } tree } declared && context.Compilation.ContainsSyntaxTree(tree) ? declared : null;
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.UnmarkedSecret,
                place ?? secret.Place ?? root.Place,
                declaration is null ? [] : [declaration],
                secret.Path,
                secret.BearerKind,
                secret.Mark));
        }
    }

    // The more specific rule wins: a parameter taken by reference is wrong for that reason already.
    private static bool IsReportedOtherwise(PayloadRoot root, ImmutableArray<ShapeProblem> problems) =>
        root.Place is { } place
        && problems.Any(problem => problem.Location.SourceTree == place.SourceTree
            && (problem.Location.SourceSpan.Contains(place.SourceSpan) || place.SourceSpan.Contains(problem.Location.SourceSpan)));

    private static bool IsReportedByBase(PayloadRoot root, Compilation compilation, PayloadContext? own) =>
        IsReadAtBase(root, compilation)
        && !new PayloadTypes(compilation, root.Home.OriginalDefinition, own).FindProblems(root.DeclaredType).IsEmpty;

    private static bool IsReadAtBase(PayloadRoot root, Compilation compilation) =>
        root.IsStepOfHome
        && SymbolEqualityComparer.Default.Equals(root.Home.ContainingAssembly, compilation.Assembly)
        && !HasTypeParameter(root.DeclaredType);

    private static bool HasTypeParameter(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol => true,
        IArrayTypeSymbol array => HasTypeParameter(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(HasTypeParameter) || (named.ContainingType is { } outer && HasTypeParameter(outer)),
        _ => false,
    };
}
