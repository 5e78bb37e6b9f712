using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>Finds the method that undoes a step and where its arguments come from (DUR1015 to DUR1019).</summary>
internal sealed class CompensatorReader(
    INamedTypeSymbol owner, DurableSymbols symbols, ProblemSink problems, CancellationToken cancellationToken)
{
    private const string Property = "Compensate";

    public CompensatorShape? Read(StepShape step, AttributeArguments arguments)
    {
        if (!arguments.Has(Property) || arguments.Text(Property) is not { } name)
        {
            return null;
        }

        var place = arguments.LocationOf(Property);
        if (FindTarget(step, name, place) is not { } target || IsCycle(step, target, place))
        {
            return null;
        }

        if (TypeText.IsUnfinished(target.ReturnType) || target.Parameters.Any(static parameter => TypeText.IsUnfinished(parameter.Type)))
        {
            problems.MarkUnfinished();
            return null;
        }

        var returns = Awaitable.TryRead(target.ReturnType, symbols);
        if (returns is null || target.ReturnsByRef || target.ReturnsByRefReadonly)
        {
            problems.Add(
                RuleIds.CompensatorNotAwaitable,
                Places.OfReturnType(target, cancellationToken),
                place,
                properties: null,
                target.Name,
                TypeText.Of(target.ReturnType),
                step.Method.Name);
            return null;
        }

        var bound = new CompensatorBinder(step, target, place, symbols, problems, cancellationToken).Bind();
        return bound.IsDefault ? null : new CompensatorShape(target, bound, returns.Value, symbols.FindStep(target) is not null);
    }

    private IMethodSymbol? FindTarget(StepShape step, string name, Location? place)
    {
        var declaring = step.Method.ContainingType;
        var all = FindMethods(declaring, name);
        var reachable = all.Where(method => symbols.Compilation.IsAccessible(method, owner)).ToList();
        if (reachable.Count == 1)
        {
            return reachable[0];
        }

        if (reachable.Count > 1)
        {
            problems.Add(RuleIds.CompensatorAmbiguous, place, step.Method.Name, name, reachable.Count.ToText());
        }
        else if (all.Count > 0)
        {
            // Right where it is declared and wrong only for this class, so the report belongs here.
            problems.Add(
                RuleIds.CompensatorMissing,
                SymbolEqualityComparer.Default.Equals(declaring, owner) ? place : null,
                step.Method.Name,
                name,
                $"it cannot be reached from '{owner.Name}'",
                $"make it protected in '{all[0].ContainingType.Name}'");
        }
        else
        {
            ReportMissing(step.Method, name, place);
        }

        return null;
    }

    private void ReportMissing(IMethodSymbol step, string name, Location? place) =>
        problems.Add(
            RuleIds.CompensatorMissing,
            place,
            elsewhere: null,
            ProblemProperties.For(ProblemProperties.AddCompensator).Add(ProblemProperties.Name, name),
            step.Name,
            name,
            $"'{step.ContainingType.Name}' has no such method",
            "write it, or name another with nameof(...)");

    private static List<IMethodSymbol> FindMethods(INamedTypeSymbol declaring, string name)
    {
        var methods = new List<IMethodSymbol>();
        for (var type = declaring; type is not null; type = type.BaseType)
        {
            foreach (var method in type.GetMembers(name).OfType<IMethodSymbol>())
            {
                if (method.MethodKind == MethodKind.Ordinary
                    && !methods.Any(known => SymbolEqualityComparer.Default.Equals(known.OverriddenMethod, method)))
                {
                    methods.Add(method);
                }
            }
        }

        return methods;
    }

    private bool IsCycle(StepShape step, IMethodSymbol target, Location? place)
    {
        var isItself = SymbolEqualityComparer.Default.Equals(step.Method, target);
        var own = symbols.FindStep(target) is { } attribute ? new AttributeArguments(attribute, cancellationToken).Text(Property) : null;
        if (!isItself && own is null)
        {
            return false;
        }

        problems.Add(RuleIds.CompensationCycle, place, target.Name, step.Method.Name, own ?? target.Name);
        return true;
    }
}
