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

        return type.TypeKind == TypeKind.Class && ((type.IsAbstract && !type.IsStatic) || index.Value.IsBaseOfWorkflow(type))
            ? StepHome.Base
            : StepHome.Nowhere;
    }
}
