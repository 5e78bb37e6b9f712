using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>A loop that nothing ends, with durable operations in it (DUR0018): the journal grows until it can no longer be replayed.</summary>
internal sealed class EndlessLoopRule : BodyRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } = ImmutableArray.Create(OperationKind.Loop);

    public override void Visit(IOperation operation, BodyContext body)
    {
        if (operation is ILoopOperation loop && IsEndless(loop) && DurableOperations.AreIn(loop.Body, body) && !Ends(loop))
        {
            body.Report(RuleIds.EndlessLoop, Keyword(loop.Syntax), "loops without end and never continues as new");
        }
    }

    private static bool IsEndless(ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation { Condition: var condition } => IsTrue(condition),
        IForLoopOperation { Condition: var condition } => condition is null || IsTrue(condition),
        _ => false,
    };

    private static bool IsTrue(IOperation? condition) => condition?.ConstantValue is { HasValue: true, Value: true };

    // Without what other functions do: they are called from the loop, and end themselves only.
    private static bool Ends(ILoopOperation loop)
    {
        var open = new Stack<IOperation>();
        open.Push(loop.Body);
        while (open.Count > 0)
        {
            var operation = open.Pop();
            if (IsExit(operation, loop))
            {
                return true;
            }

            foreach (var child in operation.ChildOperations)
            {
                if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
                {
                    open.Push(child);
                }
            }
        }

        return false;
    }

    private static bool IsExit(IOperation operation, ILoopOperation loop) => operation switch
    {
        IReturnOperation or IThrowOperation => true,
        IBranchOperation { BranchKind: BranchKind.GoTo } => true,
        IBranchOperation { BranchKind: BranchKind.Break } branch => SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel),
        IInvocationOperation { TargetMethod.Name: "CompensateAsync" or "ContinueAsNewAsync" } => true,
        _ => false,
    };

    private static Location Keyword(SyntaxNode loop) => loop switch
    {
        WhileStatementSyntax statement => statement.WhileKeyword.GetLocation(),
        DoStatementSyntax statement => statement.WhileKeyword.GetLocation(),
        ForStatementSyntax statement => statement.ForKeyword.GetLocation(),
        _ => loop.GetLocation(),
    };
}
