using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>Texts put in order without saying whose (DUR0011): their default order is that of the current culture.</summary>
internal sealed class TextOrderRule : BodyRule
{
    // What is compared: the last type argument of these, the first of those.
    private static readonly HashSet<string> s_byKey = new(StringComparer.Ordinal) { "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "MinBy", "MaxBy" };

    private static readonly HashSet<string> s_bySelf = new(StringComparer.Ordinal)
    {
        "Order", "OrderDescending", "Sort", "ToImmutableSortedSet", "ToImmutableSortedDictionary", "Create", "CreateRange", "CreateBuilder",
    };

    private static readonly HashSet<string> s_sorted = new(StringComparer.Ordinal) { "SortedSet", "SortedDictionary", "SortedList", "ImmutableSortedSet", "ImmutableSortedDictionary" };

    public override ImmutableArray<OperationKind> Kinds { get; } = ImmutableArray.Create(OperationKind.Invocation, OperationKind.ObjectCreation);

    public override void Visit(IOperation operation, BodyContext body)
    {
        switch (operation)
        {
            case IInvocationOperation { TargetMethod: var method, Arguments: var arguments } when ComparedBy(method) is { } compared && IsText(compared) && !NamesOrder(arguments):
                body.Report(RuleIds.Machine, operation.Syntax, method, $"calls {MemberName.Of(method)} on texts, in the order of the current culture");
                break;
            case IObjectCreationOperation { Constructor: { } constructor, Type: INamedTypeSymbol { TypeArguments: { Length: > 0 } compared } type, Arguments: var arguments }
                when s_sorted.Contains(type.Name) && IsOfCollections(type) && IsText(compared[0]) && !NamesOrder(arguments):
                body.Report(RuleIds.Machine, operation.Syntax, constructor, $"keeps texts in a {type.Name}, in the order of the current culture");
                break;
        }
    }

    private static ITypeSymbol? ComparedBy(IMethodSymbol method)
    {
        var type = method.ContainingType;
        if (s_byKey.Contains(method.Name))
        {
            return IsQuery(type) && method.TypeArguments.Length > 1 ? method.TypeArguments[1] : null;
        }

        if (!s_bySelf.Contains(method.Name))
        {
            return null;
        }

        return method.Name switch
        {
            "Sort" => type is { Name: "List", TypeArguments: { Length: 1 } elements } && IsOfCollections(type) ? elements[0]
                : type.SpecialType == SpecialType.System_Array && method.TypeArguments.Length > 0 ? method.TypeArguments[0]
                : null,
            "Create" or "CreateRange" or "CreateBuilder" => s_sorted.Contains(type.Name) && IsOfCollections(type) && method.TypeArguments.Length > 0 ? method.TypeArguments[0] : null,
            "Order" or "OrderDescending" => IsQuery(type) ? method.TypeArguments.FirstOrDefault() : null,
            _ => !IsOfCollections(type) ? null : KeyOf(method.ReturnType),
        };
    }

    private static ITypeSymbol? KeyOf(ITypeSymbol sorted) => sorted is INamedTypeSymbol { TypeArguments: { Length: > 0 } arguments } ? arguments[0] : null;

    private static bool NamesOrder(ImmutableArray<IArgumentOperation> arguments) => arguments.Any(static argument =>
        argument is { ArgumentKind: not ArgumentKind.DefaultValue, Parameter.Type.Name: "IComparer" or "Comparison", Value.ConstantValue: not { HasValue: true, Value: null } });

    private static bool IsText(ITypeSymbol type) => type.SpecialType == SpecialType.System_String
        || type is INamedTypeSymbol { IsTupleType: true, TupleElements: var elements } && elements.Any(static element => IsText(element.Type));

    private static bool IsQuery(INamedTypeSymbol type) => type is { Name: "Enumerable" or "Queryable", ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } };

    private static bool IsOfCollections(INamedTypeSymbol type) =>
        type.ContainingNamespace is { Name: "Generic" or "Immutable", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } };
}
