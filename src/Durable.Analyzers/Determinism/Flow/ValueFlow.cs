using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Follows values through the expressions and local variables of one body, from where they come from.</summary>
/// <remarks>
/// Blind to the order of statements: a variable that once holds such a value is taken to hold it always, unless a flow knows better
/// (<see cref="IsCleared"/>). Nothing recursive: expressions nest as deep as somebody's generator writes them.
/// </remarks>
internal abstract class ValueFlow
{
    private readonly Dictionary<ILocalSymbol, IOperation> _locals = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IOperation, IOperation> _origins = [];
    private readonly Dictionary<ILocalSymbol, HashSet<IOperation>> _changes = new(SymbolEqualityComparer.Default);
    private int _changeCount;

    /// <summary>Whether the value of an operation comes into being here, out of nothing this flow knows.</summary>
    protected abstract bool IsSource(IOperation operation);

    /// <summary>Whether the value of an operation still tells what that of one of its children told.</summary>
    protected abstract bool Carries(IOperation operation, IOperation child);

    /// <summary>The variable that an operation changes although it assigns none: a list that something is added to; null for none.</summary>
    protected virtual ILocalSymbol? ChangedBy(IOperation operation) => null;

    /// <summary>Whether what a variable was given before has lost what this flow follows, where it is read here.</summary>
    /// <param name="reference">Where the variable is read.</param>
    /// <param name="changes">Where it was given something that the flow knows.</param>
    protected virtual bool IsCleared(ILocalReferenceOperation reference, IReadOnlyCollection<IOperation> changes) => false;

    public IOperation? OriginOf(IOperation operation) => _origins.TryGetValue(operation, out var origin) ? origin : null;

    /// <summary>Finds the origins of all operations.</summary>
    /// <returns>What is worth looking at: all, or nearly always nothing, where there is no origin at all.</returns>
    public ImmutableArray<IOperation> Solve(ImmutableArray<IOperation> operations)
    {
        var isOpen = operations.Any(IsSource);
        while (isOpen)
        {
            var known = _changeCount;
            for (var i = operations.Length - 1; i >= 0; i--)
            {
                if (FindOrigin(operations[i]) is { } origin)
                {
                    _origins[operations[i]] = origin;
                }
            }

            foreach (var operation in operations)
            {
                Assign(operation);
            }

            isOpen = _changeCount > known;
        }

        return _origins.Count > 0 ? operations : [];
    }

    protected bool IsKnown(IOperation operation) => _origins.ContainsKey(operation);

    private IOperation? FindOrigin(IOperation operation)
    {
        if (IsSource(operation))
        {
            return operation;
        }

        if (operation is ILocalReferenceOperation reference)
        {
            return _locals.TryGetValue(reference.Local, out var origin) && !IsCleared(reference, _changes[reference.Local]) ? origin : null;
        }

        foreach (var child in operation.ChildOperations)
        {
            if (_origins.TryGetValue(child, out var origin) && Carries(operation, child))
            {
                return origin;
            }
        }

        return null;
    }

    private void Assign(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation { Initializer.Value: var value, Symbol: var local }:
                Learn(local, OriginOf(value), operation);
                break;
            case IAssignmentOperation { Target: ILocalReferenceOperation { Local: var local }, Value: var value } when OriginOf(value) is { } origin:
                Learn(local, origin, operation);
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                foreach (var local in deconstruction.Target.DescendantsAndSelf().OfType<ILocalReferenceOperation>())
                {
                    Learn(local.Local, OriginOf(deconstruction.Value), operation);
                }

                break;
            default:
                if (ChangedBy(operation) is { } changed)
                {
                    Learn(changed, operation, operation);
                }

                break;
        }
    }

    private void Learn(ILocalSymbol local, IOperation? origin, IOperation change)
    {
        if (origin is null)
        {
            return;
        }

        if (!_locals.ContainsKey(local))
        {
            _locals.Add(local, origin);
            _changes.Add(local, []);
        }

        if (_changes[local].Add(change))
        {
            _changeCount++;
        }
    }
}
