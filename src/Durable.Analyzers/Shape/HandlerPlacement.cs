using Durable.Shared;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Shape;

/// <summary><c>[SignalHandler]</c>, <c>[Query]</c> and <c>[Update]</c> where no run will ever be asked.</summary>
internal static class HandlerPlacement
{
    public static Misplacement? OnMethod(IMethodSymbol method, AttributeData attribute, DurableSymbols symbols, Lazy<WorkflowIndex> index)
    {
        var type = method.ContainingType;
        if (!IsHandler(attribute, symbols) || symbols.FindWorkflow(type) is not null || WorkflowBases.Has(type, index))
        {
            return null;
        }

        return new Misplacement(
            $"{MethodRoles.Show(attribute)} on '{method.Name}' has no effect",
            $"'{type.Name}' is no workflow class, so no run could be asked",
            type.TypeKind == TypeKind.Class ? $"mark '{type.Name}' with [Workflow], or remove {MethodRoles.Show(attribute)}" : "move the method to a workflow class");
    }

    public static Misplacement? OnFunction(AttributeData attribute, DurableSymbols symbols) => IsHandler(attribute, symbols)
        ? new Misplacement(
            $"{MethodRoles.Show(attribute)} has no effect",
            "a function inside a method cannot be reached from outside",
            "make it a method of the workflow class")
        : null;

    private static bool IsHandler(AttributeData attribute, DurableSymbols symbols) =>
        DurableSymbols.Is(attribute.AttributeClass, symbols.SignalHandlerAttribute)
        || DurableSymbols.Is(attribute.AttributeClass, symbols.QueryAttribute)
        || DurableSymbols.Is(attribute.AttributeClass, symbols.UpdateAttribute);
}
