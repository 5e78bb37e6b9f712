using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Shape;

/// <summary>Tells the classes that are no workflows themselves and whose members workflows inherit.</summary>
internal static class WorkflowBases
{
    /// <summary>Whether a workflow derives from a class, here or (it is abstract) perhaps elsewhere.</summary>
    public static bool Has(INamedTypeSymbol type, Lazy<WorkflowIndex> index) =>
        type.TypeKind == TypeKind.Class && ((type.IsAbstract && !type.IsStatic) || index.Value.IsBaseOfWorkflow(type));

    /// <summary>Whether it is one that declares steps.</summary>
    /// <remarks>Its methods are asked last: most classes have many, and are no base of anything.</remarks>
    public static bool HasSteps(INamedTypeSymbol type, DurableSymbols symbols, Lazy<WorkflowIndex> index) =>
        Has(type, index) && type.GetMembers().OfType<IMethodSymbol>().Any(method => symbols.FindStep(method) is not null);
}
