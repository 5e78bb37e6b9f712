using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>What only the body of a run may ask for: steps, the context and what it hands out (metadata, children), and the generated ways to children and to the next generation.</summary>
internal static class DurableMembers
{
    private static readonly HashSet<string> s_generated = new(StringComparer.Ordinal) { "RunChildAsync", "StartChildAsync", "ContinueAsNewAsync" };

    public static bool Is(IMethodSymbol method, DurableSymbols symbols) =>
        method.MethodKind == MethodKind.Ordinary
        && (AreOf(method.ContainingType, symbols) || StepCode.IsStep(method, symbols) || IsGenerated(method, symbols));

    /// <summary>Whether whoever has an object of a type can ask for something durable.</summary>
    public static bool AreOf(ITypeSymbol type, DurableSymbols symbols) =>
        DurableSymbols.Is(type, symbols.WorkflowContext)
        || DurableSymbols.Is(type, symbols.MetadataWriter)
        || DurableSymbols.Is(type, symbols.RunMetadata)
        || IsChild(type, symbols);

    public static bool IsChild(ITypeSymbol type, DurableSymbols symbols) =>
        type.Name == "ChildRun" && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, symbols.WorkflowContext.ContainingAssembly);

    // By name: this compilation's own are not generated yet while its author types, and those of another assembly have no source.
    private static bool IsGenerated(IMethodSymbol method, DurableSymbols symbols) =>
        method.IsStatic
        && s_generated.Contains(method.Name)
        && StepCode.TakesContext(method, symbols)
        && symbols.FindWorkflow(method.ContainingType) is not null;
}
