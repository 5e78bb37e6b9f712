using Durable.Generators.Models;
using Durable.Generators.Models.Payloads;
using Durable.Shared.Payloads;
using Microsoft.CodeAnalysis;

namespace Durable.Generators.Parsing.Payloads;

/// <summary>Describes the <c>[UnsafeAccessor]</c> for a member. Of a generic type, the accessor must be generic in the same way to match.</summary>
internal static class AccessorParser
{
    public static AccessorModel Constructor(IMethodSymbol constructor) =>
        Make(AccessorKind.Constructor, constructor, "", constructor.OriginalDefinition.Parameters.Select(static parameter => parameter.Type));

    public static AccessorModel Getter(ISymbol member) => member switch
    {
        IPropertySymbol { GetMethod: { } getter } => Make(AccessorKind.Getter, member, getter.MetadataName, [TypeOf(member)]),
        _ => Make(AccessorKind.Field, member, member.MetadataName, [TypeOf(member)]),
    };

    public static AccessorModel Setter(ISymbol member) => member switch
    {
        IPropertySymbol { SetMethod: { } setter } => Make(AccessorKind.Setter, member, setter.MetadataName, [TypeOf(member)]),
        _ => Make(AccessorKind.Field, member, member.MetadataName, [TypeOf(member)]),
    };

    private static ITypeSymbol TypeOf(ISymbol member) => member.OriginalDefinition switch
    {
        IPropertySymbol property => property.Type,
        var field => ((IFieldSymbol)field).Type,
    };

    private static AccessorModel Make(AccessorKind kind, ISymbol member, string metadataName, IEnumerable<ITypeSymbol> types)
    {
        var closed = member.ContainingType;
        var open = closed.OriginalDefinition;
        var parameters = Levels(open).SelectMany(static level => level.TypeParameters).ToList();
        var arguments = Levels(closed).SelectMany(static level => level.TypeArguments).ToList();
        return new AccessorModel(
            kind,
            UniqueNames.Clean(open.Name + (kind == AccessorKind.Constructor ? "" : member.Name)),
            metadataName,
            PayloadTypeName.Of(open),
            open.IsValueType,
            types.Select(PayloadTypeName.Of).ToEquatableArray(),
            parameters.Count == 0 ? "" : $"<{string.Join(", ", parameters.Select(PayloadTypeName.Of))}>",
            string.Concat(parameters.Select(ConstraintOf)),
            arguments.Count == 0 ? "" : $"<{string.Join(", ", arguments.Select(PayloadTypeName.Of))}>");
    }

    private static Stack<INamedTypeSymbol> Levels(INamedTypeSymbol type)
    {
        var levels = new Stack<INamedTypeSymbol>();
        for (var level = type; level is not null; level = level.ContainingType)
        {
            levels.Push(level);
        }

        return levels;
    }

    private static string ConstraintOf(ITypeParameterSymbol parameter)
    {
        var constraints = new List<string>();
        if (parameter.HasUnmanagedTypeConstraint)
        {
            constraints.Add("unmanaged");
        }
        else if (parameter.HasValueTypeConstraint)
        {
            constraints.Add("struct");
        }
        else if (parameter.HasReferenceTypeConstraint)
        {
            constraints.Add("class");
        }
        else if (parameter.HasNotNullConstraint)
        {
            constraints.Add("notnull");
        }

        constraints.AddRange(parameter.ConstraintTypes.Select(PayloadTypeName.Of));
        if (parameter.HasConstructorConstraint)
        {
            constraints.Add("new()");
        }

        return constraints.Count == 0 ? "" : $" where {PayloadTypeName.Of(parameter)} : {string.Join(", ", constraints)}";
    }
}
