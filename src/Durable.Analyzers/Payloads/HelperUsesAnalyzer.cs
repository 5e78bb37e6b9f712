using System.Collections.Immutable;
using Durable.Analyzers.Determinism;
using Durable.Analyzers.Shape;
using Durable.Shared;
using Durable.Shared.Payloads;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Payloads;

/// <summary>
/// Reports what helpers outside a workflow class ask of its context and only the class could give: the serializer of a type that it does not use itself
/// (DUR2001), a signal that a handler of it takes (DUR1014).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class HelperUsesAnalyzer : DurableAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Descriptors.UnserializablePayload, Descriptors.SignalHandledAndWaitedFor);

    protected override void Register(CompilationStartAnalysisContext context, DurableSymbols symbols)
    {
        var index = WorkflowIndex.For(symbols);
        context.RegisterSemanticModelAction(file => Analyze(file, symbols, index));
    }

    // File by file, as the determinism rules: the compiler asks both on one thread, one after the other, so that the code is read once.
    private static void Analyze(SemanticModelAnalysisContext context, DurableSymbols symbols, Lazy<WorkflowIndex> index)
    {
        var done = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var declaration in DeclaredClasses.In(context.SemanticModel.SyntaxTree, context.CancellationToken).Classes)
        {
            if (context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken) is { } type && done.Add(type) && symbols.FindWorkflow(type) is not null)
            {
                Analyze(type, context, symbols, index);
            }
        }
    }

    private static void Analyze(INamedTypeSymbol type, SemanticModelAnalysisContext context, DurableSymbols symbols, Lazy<WorkflowIndex> index)
    {
        var tree = context.SemanticModel.SyntaxTree;
        var uses = WorkflowCode.For(symbols, context.Options.AnalyzerConfigOptionsProvider).UsesOf(type, context.CancellationToken);
        if (uses.IsEmpty || index.Value.ShapeOf(type, context.CancellationToken) is not { HasErrors: false } shape)
        {
            return;
        }

        var known = new Lazy<PayloadTypes?>(() => KnownTo(shape, symbols, context.CancellationToken));
        var reported = new HashSet<(Location Place, string What)>();
        foreach (var use in uses.Where(use => use.Place.SourceTree == tree && !IsOfBase(use.Use, type)))
        {
            if (use.Use.Recorded is { } recorded && known.Value?.Knows(recorded) == false && reported.Add((use.Place, PayloadTypeName.Of(recorded))))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.UnserializablePayload,
                    use.Place,
                    [use.Use.Place],
                    $"The value that '{use.Use.Method.Name}' records in '{use.Way}'",
                    PayloadTypeName.ForPeople(recorded),
                    "serializers are made for what the workflow class and its bases record; make the call there"));
            }
            else if (shape.Handlers.FirstOrDefault(handler => SymbolEqualityComparer.Default.Equals(handler.Signal?.Field, use.Use.Awaited)) is { Signal: { } signal } handler
                && reported.Add((use.Place, signal.Field.Name)))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.SignalHandledAndWaitedFor,
                    use.Place,
                    Places.OfIdentifier(handler.Method) is { } declared ? [declared] : [],
                    signal.Field.Name,
                    handler.Method.Name));
            }
        }
    }

    // What a base class does itself is looked at with the declarations.
    private static bool IsOfBase(ContextUse use, INamedTypeSymbol type)
    {
        for (var current = use.IsNamed || use.Recorded is not null ? type.BaseType : null; current is not null; current = current.BaseType)
        {
            if (DurableSymbols.Is(current, use.Owner.ContainingType))
            {
                return true;
            }
        }

        return false;
    }

    // Null where nobody can tell: shared steps of another assembly bring serializers for what they record.
    private static PayloadTypes? KnownTo(WorkflowShape shape, DurableSymbols symbols, CancellationToken cancellationToken)
    {
        var roots = PayloadRoots.Of(shape, cancellationToken);
        foreach (var shared in shape.SharedSteps.Select(static step => step.Method.ContainingType).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default))
        {
            if (!SymbolEqualityComparer.Default.Equals(shared.ContainingAssembly, symbols.Compilation.Assembly) || symbols.FindSteps(shared) is null)
            {
                return null;
            }

            roots = roots.Concat(PayloadRoots.Of(SharedStepsShape.Read(shared, symbols, cancellationToken), cancellationToken));
        }

        var types = new PayloadTypes(symbols.Compilation, shape.Type, shape.JsonContext);
        foreach (var root in roots)
        {
            types.Get(root.Type);
        }

        return types;
    }
}
