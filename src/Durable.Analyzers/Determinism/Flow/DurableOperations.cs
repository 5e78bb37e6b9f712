using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism.Flow;

/// <summary>Tells which calls the journal knows: steps, what is asked of the context, metadata, children.</summary>
internal static class DurableOperations
{
    // Asking these leaves no trace, nor does reading metadata, and their answers do not depend on when they are asked.
    private static readonly HashSet<string> s_silent = new(StringComparer.Ordinal) { "Now", "Patched" };

    public static bool Is(IOperation operation, DurableSymbols symbols) => operation is IInvocationOperation { TargetMethod: var method }
        && DurableMembers.Is(method, symbols)
        && !IsSilent(method, symbols);

    /// <summary>Whether a part of the body asks for something durable: by itself, or by awaiting or starting what does.</summary>
    public static bool AreIn(IOperation part, BodyContext body) => part.DescendantsAndSelf().Any(operation =>
        operation is IAwaitOperation || Is(operation, body.Symbols) || (operation is IInvocationOperation { TargetMethod: var method } && IsHelper(method, body)));

    /// <summary>Whether a method is workflow code that gives a task, whose operations come when it is called.</summary>
    public static bool IsHelper(IMethodSymbol method, BodyContext body) =>
        body.Code.HasSource(method) && !method.IsAbstract
        && body.Code.TaskLike.Contains(method.ReturnType.OriginalDefinition) && method.ReturnType.Name != "IAsyncEnumerable";

    private static bool IsSilent(IMethodSymbol method, DurableSymbols symbols) =>
        (DurableSymbols.Is(method.ContainingType, symbols.WorkflowContext) && s_silent.Contains(method.Name))
        || DurableSymbols.Is(method.ContainingType, symbols.RunMetadata);
}
