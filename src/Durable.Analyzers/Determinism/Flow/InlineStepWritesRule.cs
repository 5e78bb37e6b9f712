using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>An inline step that assigns or changes what belongs to the code around it (DUR0021): on replay the step does not run.</summary>
internal sealed class InlineStepWritesRule : BodyRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } = ImmutableArray.Create(OperationKind.Invocation);

    public override void Visit(IOperation operation, BodyContext body)
    {
        foreach (var argument in ((IInvocationOperation)operation).Arguments)
        {
            if (StepCode.IsGiven(argument, body))
            {
                Check(argument.Value, body);
            }
        }
    }

    private static void Check(IOperation given, BodyContext body)
    {
        switch (given)
        {
            case IConversionOperation conversion:
                Check(conversion.Operand, body);
                break;
            case IDelegateCreationOperation creation:
                Check(creation.Target, body);
                break;
            case IAnonymousFunctionOperation lambda:
                Check(lambda.Body, lambda.Syntax, body);
                break;
            case IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } reference:
                if (Find<ILocalFunctionOperation>(body, own => SymbolEqualityComparer.Default.Equals(own.Symbol, reference.Method.OriginalDefinition)) is { Body: { } code } function)
                {
                    Check(code, function.Syntax, body);
                }

                break;
            case IMethodReferenceOperation reference:
                ReportCalls(reference, body);
                break;
            case ILocalReferenceOperation { Local: var local } when StepCode.IsOnlyGiven(local, body):
                if (Find<IVariableDeclaratorOperation>(body, declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local)) is { Initializer.Value: var value })
                {
                    Check(value, body);
                }

                break;
        }
    }

    private static void Check(IOperation code, SyntaxNode function, BodyContext body)
    {
        foreach (var target in Writes.In(code))
        {
            if (Captured(target, function) is { } written)
            {
                body.Report(RuleIds.StepWrites, target.Syntax.GetLocation(), $"writes '{written.Name}' of the code around it");
            }
        }

        ReportCalls(code, body);
    }

    private static void ReportCalls(IOperation code, BodyContext body)
    {
        if (body.Owner.ContainingType is not { } type)
        {
            return;
        }

        foreach (var (place, method, written) in new OwnWrites(type, body.Code, body.CancellationToken).In(code))
        {
            body.Report(RuleIds.StepWrites, place.GetLocation(), $"calls '{method.Name}', which writes '{written.Name}' of the code around it");
        }
    }

    private static T? Find<T>(BodyContext body, Func<T, bool> condition)
        where T : class, IOperation => body.Root.DescendantsAndSelf().OfType<T>().FirstOrDefault(condition);

    private static ISymbol? Captured(IOperation target, SyntaxNode function) => Writes.OwnMember(target) ?? target switch
    {
        ILocalReferenceOperation { Local: var local } when IsOutside(local, function) => local,
        IParameterReferenceOperation { Parameter: var parameter } when IsOutside(parameter, function) => parameter,
        _ => null,
    };

    private static bool IsOutside(ISymbol symbol, SyntaxNode function) => !symbol.DeclaringSyntaxReferences.Any(reference =>
        reference.SyntaxTree == function.SyntaxTree && function.Span.Contains(reference.Span));
}
