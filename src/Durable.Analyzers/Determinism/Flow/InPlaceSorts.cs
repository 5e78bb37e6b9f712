using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Where a body sorts what a variable holds: <c>list.Sort()</c>, <c>Array.Sort(array)</c>.</summary>
internal sealed class InPlaceSorts(ImmutableArray<IOperation> operations)
{
    private readonly Lazy<ILookup<ILocalSymbol, IOperation>> _sorts = new(() => operations
        .Select(static operation => (operation, Local: SortedBy(operation)))
        .Where(static sort => sort.Local is not null)
        .ToLookup(static sort => sort.Local!, static sort => sort.operation, (IEqualityComparer<ILocalSymbol>)SymbolEqualityComparer.Default));

    /// <summary>Whether the variable was sorted on every way to this place, and given nothing of another order since.</summary>
    public bool Cover(ILocalReferenceOperation reference, IReadOnlyCollection<IOperation> changes) =>
        _sorts.Value[reference.Local].Any(sort => IsAlwaysBefore(sort, reference) && !changes.Any(change => IsBetween(sort, change, reference)));

    private static bool IsAlwaysBefore(IOperation sort, IOperation reference) =>
        sort.Syntax.SpanStart < reference.Syntax.SpanStart
        && sort.Parent is { Parent: { } block }
        && block.Syntax.Span.Contains(reference.Syntax.Span);

    // Also in a loop around the reference that the sort is not in: its next round comes after.
    private static bool IsBetween(IOperation sort, IOperation change, IOperation reference)
    {
        if (change.Syntax.SpanStart > sort.Syntax.SpanStart && change.Syntax.SpanStart < reference.Syntax.SpanStart)
        {
            return true;
        }

        for (var parent = reference.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ILoopOperation && parent.Syntax.Span.Contains(change.Syntax.Span) && !parent.Syntax.Span.Contains(sort.Syntax.Span))
            {
                return true;
            }
        }

        return false;
    }

    private static ILocalSymbol? SortedBy(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "Sort", ReturnsVoid: true } method } call && operation.Parent is IExpressionStatementOperation
            ? LocalOf(call.Instance ?? (IsOfTheFramework(method) && call.Arguments.Length > 0 ? call.Arguments[0].Value : null))
            : null;

    private static bool IsOfTheFramework(IMethodSymbol method) => method.ContainingType is { Name: "Array" or "MemoryExtensions", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    private static ILocalSymbol? LocalOf(IOperation? value) => value switch
    {
        ILocalReferenceOperation { Local: var local } => local,
        IConversionOperation conversion => LocalOf(conversion.Operand),
        IInvocationOperation { TargetMethod.Name: "AsSpan", Arguments: { Length: > 0 } arguments } => LocalOf(arguments[0].Value),
        _ => null,
    };
}
