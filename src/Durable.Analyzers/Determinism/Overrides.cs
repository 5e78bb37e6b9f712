using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>What a call runs when the object is of one workflow class: that class's overrides.</summary>
internal sealed class Overrides
{
    private readonly WorkflowCode _code;
    private readonly Dictionary<ISymbol, ClosedBody> _byOverridden = new(SymbolEqualityComparer.Default);

    public Overrides(INamedTypeSymbol workflow, WorkflowCode code)
    {
        _code = code;
        // The most derived comes first and stays.
        for (var type = workflow; type is { SpecialType: not SpecialType.System_Object }; type = type.BaseType)
        {
            foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
            {
                AddOverridden(method);
            }
        }

        AddImplementations(workflow);
        Names = new HashSet<string>(_byOverridden.Keys.Select(static member => member.Name), StringComparer.Ordinal);
    }

    /// <summary>The names of what is overridden or implemented.</summary>
    public ISet<string> Names { get; }

    /// <summary>The bodies a call may run: the member's own, and the workflow's override of it.</summary>
    public IEnumerable<ClosedBody> Targets(BodyCall call)
    {
        if (call.IsVirtual && _byOverridden.TryGetValue(call.Member, out var overriding))
        {
            yield return overriding;
        }

        yield return call.Target;
    }

    private void AddOverridden(IMethodSymbol method)
    {
        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            Add(overridden, method);
        }
    }

    private void AddImplementations(INamedTypeSymbol workflow)
    {
        foreach (var member in workflow.AllInterfaces.SelectMany(static contract => contract.GetMembers()).OfType<IMethodSymbol>())
        {
            if (workflow.FindImplementationForInterfaceMember(member) is { } implementation)
            {
                Add(member, implementation);
            }
        }
    }

    // A base class of another project may implement an interface of this one; its code is not ours to read.
    private void Add(ISymbol overridden, ISymbol overriding)
    {
        var key = Bodies.Key(overridden);
        if (!_byOverridden.ContainsKey(key) && _code.HasSource(overriding))
        {
            _byOverridden.Add(key, ClosedBody.Of(overriding));
        }
    }
}
