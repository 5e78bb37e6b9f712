using Microsoft.CodeAnalysis;

namespace Durable.CodeFixes;

internal static class InterfaceMembers
{
    /// <summary>Whether a member is what an interface of its type asks for, and so must stay as it is.</summary>
    public static bool Implements(ISymbol member) => member.ContainingType.AllInterfaces
        .SelectMany(static face => face.GetMembers())
        .Any(asked => SymbolEqualityComparer.Default.Equals(member.ContainingType.FindImplementationForInterfaceMember(asked), member));
}
