using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>Tells a library's types that reach outside from those that only hold data: who talks to a server holds a connection or waits for answers.</summary>
internal static class Clients
{
    /// <summary>Whether objects of a type must be disposed of, or a member of it gives a task.</summary>
    public static bool Is(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            if (GivesTasks(current))
            {
                return true;
            }
        }

        return type.AllInterfaces.Any(static contract => contract.Name is "IDisposable" or "IAsyncDisposable" || GivesTasks(contract));
    }

    private static bool GivesTasks(INamedTypeSymbol type) => type.GetMembers().Any(static member => member switch
    {
        IMethodSymbol method => IsTask(method.ReturnType),
        IPropertySymbol property => IsTask(property.Type),
        _ => false,
    });

    private static bool IsTask(ITypeSymbol type) => type is { Name: "Task" or "ValueTask", ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } }
        or { Name: "IAsyncEnumerable", ContainingNamespace.Name: "Generic" };
}
