using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Where a hash code decides something (DUR0013): branches, what is recorded, what leaves the method.</summary>
internal static class HashSinks
{
    public static void Check(ImmutableArray<IOperation> operations, BodyContext body)
    {
        var flow = new HashFlow(body);
        if (body.Owner is IMethodSymbol { Name: "GetHashCode" })
        {
            return;
        }

        var reported = new HashSet<SyntaxNode>();
        foreach (var decision in flow.Solve(operations).SelectMany(operation => Decisions(operation, body)))
        {
            if (flow.OriginOf(decision) is IInvocationOperation origin && reported.Add(origin.Syntax))
            {
                body.Report(RuleIds.HashCode, origin.Syntax, origin.TargetMethod);
            }
        }
    }

    private static IEnumerable<IOperation> Decisions(IOperation operation, BodyContext body) => operation switch
    {
        IConditionalOperation conditional => [conditional.Condition],
        IWhileLoopOperation { Condition: { } condition } => [condition],
        IForLoopOperation { Condition: { } condition } => [condition],
        ISwitchOperation choice => [choice.Value],
        ISwitchExpressionOperation choice => [choice.Value],
        IReturnOperation { ReturnedValue: { } value } => [value],
        IAssignmentOperation { Target: IMemberReferenceOperation } assignment => [assignment.Value],
        IInvocationOperation call when DurableOperations.Is(call, body.Symbols) => call.Arguments.Select(static argument => argument.Value),
        _ => [],
    };
}
