using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>Where workflow code begins: the body, the handlers, queries and updates of a class and its bases, and the validators.</summary>
internal static class WorkflowRoots
{
    public static IEnumerable<IMethodSymbol> Of(INamedTypeSymbol workflow, DurableSymbols symbols)
    {
        var hasRun = false;
        for (var type = workflow; type is { SpecialType: not SpecialType.System_Object }; type = type.BaseType)
        {
            var methods = type.GetMembers().OfType<IMethodSymbol>().Where(static method => method.MethodKind == MethodKind.Ordinary).ToList();
            foreach (var method in methods)
            {
                if (method.Name == WellKnownNames.RunAsync ? !hasRun : IsHandler(method, symbols))
                {
                    yield return method;
                }

                foreach (var validator in Named(DurableSymbols.Find(method, symbols.UpdateAttribute), "Validator", workflow))
                {
                    yield return validator;
                }
            }

            hasRun |= methods.Any(static method => method.Name == WellKnownNames.RunAsync);
        }
    }

    /// <summary>The steps of a class and its bases, and what undoes them.</summary>
    public static IEnumerable<IMethodSymbol> StepsOf(INamedTypeSymbol workflow, DurableSymbols symbols)
    {
        for (var type = workflow; type is { SpecialType: not SpecialType.System_Object }; type = type.BaseType)
        {
            foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(method => StepCode.IsStep(method, symbols)))
            {
                yield return method;
                foreach (var compensator in Named(symbols.FindStep(method), "Compensate", workflow))
                {
                    yield return compensator;
                }
            }
        }
    }

    private static bool IsHandler(IMethodSymbol method, DurableSymbols symbols)
    {
        for (var current = method; current is not null; current = current.OverriddenMethod)
        {
            if (DurableSymbols.Find(current, symbols.SignalHandlerAttribute) is not null
                || DurableSymbols.Find(current, symbols.QueryAttribute) is not null
                || DurableSymbols.Find(current, symbols.UpdateAttribute) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<IMethodSymbol> Named(AttributeData? attribute, string property, INamedTypeSymbol workflow)
    {
        var name = attribute?.NamedArguments.FirstOrDefault(argument => argument.Key == property).Value.Value as string;
        for (var type = name is null ? null : workflow; type is not null; type = type.BaseType)
        {
            foreach (var method in type.GetMembers(name!).OfType<IMethodSymbol>())
            {
                yield return method;
            }
        }
    }
}
