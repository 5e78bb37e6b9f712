using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>How messages call a member: <c>Clock.Today</c>, <c>new Clock</c>.</summary>
internal static class MemberName
{
    private static readonly SymbolDisplayFormat s_type = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameOnly,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    public static string Of(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.LocalFunction } local => local.Name,
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => $"new {Type(constructor)}",
        IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator } method => $"an operator of {Type(method)}",
        IMethodSymbol { MethodKind: MethodKind.Conversion } method => $"a conversion of {Type(method)}",
        IMethodSymbol { AssociatedSymbol: IPropertySymbol property } => Of(property),
        IMethodSymbol { AssociatedSymbol: IEventSymbol @event } => Of(@event),
        IPropertySymbol { IsIndexer: true } indexer => $"{Type(indexer)}[]",
        _ => $"{Type(member)}.{member.Name}",
    };

    /// <summary>A clause for a message: "reads Clock.Today", "calls Clock.Set", "creates Clock".</summary>
    public static string Clause(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => $"creates {Type(constructor)}",
        IMethodSymbol { AssociatedSymbol: IEventSymbol @event } => $"uses {Of(@event)}",
        IMethodSymbol => $"calls {Of(member)}",
        IPropertySymbol or IFieldSymbol => $"reads {Of(member)}",
        _ => $"uses {Of(member)}",
    };

    private static string Type(ISymbol member) => member.ContainingType.ToDisplayString(s_type);
}
