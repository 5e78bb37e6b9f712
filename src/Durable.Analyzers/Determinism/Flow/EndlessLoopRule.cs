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
        IReturnOperation => true,
        IThrowOperation end => IsDecision(end) && !IsCaught(end, loop),
        IBranchOperation { BranchKind: BranchKind.GoTo, Target: var target } => !IsIn(target, loop),
        IBranchOperation { BranchKind: BranchKind.Break } branch => SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel),
        IInvocationOperation { TargetMethod.Name: "CompensateAsync" or "ContinueAsNewAsync" } => true,
        _ => false,
    };
    // 'x ?? throw' guards against what should not be, as does handing on what was caught; a statement ends the loop by decision.
    private static bool IsDecision(IThrowOperation end) =>
        end.Syntax is ThrowStatementSyntax && !(end.Exception is null && end.Parent is IBlockOperation { Parent: ICatchClauseOperation });

    private static bool IsCaught(IOperation operation, ILoopOperation loop)
    {
        for (var current = operation; current != loop && current.Parent is { } parent; current = parent)
        {
            if (parent is ITryOperation { Catches.IsEmpty: false } attempt && attempt.Body == current)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsIn(ILabelSymbol label, ILoopOperation loop) => label.DeclaringSyntaxReferences.Any(reference => loop.Syntax.Span.Contains(reference.Span));

    private static Location Keyword(SyntaxNode loop) => loop switch
    {
        WhileStatementSyntax statement => statement.WhileKeyword.GetLocation(),
        DoStatementSyntax statement => statement.WhileKeyword.GetLocation(),
        ForStatementSyntax statement => statement.ForKeyword.GetLocation(),
        _ => loop.GetLocation(),
    };
}
