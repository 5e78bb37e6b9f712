using Microsoft.CodeAnalysis;

namespace Durable.Shared.Payloads;

/// <summary>Finds what carries <c>[Sensitive]</c>. In doubt it does: a secret shown cannot be taken back.</summary>
internal static class Sensitivity
{
    /// <summary>A property or field of a payload: marked itself, where it is first declared, in an interface, or as a constructor parameter of its name.</summary>
    public static bool IsMarked(ISymbol member, INamedTypeSymbol type)
    {
        for (var current = member; current is not null; current = (current as IPropertySymbol)?.OverriddenProperty)
        {
            if (Has(current.OriginalDefinition.GetAttributes()) || IsMarkedParameter(current.ContainingType, member.Name))
            {
                return true;
            }
        }

        return IsMarkedParameter(type, member.Name) || IsMarkedInInterface(member, type);
    }

    /// <summary>A parameter of a step or body, or of what it overrides.</summary>
    public static bool IsMarked(IParameterSymbol parameter)
    {
        for (var method = parameter.ContainingSymbol as IMethodSymbol; method is not null; method = method.OverriddenMethod)
        {
            if (Has(method.Parameters[parameter.Ordinal].GetAttributes()))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The return value of a step or body, or of what it overrides.</summary>
    public static bool IsResultMarked(IMethodSymbol? method)
    {
        for (; method is not null; method = method.OverriddenMethod)
        {
            if (Has(method.GetReturnTypeAttributes()))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A field that declares a signal.</summary>
    public static bool IsMarked(IFieldSymbol signal) => Has(signal.GetAttributes());

    /// <summary>Whether a type whose JSON is not known holds a marked member at any depth.</summary>
    public static bool IsInside(ITypeSymbol type) => IsInside(type, new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default));

    private static bool IsInside(ITypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        if (type is IArrayTypeSymbol array)
        {
            return IsInside(array.ElementType, seen);
        }

        if (type is not INamedTypeSymbol named || !seen.Add(named))
        {
            return false;
        }

        if (named.TypeArguments.Any(argument => IsInside(argument, seen)))
        {
            return true;
        }

        // The definition, not what it is closed over: a generic type that contains itself with ever larger arguments has an end this way.
        var definition = named.OriginalDefinition;
        if (UnsupportedPayloads.IsPlatform(definition) || definition.TypeKind is TypeKind.Enum or TypeKind.Delegate)
        {
            return false;
        }

        var members = definition.GetMembers().Where(static member => member is { IsStatic: false } and (IPropertySymbol or IFieldSymbol)).ToList();
        return members.Any(member => IsMarked(member, definition))
            || members.Any(member => IsInside(member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type, seen))
            || (definition.BaseType is { } ancestor && IsInside(ancestor, seen))
            || JsonAttributes.All(definition, JsonAttributes.DerivedType)
                .Any(attribute => attribute.ConstructorArguments.FirstOrDefault().Value is INamedTypeSymbol derived && IsInside(derived, seen));
    }

    private static bool IsMarkedParameter(INamedTypeSymbol type, string member) =>
        type.OriginalDefinition.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter =>
            string.Equals(parameter.Name, member, StringComparison.OrdinalIgnoreCase) && Has(parameter.GetAttributes())));

    private static bool IsMarkedInInterface(ISymbol member, INamedTypeSymbol type) =>
        member is IPropertySymbol && type.AllInterfaces.Any(face =>
            face.GetMembers(member.Name).Any(declared => Has(declared.OriginalDefinition.GetAttributes())));

    private static bool Has(System.Collections.Immutable.ImmutableArray<AttributeData> attributes) =>
        attributes.Any(static attribute => attribute.AttributeClass is
        {
            Name: "SensitiveAttribute",
            ContainingType: null,
            ContainingNamespace: { Name: "Durable", ContainingNamespace.IsGlobalNamespace: true },
        });
}
