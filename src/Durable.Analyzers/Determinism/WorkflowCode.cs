using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Durable.Analyzers.Determinism.Carrying;
using Durable.Analyzers.Determinism.Flow;
using Durable.Analyzers.Shape;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Durable.Analyzers.Determinism;

/// <summary>What workflow code does, for one compilation: the shared summary that all determinism rules and their fixes read.</summary>
/// <remarks>
/// Everything in here is found on demand and remembered, so cost follows the code that workflows reach. Threads that ask the same
/// question at once find the same answer twice and keep one. Nothing that a cancelled question left unfinished is kept.
/// </remarks>
internal sealed class WorkflowCode
{
    private static readonly ConditionalWeakTable<Compilation, ConditionalWeakTable<AnalyzerConfigOptionsProvider, WorkflowCode>> s_known = new();

    private readonly ConcurrentDictionary<INamedTypeSymbol, WorkflowFindings> _findings = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<INamedTypeSymbol, INamedTypeSymbol?> _homes = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<ISymbol, bool> _services = new(SymbolEqualityComparer.Default);
    private readonly Lazy<WorkflowIndex> _index;
    private readonly Lazy<CarriedBodies> _carried;

    private WorkflowCode(DurableSymbols symbols, AnalyzerConfigOptionsProvider options)
    {
        Symbols = symbols;
        Options = new CodeOptions(options);
        Known = new KnownMembers(KnownMemberTable.Rules);
        Allowed = new AllowedCode(symbols);
        Referenced = new ReferencedSummaries(symbols);
        _index = WorkflowIndex.For(symbols);
        Dispose = new DisposeMembers(symbols.Compilation);
        TaskLike = FindTaskLike(symbols.Compilation);
        _carried = new(() => CarriedBodies.Into(symbols.Compilation, _index.Value));
        Bodies = new Bodies(this);
        Reach = new Reach(this);
        ChangedStatics = new ChangedStatics(this);
        InlineSteps = new InlineSteps(this);
        ContextReach = new ContextReach(this);
    }

    public DurableSymbols Symbols { get; }

    public CodeOptions Options { get; }

    public KnownMembers Known { get; }

    public AllowedCode Allowed { get; }

    public ReferencedSummaries Referenced { get; }

    public DisposeMembers Dispose { get; }

    public CarriedBodies Carried => _carried.Value;

    public Bodies Bodies { get; }

    public Reach Reach { get; }

    public ChangedStatics ChangedStatics { get; }

    public InlineSteps InlineSteps { get; }

    public ContextReach ContextReach { get; }

    /// <summary>The types whose values stand for an outcome that arrives later.</summary>
    public ImmutableHashSet<ISymbol> TaskLike { get; }

    public static WorkflowCode For(DurableSymbols symbols, AnalyzerConfigOptionsProvider options) => s_known
        .GetValue(symbols.Compilation, static _ => new ConditionalWeakTable<AnalyzerConfigOptionsProvider, WorkflowCode>())
        .GetValue(options, key => new WorkflowCode(symbols, key));

    /// <summary>What is wrong with the code of a workflow class, or of one of shared steps, in source order; nothing for other classes.</summary>
    public ImmutableArray<WorkflowReport> ReportsOf(INamedTypeSymbol type, CancellationToken cancellationToken) => FindingsOf(type, cancellationToken).InSourceOrder;

    /// <summary>What code outside a workflow class does with the context that the class hands it.</summary>
    public ImmutableArray<OutsideUse> UsesOf(INamedTypeSymbol workflow, CancellationToken cancellationToken) => FindingsOf(workflow, cancellationToken).Uses;

    /// <summary>Whether this compilation holds a member's code; a project reference in the editor has source too, but of another compilation.</summary>
    public bool HasSource(ISymbol member) => SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, Symbols.Compilation.Assembly);

    /// <summary>The workflow class that a member stands in, types nested in it included; null for other code, generated code among it.</summary>
    public INamedTypeSymbol? WorkflowAround(ISymbol member) =>
        member.ContainingType is { } type && _homes.GetOrAdd(type, FindHome) is { } home && !GeneratedCode.Holds(member) ? home : null;

    public bool IsBaseOfWorkflow(INamedTypeSymbol type) => _index.Value.IsBaseOfWorkflow(type);

    /// <summary>Whether a field or property of a workflow class holds what its constructor was given.</summary>
    public bool HoldsService(ISymbol member, CancellationToken cancellationToken)
    {
        var key = member.OriginalDefinition;
        if (!_services.TryGetValue(key, out var holds))
        {
            holds = _services.GetOrAdd(key, InjectedServices.Holds(key, this, cancellationToken));
        }

        return holds;
    }

    public bool IsRuntime(ISymbol member) => SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, Symbols.WorkflowContext.ContainingAssembly);

#pragma warning disable RS1030 // The code that workflows reach stands in other files; during analysis the compilation hands out the models that the driver uses itself.
    public SemanticModel ModelOf(SyntaxTree tree) => Symbols.Compilation.GetSemanticModel(tree);
#pragma warning restore RS1030

    private WorkflowFindings FindingsOf(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (!_findings.TryGetValue(type, out var findings))
        {
            findings = _findings.GetOrAdd(type, Walk(type, cancellationToken));
        }

        return findings;
    }

    private WorkflowFindings Walk(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        Symbols.FindWorkflow(type) is not null ? new WorkflowWalk(this, type, cancellationToken).Run()
        : Symbols.SharedStepsOf(type) is not null ? StepWalk.Of(this, type, cancellationToken)
        : WorkflowFindings.None;

    private INamedTypeSymbol? FindHome(INamedTypeSymbol type)
    {
        INamedTypeSymbol? home = null;
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (Symbols.FindWorkflow(current.OriginalDefinition) is not null)
            {
                home ??= current.OriginalDefinition;
            }
        }

        return home;
    }

    private static ImmutableHashSet<ISymbol> FindTaskLike(Compilation compilation) => new[]
        {
            WellKnownNames.Task,
            WellKnownNames.TaskOfT,
            WellKnownNames.ValueTask,
            WellKnownNames.ValueTaskOfT,
            "System.Collections.Generic.IAsyncEnumerable`1",
            "System.Runtime.CompilerServices.ConfiguredTaskAwaitable",
            "System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1",
            "System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable",
            "System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable`1",
        }
        .Select(compilation.GetTypeByMetadataName)
        .OfType<ISymbol>()
        .ToImmutableHashSet(SymbolEqualityComparer.Default);
}
