using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>A durable operation whose task is thrown away (DUR0020): as a statement, as a discard, or in a variable that nobody reads, alone or among others.</summary>
internal sealed class DroppedTaskRule : BodyRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } =
        ImmutableArray.Create(OperationKind.ExpressionStatement, OperationKind.VariableDeclarator);

    public override void Visit(IOperation operation, BodyContext body)
    {
        var value = operation switch
        {
            IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: IDiscardOperation, Value: var assigned } } => assigned,
            IExpressionStatementOperation statement => statement.Operation,
            IVariableDeclaratorOperation declarator => declarator.Initializer?.Value,
            _ => null,
        };
        var started = StartedTasks.In(value, body).ToList();
        if (started.Count == 0 || (operation is IVariableDeclaratorOperation { Symbol: var local } && IsRead(local, body)))
        {
            return;
        }

        foreach (var (place, method) in started)
        {
            body.Report(RuleIds.DroppedTask, place, method, $"calls {MemberName.Of(method)} and drops its task");
        }
    }

    private static bool IsRead(ILocalSymbol local, BodyContext body) => body.Root.Descendants()
        .Any(operation => operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local));
}
