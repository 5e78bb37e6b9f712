using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>A durable operation whose task is thrown away (DUR0020): as a statement, as a discard, or in a variable that nobody reads.</summary>
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
        if (value is not null && Unwrap(value) is IInvocationOperation call && IsDurable(call, body) && !(operation is IVariableDeclaratorOperation { Symbol: var local } && IsRead(local, body)))
        {
            body.Report(RuleIds.DroppedTask, call.Syntax, call.TargetMethod, $"calls {MemberName.Of(call.TargetMethod)} and drops its task");
        }
    }

    private static bool IsRead(ILocalSymbol local, BodyContext body) => body.Root.Descendants()
        .Any(operation => operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local));

    private static bool IsDurable(IInvocationOperation call, BodyContext body)
    {
        var method = call.TargetMethod;
        if (!body.Code.TaskLike.Contains(method.ReturnType.OriginalDefinition) || method.ReturnType.Name == "IAsyncEnumerable")
        {
            return false;
        }

        return DurableMembers.Is(method, body.Symbols)
            || (body.Code.HasSource(method) && !method.IsAbstract)
            || (DurableSymbols.Is(method.ContainingType, body.Symbols.Task) && method.Name is "WhenAll" or "WhenAny");
    }

    private static IOperation Unwrap(IOperation value) => value switch
    {
        IConversionOperation conversion => Unwrap(conversion.Operand),
        IConditionalAccessOperation conditional => Unwrap(conditional.WhenNotNull),
        _ => value,
    };
}
