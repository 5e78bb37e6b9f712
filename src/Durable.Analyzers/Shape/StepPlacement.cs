using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Shape;

/// <summary><c>[Step]</c> where no workflow will ever record it, and <c>[RateLimit]</c> on what is no step.</summary>
internal static class StepPlacement
{
    public static Misplacement? OnMethod(IMethodSymbol method, AttributeData attribute, DurableSymbols symbols, Lazy<WorkflowIndex> index)
    {
        if (DurableSymbols.Is(attribute.AttributeClass, symbols.RateLimitAttribute))
        {
            return IsStep(method, symbols)
                ? null
                : new Misplacement($"[RateLimit] on '{method.Name}' has no effect", "only the attempts of a step are limited", "mark the method with [Step], too, or remove it");
        }

        var type = method.ContainingType;
        if (!DurableSymbols.Is(attribute.AttributeClass, symbols.StepAttribute)
            || symbols.FindWorkflow(type) is not null
            || symbols.SharedStepsOf(type) is not null
            || WorkflowBases.Has(type, index))
        {
            return null;
        }

        return new Misplacement(
            $"[Step] on '{method.Name}' has no effect",
            $"'{type.Name}' is no workflow class, so nothing records the call",
            type.TypeKind == TypeKind.Class ? $"mark '{type.Name}' with [Workflow] or [Steps], or remove [Step]" : "move the method to a workflow class");
    }

    public static Misplacement? OnFunction(AttributeData attribute, DurableSymbols symbols) => DurableSymbols.Is(attribute.AttributeClass, symbols.StepAttribute)
        ? new Misplacement(
            "[Step] has no effect",
            "a function inside a method cannot be overridden, so its calls would not be recorded",
            "make it a 'protected virtual' method of the workflow class")
        : null;

    private static bool IsStep(IMethodSymbol method, DurableSymbols symbols)
    {
        for (var current = method; current is not null; current = current.OverriddenMethod)
        {
            if (symbols.FindStep(current) is not null)
            {
                return true;
            }
        }

        return false;
    }
}
