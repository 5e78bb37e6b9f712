using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Follows the order of collections that another process enumerates differently (DUR0012).</summary>
internal sealed class OrderFlow : ValueFlow
{
    // What LINQ answers the same in whatever order it is asked.
    private static readonly HashSet<string> s_blind = new(StringComparer.Ordinal)
    {
        "All", "Any", "Contains", "Count", "LongCount", "TryGetNonEnumeratedCount", "Max", "Min", "MaxBy", "MinBy", "Sum", "SequenceEqual",
    };

    private static readonly HashSet<string> s_adders = new(StringComparer.Ordinal)
    {
        "Add", "AddFirst", "AddLast", "AddRange", "Append", "AppendLine", "Enqueue", "Insert", "Push", "TryAdd",
    };

    protected override bool IsSource(IOperation operation) =>
        operation is not (IArgumentOperation or IConversionOperation or IInvalidOperation) && operation.Type is { } type && UnorderedCollections.Is(type);

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

    protected override ILocalSymbol? ChangedBy(IOperation operation) =>
        operation is IInvocationOperation { Instance: ILocalReferenceOperation { Local: var local }, TargetMethod.Name: var name } invocation
        && s_adders.Contains(name) && !IsSorted(local.Type) && !UnorderedCollections.Is(local.Type)
        && (invocation.Arguments.Any(IsKnown) || IsInUnorderedLoop(invocation))
            ? local
            : null;

    private static bool Carries(IInvocationOperation invocation, IOperation child)
    {
        var method = invocation.TargetMethod;
        if (s_blind.Contains(method.Name) || IsSorted(method.ReturnType))
        {
            return false;
        }

        return invocation.Instance == child ? CarriesFromInstance(invocation, child)
            : method.ContainingType.SpecialType == SpecialType.System_String || IsOfCollections(method.ContainingType);
    }

    // What a collection is asked about one of its entries does not depend on their order.
    private static bool CarriesFromInstance(IInvocationOperation invocation, IOperation child) =>
        IsSequence(child.Type) ? IsSequence(invocation.Type) && !UnorderedCollections.Is(invocation.Type) : true;

    private static bool Carries(IPropertyReferenceOperation property, IOperation child) =>
        UnorderedCollections.Is(child.Type) ? property.Property.Name is "Keys" or "Values"
        : !IsSequence(child.Type) || property.Property.IsIndexer;

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

    private static bool IsSorted(ITypeSymbol? type) => type is { Name: "SortedSet" or "SortedDictionary" or "SortedList" or "PriorityQueue" or "ImmutableSortedSet" or "ImmutableSortedDictionary" or "IOrderedEnumerable" };

    private static bool IsOfCollections(INamedTypeSymbol type) =>
        type.ContainingNamespace is { Name: "Linq" or "Immutable" or "Frozen" or "Generic", ContainingNamespace.Name: "System" or "Collections" };
}
