using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>Finds what a use of a type parameter runs where it is known what that stands for: <c>T.Now()</c>, <c>clock.Now()</c> with <c>T clock</c>, <c>new T()</c>.</summary>
internal static class TypeParameterUses
{
    /// <summary>The type parameter whose member an operation runs; null for none.</summary>
    public static ITypeParameterSymbol? On(IOperation operation) => operation switch
    {
        IInvocationOperation invocation => invocation.ConstrainedToType ?? invocation.Instance?.Type,
        IMemberReferenceOperation reference => reference.ConstrainedToType ?? reference.Instance?.Type,
        IEventAssignmentOperation { EventReference: IMemberReferenceOperation reference } => reference.ConstrainedToType ?? reference.Instance?.Type,
        IBinaryOperation binary => binary.ConstrainedToType,
        IUnaryOperation unary => unary.ConstrainedToType,
        IIncrementOrDecrementOperation increment => increment.ConstrainedToType,
        ICompoundAssignmentOperation compound => compound.ConstrainedToType,
        IConversionOperation conversion => conversion.ConstrainedToType,
        _ => null,
    } as ITypeParameterSymbol;

    /// <summary>The constructor that <c>new T()</c> runs.</summary>
    public static ISymbol? Constructor(ITypeSymbol type) =>
        (type as INamedTypeSymbol)?.InstanceConstructors.FirstOrDefault(static constructor => constructor.Parameters.IsEmpty);

    /// <summary>What a type has for a member of its constraints; null where only the running program knows.</summary>
    public static ISymbol? Implementation(ISymbol member, ITypeSymbol type, TypeArguments known) =>
        member.ContainingType.TypeKind == TypeKind.Interface ? ImplementationOfInterface(member, type, known) : MostDerived(member, type);

    // The interface may be closed by the type parameter itself: T : IParsable<T>.
    private static ISymbol? ImplementationOfInterface(ISymbol member, ITypeSymbol type, TypeArguments known) =>
        known.Close(member.ContainingType) is { } contract
        && contract.GetMembers(member.Name).FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, member.OriginalDefinition)) is { } closed
        && type.FindImplementationForInterfaceMember(closed) is { } implementation
            ? WithArgumentsOf(member, implementation)
            : null;

    private static ISymbol WithArgumentsOf(ISymbol member, ISymbol implementation) =>
        member is IMethodSymbol { IsGenericMethod: true } used && implementation is IMethodSymbol { IsGenericMethod: true } method
            ? method.ConstructedFrom.Construct([.. used.TypeArguments])
            : implementation;

    private static ISymbol? MostDerived(ISymbol member, ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(member.Name).FirstOrDefault(candidate => IsOrOverrides(candidate, member)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static bool IsOrOverrides(ISymbol candidate, ISymbol member)
    {
        for (var current = candidate; current is not null; current = Overridden(current))
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, member.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    private static ISymbol? Overridden(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };
}
