using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Durable.Shared;
using Durable.Shared.Payloads;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Shape;

/// <summary>All workflow classes of one compilation, for questions a single class cannot answer.</summary>
/// <remarks>
/// Built at the first question, once for a compilation, from declarations alone. A report at compilation end would be
/// simpler and would not show while typing.
/// </remarks>
internal sealed class WorkflowIndex
{
    private static readonly ConditionalWeakTable<Compilation, Lazy<WorkflowIndex>> s_indexes = new();

    private readonly DurableSymbols _symbols;
    private readonly ConcurrentDictionary<INamedTypeSymbol, WorkflowShape> _shapes = new(SymbolEqualityComparer.Default);
    private readonly ILookup<(string Name, int Version), INamedTypeSymbol> _byIdentity;
    private readonly ILookup<INamedTypeSymbol, ITypeSymbol?> _contextsByBase;

    private WorkflowIndex(DurableSymbols symbols, List<(WorkflowHeader Header, INamedTypeSymbol Type)> workflows)
    {
        _symbols = symbols;
        _byIdentity = workflows.ToLookup(static entry => (entry.Header.Name, entry.Header.Version), static entry => entry.Type);
        _contextsByBase = workflows
            .SelectMany(static entry => Bases(entry.Type).Select(type => (Base: type, Context: entry.Header.JsonContext)))
            .ToLookup(static pair => pair.Base, static pair => pair.Context, (IEqualityComparer<INamedTypeSymbol>)SymbolEqualityComparer.Default);
    }

    /// <summary>The index that all rules looking at this compilation share.</summary>
    /// <remarks>Building is not cancellable: a cancelled first question must not leave the others without an answer.</remarks>
    public static Lazy<WorkflowIndex> For(DurableSymbols symbols) =>
        s_indexes.GetValue(symbols.Compilation, _ => new Lazy<WorkflowIndex>(() => Build(symbols)));

    public IEnumerable<INamedTypeSymbol> Find(string name, int version) => _byIdentity[(name, version)];

    /// <summary>A workflow class as its author declared it: read once, for all that look at declarations.</summary>
    public WorkflowShape ShapeOf(INamedTypeSymbol workflow, CancellationToken cancellationToken)
    {
        if (!_shapes.TryGetValue(workflow, out var shape))
        {
            shape = _shapes.GetOrAdd(workflow, WorkflowShape.Read(workflow, _symbols, cancellationToken));
        }

        return shape;
    }

    /// <summary>The classes that workflows derive from: a text for each, and its name.</summary>
    public IEnumerable<(string Type, string Name)> WorkflowBases => _contextsByBase.Select(static type => (type.Key.ToDisplayString(), type.Key.Name));

    public bool IsBaseOfWorkflow(INamedTypeSymbol type) => _contextsByBase.Contains(type.OriginalDefinition);

    /// <summary>The serializers of their own that the workflows deriving from a class bring; null for none, and where nothing derives from it.</summary>
    public IEnumerable<PayloadContext?> ContextsOver(INamedTypeSymbol type) => _contextsByBase[type.OriginalDefinition]
        .Distinct((IEqualityComparer<ITypeSymbol?>)SymbolEqualityComparer.Default)
        .Select(static context => PayloadContext.Of(context as INamedTypeSymbol))
        .DefaultIfEmpty();

    private static WorkflowIndex Build(DurableSymbols symbols)
    {
        var workflows = new List<(WorkflowHeader Header, INamedTypeSymbol Type)>();
        foreach (var type in Candidates(symbols.Compilation))
        {
            if (symbols.FindWorkflow(type) is { } attribute)
            {
                workflows.Add((WorkflowHeader.Read(type, attribute, CancellationToken.None), type));
            }
        }

        return new WorkflowIndex(symbols, workflows);
    }

    // By what is written, which is known from the version of the compilation before the last key press; then only these few symbols are made.
    private static HashSet<INamedTypeSymbol> Candidates(Compilation compilation)
    {
        var files = compilation.SyntaxTrees.Select(static tree => DeclaredClasses.In(tree, CancellationToken.None)).ToList();
        var names = new HashSet<string>(files.SelectMany(static file => file.Aliases).Concat(DeclaredClasses.AttributeNames), StringComparer.Ordinal);
        var types = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var declaration in files.SelectMany(static file => file.Classes).Where(declaration => DeclaredClasses.HasAttribute(declaration, names)))
        {
#pragma warning disable RS1030 // What other files declare is asked of the compilation.
            if (compilation.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration) is INamedTypeSymbol type)
#pragma warning restore RS1030
            {
                types.Add(type);
            }
        }

        return types;
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            yield return current.OriginalDefinition;
        }
    }
}
