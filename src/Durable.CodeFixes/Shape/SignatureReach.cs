using Microsoft.CodeAnalysis;

namespace Durable.CodeFixes.Shape;

/// <summary>How widely a method may be visible without showing a type that is not.</summary>
internal enum SignatureReach
{
    /// <summary>A private type takes part: the method must stay private.</summary>
    Private,

    /// <summary>An internal type takes part, in a class that is seen outside the assembly.</summary>
    Assembly,

    /// <summary>As widely as its class.</summary>
    Anywhere,
}

internal static class SignatureReaches
{
    public static SignatureReach Of(IMethodSymbol method)
    {
        var types = method.Parameters.Select(static parameter => parameter.Type).Append(method.ReturnType).ToList();
        if (types.Any(type => Any(type, named => IsHidden(named, method.ContainingType))))
        {
            return SignatureReach.Private;
        }

        return IsSeenOutside(method.ContainingType) && types.Any(static type => Any(type, static named => !IsSeenOutside(named)))
            ? SignatureReach.Assembly
            : SignatureReach.Anywhere;
    }

    private static bool Any(ITypeSymbol type, Func<INamedTypeSymbol, bool> condition) => type switch
    {
        IArrayTypeSymbol array => Any(array.ElementType, condition),
        INamedTypeSymbol named => condition(named) || named.TypeArguments.Any(argument => Any(argument, condition)),
        _ => false,
    };

    // A protected type of the class itself is as visible as a protected method of it.
    private static bool IsHidden(INamedTypeSymbol type, INamedTypeSymbol home)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility == Accessibility.Private
                || (current.DeclaredAccessibility is Accessibility.Protected or Accessibility.ProtectedAndInternal
                    && !SymbolEqualityComparer.Default.Equals(current.ContainingType, home)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSeenOutside(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedAndInternal or Accessibility.Private)
            {
                return false;
            }
        }

        return true;
    }
}
