using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Tells which calls the journal knows: steps, what is asked of the context, children.</summary>
internal static class DurableOperations
{
    // Asking these leaves no trace, and their answers do not depend on when they are asked.
    private static readonly HashSet<string> s_silent = new(StringComparer.Ordinal) { "Now", "Patched" };

    private static readonly HashSet<string> s_generated = new(StringComparer.Ordinal) { "RunChildAsync", "StartChildAsync", "ContinueAsNewAsync" };

    public static bool Is(IOperation operation, DurableSymbols symbols) => operation is IInvocationOperation { TargetMethod: var method }
        && ((DurableSymbols.Is(method.ContainingType, symbols.WorkflowContext) && !s_silent.Contains(method.Name))
            || StepCode.IsStep(method, symbols)
            || (s_generated.Contains(method.Name) && symbols.FindWorkflow(method.ContainingType) is not null)
            || IsChildHandle(method, symbols));

    /// <summary>Whether a part of the body asks for something durable: by itself, or by awaiting what does.</summary>
    public static bool AreIn(IOperation part, DurableSymbols symbols) =>
        part.DescendantsAndSelf().Any(operation => operation is IAwaitOperation || Is(operation, symbols));

    private static bool IsChildHandle(IMethodSymbol method, DurableSymbols symbols) =>
        method.ContainingType is { Name: "ChildRun" } type
        && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, symbols.WorkflowContext.ContainingAssembly);
}
