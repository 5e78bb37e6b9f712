using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Shape;

/// <summary>What a class that is no workflow means for the <c>[Step]</c> methods in it.</summary>
internal enum StepHome
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>A workflow derives from it, here or (it is abstract) perhaps elsewhere, and inherits them.</summary>
    Base,

    /// <summary>Nobody will ever record them.</summary>
    Nowhere,
}

internal static class StepHomes
{
    public static StepHome Of(INamedTypeSymbol type, DurableSymbols symbols, Lazy<WorkflowIndex> index)
    {
        if (!type.GetMembers().OfType<IMethodSymbol>().Any(method => symbols.FindStep(method) is not null))
        {
            return StepHome.None;
        }

        return IsInherited(type, index) ? StepHome.Base : StepHome.Nowhere;
    }

    /// <summary>Whether a workflow derives from a class, here or (it is abstract) perhaps elsewhere.</summary>
    public static bool IsInherited(INamedTypeSymbol type, Lazy<WorkflowIndex> index) =>
        type.TypeKind == TypeKind.Class && ((type.IsAbstract && !type.IsStatic) || index.Value.IsBaseOfWorkflow(type));
}
