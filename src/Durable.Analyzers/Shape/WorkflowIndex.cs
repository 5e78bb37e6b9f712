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

    private readonly ILookup<(string Name, int Version), INamedTypeSymbol> _byIdentity;
    private readonly ILookup<INamedTypeSymbol, ITypeSymbol?> _contextsByBase;

    private WorkflowIndex(List<(WorkflowHeader Header, INamedTypeSymbol Type)> workflows)
    {
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

    public bool IsBaseOfWorkflow(INamedTypeSymbol type) => _contextsByBase.Contains(type.OriginalDefinition);

    /// <summary>The serializers of their own that the workflows deriving from a class bring; null for none, and where nothing derives from it.</summary>
    public IEnumerable<PayloadContext?> ContextsOver(INamedTypeSymbol type) => _contextsByBase[type.OriginalDefinition]
        .Distinct((IEqualityComparer<ITypeSymbol?>)SymbolEqualityComparer.Default)
        .Select(static context => PayloadContext.Of(context as INamedTypeSymbol))
        .DefaultIfEmpty();

    private static WorkflowIndex Build(DurableSymbols symbols)
    {
        var workflows = new List<(WorkflowHeader Header, INamedTypeSymbol Type)>();
        foreach (var type in Types(symbols.Compilation.Assembly.GlobalNamespace))
        {
            if (type.TypeKind == TypeKind.Class && symbols.FindWorkflow(type) is { } attribute)
            {
                workflows.Add((WorkflowHeader.Read(type, attribute, CancellationToken.None), type));
            }
        }

        return new WorkflowIndex(workflows);
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is INamedTypeSymbol type)
            {
                yield return type;
            }

            if (member is INamespaceOrTypeSymbol nested)
            {
                foreach (var inner in Types(nested))
                {
                    yield return inner;
                }
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            yield return current.OriginalDefinition;
        }
    }
}
