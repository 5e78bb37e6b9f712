using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>Goes through what the steps of one class run, and reports in that class where they ask for something durable (DUR0019).</summary>
/// <param name="code">What all bodies of the compilation share.</param>
/// <param name="type">The class.</param>
/// <param name="overrides">What calls run when the object is of the class.</param>
/// <param name="isInClass">Whether a body stands in the class.</param>
/// <param name="reports">Where reports go.</param>
/// <param name="cancellationToken">Ends the walk.</param>
internal sealed class StepWalk(
    WorkflowCode code, INamedTypeSymbol type, Overrides overrides, Func<ISymbol, bool> isInClass, WorkflowReports reports, CancellationToken cancellationToken)
{
    private readonly HashSet<ClosedBody> _reached = [];
    private readonly Queue<ClosedBody> _open = new();

    /// <summary>What is wrong with the steps of a class that workflows share, or derive from.</summary>
    public static WorkflowFindings Of(WorkflowCode code, INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var reports = new WorkflowReports(code, cancellationToken);
        new StepWalk(code, type, new Overrides(type, code), member => IsIn(type, member), reports, cancellationToken).Run(WorkflowRoots.StepsOf(type, code.Symbols));
        return reports.ToFindings();
    }

    public void Run(IEnumerable<IMethodSymbol> steps)
    {
        foreach (var step in steps)
        {
            Add(ClosedBody.Of(step));
        }

        while (_open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Visit(_open.Dequeue());
        }
    }

    /// <summary>Follows a call that a step makes, from a place in the class or from what the class inherits.</summary>
    /// <remarks>A step may run anything; only what knows the context or the class can ask for a step, so nothing else is read.</remarks>
    public void Follow(BodyCall call, bool isCalledInClass)
    {
        foreach (var target in overrides.Targets(call))
        {
            Add(target);
            if (!isCalledInClass || isInClass(target.Key))
            {
                continue;
            }

            var place = Place.Of(call.Syntax, call.Member);
            reports.AddUses(target, place);
            if (StepCode.TakesContext(target.Key, code.Symbols) || IsInherited(target.Key))
            {
                var rules = code.Reach.RulesOf(target, cancellationToken).Only(RuleIds.DurableInStep);
                reports.AddThrough(target, place, "calls", rules);
            }
        }
    }

    private void Visit(ClosedBody body)
    {
        var facts = code.Bodies.FactsOf(body, cancellationToken);
        var isHere = isInClass(body.Key);
        if (isHere)
        {
            reports.AddHere(facts.Violations.Where(static violation => violation.RuleId == RuleIds.DurableInStep));
        }

        foreach (var call in facts.Calls)
        {
            Follow(call, isHere);
        }
    }

    private void Add(ClosedBody body)
    {
        if ((isInClass(body.Key) || IsInherited(body.Key)) && _reached.Add(body))
        {
            _open.Enqueue(body);
        }
    }

    // What stands in a base is reported there; it is gone through here for what it calls in the class.
    private bool IsInherited(ISymbol member)
    {
        if (code.HasSource(member))
        {
            for (var current = type.BaseType; current is not null; current = current.BaseType)
            {
                if (DurableSymbols.Is(current, member.ContainingType))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsIn(INamedTypeSymbol type, ISymbol member)
    {
        for (var current = member.ContainingType; current is not null; current = current.ContainingType)
        {
            if (DurableSymbols.Is(current, type))
            {
                return !GeneratedCode.Holds(member);
            }
        }

        return false;
    }
}
