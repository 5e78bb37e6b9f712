using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>Collects the steps of a class and its bases, and checks that their ids differ (DUR1010).</summary>
internal sealed class StepsReader(DurableSymbols symbols, ProblemSink problems, CancellationToken cancellationToken)
{
    public ImmutableArray<StepShape> Read(INamedTypeSymbol type) => Read(type, BasesFirst(type));

    /// <summary>The steps that a class declares for workflows deriving from it, and what is wrong with them.</summary>
    public static (ImmutableArray<StepShape> Steps, ImmutableArray<ShapeProblem> Problems) ReadDeclared(
        INamedTypeSymbol type, DurableSymbols symbols, CancellationToken cancellationToken)
    {
        var problems = new ProblemSink(type, Places.OfIdentifier(type) ?? Location.None, symbols.Compilation);
        var steps = new StepsReader(symbols, problems, cancellationToken).Read(type, [type]);
        return (steps, problems.ToProblems());
    }

    /// <summary>The ids alone, whatever else is wrong.</summary>
    public List<(string Id, IMethodSymbol Method)> ReadIds(INamedTypeSymbol type) => Collect(BasesFirst(type)).ConvertAll(step =>
        (new AttributeArguments(step.Attribute, cancellationToken).Name ?? StableNames.ForStep(step.Method.Name), step.Method));

    private ImmutableArray<StepShape> Read(INamedTypeSymbol type, IEnumerable<INamedTypeSymbol> declaring)
    {
        var reader = new StepReader(type, symbols, problems, cancellationToken);
        var steps = ImmutableArray.CreateBuilder<StepShape>();
        var isWorkflow = symbols.FindWorkflow(type) is not null;
        foreach (var (method, attribute) in Collect(declaring))
        {
            if (isWorkflow && method.Name == WellKnownNames.RunAsync)
            {
                // The body is no step; MethodRoles says so.
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            problems.Home = method.ContainingType;
            if (reader.Read(method, attribute) is { } step)
            {
                steps.Add(step);
            }

            problems.Home = type;
        }

        CheckIds(steps);
        return steps.ToImmutable();
    }

    private List<(IMethodSymbol Method, AttributeData Attribute)> Collect(IEnumerable<INamedTypeSymbol> types)
    {
        var steps = new List<(IMethodSymbol Method, AttributeData Attribute)>();
        foreach (var method in types.SelectMany(static type => type.GetMembers()).OfType<IMethodSymbol>())
        {
            var attribute = symbols.FindStep(method);
            var overridden = steps.FindIndex(step => Overrides(method, step.Method));
            if (overridden >= 0)
            {
                // An override keeps the place and, unless it says otherwise, the attribute of what it overrides.
                steps[overridden] = (method, attribute ?? steps[overridden].Attribute);
            }
            else if (attribute is not null)
            {
                steps.Add((method, attribute));
            }
        }

        return steps;
    }

    private static bool Overrides(IMethodSymbol method, IMethodSymbol step)
    {
        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(overridden, step))
            {
                return true;
            }
        }

        return false;
    }

    private static Stack<INamedTypeSymbol> BasesFirst(INamedTypeSymbol type)
    {
        var types = new Stack<INamedTypeSymbol>();
        for (var current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            types.Push(current);
        }

        return types;
    }

    private void CheckIds(ImmutableArray<StepShape>.Builder steps)
    {
        var first = new Dictionary<string, StepShape>(StringComparer.OrdinalIgnoreCase);
        foreach (var step in steps)
        {
            if (!first.TryGetValue(step.Id, out var other))
            {
                first.Add(step.Id, step);
                continue;
            }

            problems.Add(
                RuleIds.DuplicateStep, step.IdLocation, step.Id, TypeText.Of(other.Method), TypeText.Of(step.Method));
        }
    }
}
