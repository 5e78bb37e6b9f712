using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Follows the order of collections that another process enumerates differently (DUR0012).</summary>
internal sealed class OrderFlow(ImmutableArray<IOperation> operations) : ValueFlow
{
    // What LINQ answers the same in whatever order it is asked.
    private static readonly HashSet<string> s_blind = new(StringComparer.Ordinal)
    {
        "All", "Any", "Contains", "Count", "LongCount", "TryGetNonEnumeratedCount", "Max", "Min", "Sum", "SequenceEqual",
    };

    private static readonly HashSet<string> s_adders = new(StringComparer.Ordinal)
    {
        "Add", "AddFirst", "AddLast", "AddRange", "Append", "AppendLine", "Enqueue", "Insert", "Push", "TryAdd",
    };

    private readonly InPlaceSorts _sorts = new(operations);

    // What a variable of an interface holds, the flow knows better than its type.
    protected override bool IsSource(IOperation operation) =>
        operation is not (IArgumentOperation or IConversionOperation or IInvalidOperation) && operation.Type is { } type && UnorderedCollections.Is(type)
        && !(operation is ILocalReferenceOperation or IVariableDeclaratorOperation && type.TypeKind == TypeKind.Interface);

    protected override bool Carries(IOperation operation, IOperation child) => operation switch
    {
        IInvocationOperation invocation => Carries(invocation, child),
        IPropertyReferenceOperation property => property.Instance == child && Carries(property, child),
        IArrayElementReferenceOperation element => element.ArrayReference == child,
        IBinaryOperation binary => binary.OperatorKind == BinaryOperatorKind.Add,
        IConversionOperation conversion => !IsSorted(conversion.Type),
        IArgumentOperation or IInterpolationOperation or IInterpolatedStringOperation or ITupleOperation or IConditionalOperation or ICoalesceOperation
            or IArrayCreationOperation or IArrayInitializerOperation or IParenthesizedOperation or ICollectionExpressionOperation or ISpreadOperation
            or IObjectOrCollectionInitializerOperation or IAnonymousObjectCreationOperation or ISimpleAssignmentOperation or ITranslatedQueryOperation => true,
        IObjectCreationOperation creation => !IsSorted(creation.Type),
        _ => false,
    };

    protected override bool IsCleared(ILocalReferenceOperation reference, IReadOnlyCollection<IOperation> changes) => _sorts.Cover(reference, changes);

    protected override ILocalSymbol? ChangedBy(IOperation operation) => operation switch
    {
        IInvocationOperation { Instance: ILocalReferenceOperation { Local: var local }, TargetMethod.Name: var name } call
            when s_adders.Contains(name) && KeepsOrder(local.Type) && (call.Arguments.Any(IsKnown) || IsInUnorderedLoop(call)) => local,
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Instance: ILocalReferenceOperation { Local: var local } } }
            when IsDictionary(local.Type) && KeepsOrder(local.Type) && IsInUnorderedLoop(operation) => local,
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Target: ILocalReferenceOperation { Local: { Type.SpecialType: SpecialType.System_String } local }, Value.ConstantValue.HasValue: false }
            when IsInUnorderedLoop(operation) => local,
        ICoalesceAssignmentOperation { Target: ILocalReferenceOperation { Local: var local }, Value.ConstantValue.HasValue: false } when IsInUnorderedLoop(operation) => local,
        _ => null,
    };

    private static bool KeepsOrder(ITypeSymbol type) => !IsSorted(type) && !UnorderedCollections.Is(type);

    private static bool Carries(IInvocationOperation invocation, IOperation child)
    {
        var method = invocation.TargetMethod;
        if (s_blind.Contains(method.Name) || method.Name == "Sort" || IsSorted(method.ReturnType) || IsOfTheWhole(invocation))
        {
            return false;
        }

        return invocation.Instance == child ? CarriesFromInstance(invocation, child)
            : method.ContainingType.SpecialType == SpecialType.System_String || IsOfCollections(method.ContainingType);
    }

    // The greatest of entries that all differ; of several that measure alike, the first would win.
    private static bool IsOfTheWhole(IInvocationOperation invocation) =>
        invocation is { TargetMethod.Name: "MaxBy" or "MinBy", Arguments: { Length: > 1 } arguments }
        && arguments[1].Value is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body.Operations: { Length: 1 } body } }
        && body[0] is IReturnOperation { ReturnedValue: IParameterReferenceOperation or IPropertyReferenceOperation { Property: { Name: "Key", ContainingType.Name: "KeyValuePair" } } };

    // What a collection is asked about one of its entries does not depend on their order.
    private static bool CarriesFromInstance(IInvocationOperation invocation, IOperation child) =>
        IsSequence(child.Type) ? IsSequence(invocation.Type) && !UnorderedCollections.Is(invocation.Type) : true;

    private static bool Carries(IPropertyReferenceOperation property, IOperation child) =>
        UnorderedCollections.Is(child.Type) ? property.Property.Name is "Keys" or "Values"
        : !IsSequence(child.Type) || (property.Property.IsIndexer && !IsDictionary(child.Type));

    private bool IsInUnorderedLoop(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IForEachLoopOperation loop && IsKnown(loop.Collection))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSequence(ITypeSymbol? type) => 
        type is not null && type.SpecialType != SpecialType.System_String
        && type.AllInterfaces.Concat([type]).Any(static face => face.SpecialType is SpecialType.System_Collections_IEnumerable);

    private static bool IsDictionary(ITypeSymbol? type) =>
        type is not null && type.AllInterfaces.Concat([type]).Any(static face => face.MetadataName is "IDictionary`2" or "IReadOnlyDictionary`2" or "IDictionary");

    private static bool IsSorted(ITypeSymbol? type) => type is { Name: "SortedSet" or "SortedDictionary" or "SortedList" or "PriorityQueue" or "ImmutableSortedSet" or "ImmutableSortedDictionary" or "IOrderedEnumerable" };

    private static bool IsOfCollections(INamedTypeSymbol type) =>
        type.ContainingNamespace is { Name: "Linq" or "Immutable" or "Frozen" or "Generic", ContainingNamespace.Name: "System" or "Collections" };
}
