using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Where a stack trace is recorded (DUR0017).</summary>
internal static class TraceSinks
{
    public static void Check(ImmutableArray<IOperation> operations, BodyContext body)
    {
        var flow = new TraceFlow(body);
        var reported = new HashSet<SyntaxNode>();
        foreach (var call in flow.Solve(operations).Where(operation => DurableOperations.Is(operation, body.Symbols)).Cast<IInvocationOperation>())
        {
            foreach (var argument in call.Arguments)
            {
                if (flow.OriginOf(argument.Value) is not null && reported.Add(argument.Value.Syntax))
                {
                    body.Report(RuleIds.StackTrace, argument.Value.Syntax.GetLocation(), $"records a stack trace with {MemberName.Of(call.TargetMethod)}");
                }
            }
        }
    }
}
