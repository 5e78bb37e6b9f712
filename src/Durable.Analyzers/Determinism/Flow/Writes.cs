using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>What a piece of code assigns, and the collections that it changes.</summary>
internal static class Writes
{
    public static IEnumerable<IOperation> In(IOperation code) => code.DescendantsAndSelf().Select(static operation =>
        Changes.In(operation)
        ?? (operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation && Access.Of(operation).Writes ? operation : null))
        .OfType<IOperation>();

    /// <summary>The field or property of the object itself that is assigned, a parameter of its primary constructor included; null for anything else.</summary>
    public static ISymbol? OwnMember(IOperation target) => target switch
    {
        IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }, Member: var member } => member,
        IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter } => parameter,
        _ => null,
    };
}
