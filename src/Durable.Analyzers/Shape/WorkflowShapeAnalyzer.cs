using System.Collections.Immutable;
using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Shape;

/// <summary>Reports what <see cref="WorkflowShape"/> finds wrong with a workflow class, and with the steps of a base class at that class.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class WorkflowShapeAnalyzer : DurableAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Descriptors.NotPartial,
        Descriptors.NotInheritable,
        Descriptors.NotReachable,
        Descriptors.NoRun,
        Descriptors.WrongRun,
        Descriptors.StepNotVirtual,
        Descriptors.StepNotAwaitable,
        Descriptors.StepSignature,
        Descriptors.NoEffect,
        Descriptors.DuplicateStep,
        Descriptors.InvalidName,
        Descriptors.DuplicateSignal,
        Descriptors.SignalHandledAndWaitedFor,
        Descriptors.CompensatorMissing,
        Descriptors.CompensatorParameters,
        Descriptors.CompensatorAmbiguous,
        Descriptors.CompensationCycle,
        Descriptors.CompensatorNotAwaitable,
        Descriptors.InvalidDuration,
        Descriptors.OutOfRange,
        Descriptors.LimitKey,
        Descriptors.UnstableKey,
        Descriptors.ValidatorMismatch,
        Descriptors.NotStaticReadonly,
        Descriptors.HandlerSignature,
        Descriptors.NameTaken);

    protected override void Register(CompilationStartAnalysisContext context, DurableSymbols symbols)
    {
        var index = WorkflowIndex.For(symbols);
        context.RegisterSymbolAction(symbol => Analyze(symbol, symbols, index), SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context, DurableSymbols symbols, Lazy<WorkflowIndex> index)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var own = new HashSet<Location>();
        foreach (var problem in Read(type, symbols, index, context.CancellationToken))
        {
            if (SymbolEqualityComparer.Default.Equals(problem.ReportedBy, type))
            {
                Report(context, problem);
                own.Add(problem.Location);
            }
        }

        // A type around several workflows is wrong in one way once, and a workflow around another for its own sake already.
        var reported = new HashSet<(Location, string?)>();
        foreach (var problem in ReadInside(type, symbols, context.CancellationToken))
        {
            problem.Properties.TryGetValue(ProblemProperties.Fix, out var fix);
            if (SymbolEqualityComparer.Default.Equals(problem.ReportedBy, type)
                && !own.Contains(problem.Location)
                && reported.Add((problem.Location, fix)))
            {
                Report(context, problem);
            }
        }
    }

    private static ImmutableArray<ShapeProblem> Read(
        INamedTypeSymbol type, DurableSymbols symbols, Lazy<WorkflowIndex> index, CancellationToken cancellationToken)
    {
        if (type.TypeKind == TypeKind.Class && symbols.FindWorkflow(type) is not null)
        {
            return index.Value.ShapeOf(type, cancellationToken).Problems;
        }

        if (symbols.SharedStepsOf(type) is not null)
        {
            return SharedStepsShape.Read(type, symbols, cancellationToken).Problems;
        }

        return WorkflowBases.HasSteps(type, symbols, index)
            ? StepsReader.ReadDeclared(type, symbols, cancellationToken).Problems
            : ImmutableArray<ShapeProblem>.Empty;
    }

    // What workflows and shared steps nested in a type need of it.
    private static IEnumerable<ShapeProblem> ReadInside(INamedTypeSymbol type, DurableSymbols symbols, CancellationToken cancellationToken)
    {
        foreach (var nested in type.GetTypeMembers())
        {
            if (nested.TypeKind == TypeKind.Class && (symbols.FindWorkflow(nested) ?? symbols.FindSteps(nested)) is { } attribute)
            {
                foreach (var problem in DeclarationReader.Read(nested, attribute, symbols, cancellationToken))
                {
                    yield return problem;
                }
            }

            foreach (var problem in ReadInside(nested, symbols, cancellationToken))
            {
                yield return problem;
            }
        }
    }

    private static void Report(SymbolAnalysisContext context, ShapeProblem problem) => context.ReportDiagnostic(Diagnostic.Create(
        Descriptors.Get(problem.RuleId), problem.Location, problem.Properties, problem.Arguments.ToArray<object?>()));
}
