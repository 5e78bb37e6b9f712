using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>Code that is recorded as a step, and so free to do anything: it is no workflow code.</summary>
internal static class StepCode
{
    public static bool IsStep(ISymbol member, DurableSymbols symbols)
    {
        for (var method = member as IMethodSymbol; method is not null; method = method.OverriddenMethod)
        {
            if (symbols.FindStep(method.OriginalDefinition) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an argument is the delegate of an inline step, or the source of a recorded stream.</summary>
    public static bool IsGiven(IArgumentOperation argument, BodyContext body) =>
        argument is { Parent: IInvocationOperation { TargetMethod: { Name: "StepAsync" or "StreamAsync" } method }, Parameter.Type: { } type }
        && DurableSymbols.Is(method.ContainingType, body.Symbols.WorkflowContext)
        && (type.TypeKind == TypeKind.Delegate || type.OriginalDefinition.MetadataName == "IAsyncEnumerable`1");
}
