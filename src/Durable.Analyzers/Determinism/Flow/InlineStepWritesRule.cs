using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>An inline step that assigns what belongs to the code around it (DUR0021): on replay the step does not run.</summary>
internal sealed class InlineStepWritesRule : BodyRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } = ImmutableArray.Create(OperationKind.Invocation);

    public override void Visit(IOperation operation, BodyContext body)
    {
        foreach (var argument in ((IInvocationOperation)operation).Arguments)
        {
            if (StepCode.IsGiven(argument, body) && argument.Value is IDelegateCreationOperation { Target: IAnonymousFunctionOperation function })
            {
                Check(function, body);
            }
        }
    }

    private static void Check(IAnonymousFunctionOperation function, BodyContext body)
    {
        foreach (var target in Writes.In(function.Body))
        {
            if (Captured(target, function) is { } written)
            {
                body.Report(RuleIds.StepWrites, target.Syntax.GetLocation(), $"writes '{written.Name}' of the code around it");
            }
        }
    }

    private static ISymbol? Captured(IOperation target, IAnonymousFunctionOperation function) => Writes.OwnMember(target) ?? target switch
    {
        ILocalReferenceOperation { Local: var local } when IsOutside(local, function) => local,
        IParameterReferenceOperation { Parameter: var parameter } when IsOutside(parameter, function) => parameter,
        _ => null,
    };

    private static bool IsOutside(ISymbol symbol, IAnonymousFunctionOperation function) => !symbol.DeclaringSyntaxReferences.Any(reference =>
        reference.SyntaxTree == function.Syntax.SyntaxTree && function.Syntax.Span.Contains(reference.Span));
}
