using System.Collections.Concurrent;
using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>What referenced libraries say about their own members, in the summary that our generator wrote into them.</summary>
internal sealed class ReferencedSummaries(DurableSymbols symbols)
{
    private static readonly ILookup<string, SummaryEntry> s_nothing = Array.Empty<SummaryEntry>().ToLookup(static entry => entry.Member);

    private readonly ConcurrentDictionary<IAssemblySymbol, ILookup<string, SummaryEntry>?> _summaries = new(SymbolEqualityComparer.Default);

    public IEnumerable<SummaryEntry> Find(ISymbol member)
    {
        if (member.ContainingAssembly is not { } assembly || SummaryOf(assembly) is not { } summary || summary.Count == 0)
        {
            return [];
        }

        return Bodies.Key(member).GetDocumentationCommentId() is { } id ? summary[id] : [];
    }

    /// <summary>Whether a library's code was checked when it was built.</summary>
    public bool IsChecked(IAssemblySymbol? assembly) => assembly is not null && SummaryOf(assembly) is not null;

    /// <summary>Whether nothing is known about a library: it is neither checked, nor the framework, nor the runtime.</summary>
    public bool IsUnknown(IAssemblySymbol? assembly) => assembly is not null && !IsChecked(assembly) && !IsCovered(assembly);

    private bool IsCovered(IAssemblySymbol assembly) =>
        SymbolEqualityComparer.Default.Equals(assembly, symbols.WorkflowContext.ContainingAssembly)
        || assembly.Name is "netstandard" or "mscorlib" or "System"
        || assembly.Name.StartsWith("System.", StringComparison.Ordinal)
        || assembly.Name.StartsWith("Microsoft.", StringComparison.Ordinal);

    private ILookup<string, SummaryEntry>? SummaryOf(IAssemblySymbol assembly) => _summaries.GetOrAdd(assembly, Read);

    private ILookup<string, SummaryEntry>? Read(IAssemblySymbol assembly)
    {
        foreach (var attribute in assembly.GetAttributes())
        {
            if (DurableSymbols.Is(attribute.AttributeClass, symbols.DeterminismSummaryAttribute))
            {
                return attribute.ConstructorArguments is { Length: 1 } arguments && arguments[0].Value is string text ? SummaryEntry.ReadAll(text) : s_nothing;
            }
        }

        return null;
    }
}
