using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>Looks through the <c>[Steps]</c> classes that a constructor takes, and what these take: their ids must differ from all others (DUR1010).</summary>
internal sealed class SharedStepsReader(DurableSymbols symbols, ProblemSink problems, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, SharedStep> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<INamedTypeSymbol> _seen = new((IEqualityComparer<INamedTypeSymbol>)SymbolEqualityComparer.Default);

    /// <param name="type">The workflow, or the <c>[Steps]</c> class.</param>
    /// <param name="constructor">The constructor that generated code calls.</param>
    /// <param name="own">Its own steps, whose ids are known to differ from each other.</param>
    public ImmutableArray<SharedStep> Read(INamedTypeSymbol type, IMethodSymbol? constructor, ImmutableArray<StepShape> own)
    {
        if (constructor is null)
        {
            return ImmutableArray<SharedStep>.Empty;
        }

        _seen.Add(type);
        var byId = own.GroupBy(step => step.Id, StringComparer.OrdinalIgnoreCase).ToDictionary(steps => steps.Key, steps => steps.First(), StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in constructor.Parameters)
        {
            if (symbols.SharedStepsOf(parameter.Type) is not { } shared)
            {
                continue;
            }

            var place = Places.OfParameter(parameter, cancellationToken);
            foreach (var taken in Collect(shared, place, type))
            {
                if (byId.TryGetValue(taken.Id, out var step))
                {
                    problems.Add(RuleIds.DuplicateStep, step.IdLocation, taken.Id, TypeText.Of(taken.Method), TypeText.Of(step.Method));
                }
                else if (_byId.TryGetValue(taken.Id, out var other) && !SymbolEqualityComparer.Default.Equals(other.Method.ContainingType, taken.Method.ContainingType))
                {
                    problems.Add(RuleIds.DuplicateStep, place, taken.Id, TypeText.Of(other.Method), TypeText.Of(taken.Method));
                }
                else
                {
                    _byId[taken.Id] = taken;
                }
            }
        }

        return _byId.Values.ToImmutableArray();
    }

    private IEnumerable<SharedStep> Collect(INamedTypeSymbol shared, Location? place, INamedTypeSymbol owner)
    {
        if (SymbolEqualityComparer.Default.Equals(shared, owner))
        {
            problems.Add(
                RuleIds.NoEffect, place, $"The worker cannot create '{owner.Name}'", "to create one, it would have to create another first", "take the steps from a class of their own");
            return [];
        }

        // Taken twice, it is the same steps twice: their calls are told apart by their order.
        if (!_seen.Add(shared))
        {
            return [];
        }

        var isOurs = SymbolEqualityComparer.Default.Equals(shared.ContainingAssembly, symbols.Compilation.Assembly);
        var inner = new ProblemSink(shared, Places.OfIdentifier(shared) ?? Location.None, symbols.Compilation);
        var constructor = new ConstructorReader(symbols, inner, cancellationToken).Read(shared);
        var steps = new StepsReader(symbols, inner, cancellationToken).ReadIds(shared).ConvertAll(static step => new SharedStep(step.Id, step.Method));
        if (isOurs && HasErrors(shared))
        {
            // Reported there; without its generated half ours would not compile.
            problems.MarkUnfinished();
        }

        return steps.Concat((constructor?.Parameters ?? ImmutableArray<IParameterSymbol>.Empty)
            .Select(parameter => symbols.SharedStepsOf(parameter.Type))
            .OfType<INamedTypeSymbol>()
            .SelectMany(taken => Collect(taken, place, owner))
            .ToList());
    }

    private bool HasErrors(INamedTypeSymbol shared)
    {
        var attribute = symbols.FindSteps(shared)!;
        var inner = new ProblemSink(shared, Places.OfIdentifier(shared) ?? Location.None, symbols.Compilation);
        DeclarationReader.Check(shared, attribute, inner, cancellationToken);
        new ConstructorReader(symbols, inner, cancellationToken).Read(shared);
        new StepsReader(symbols, inner, cancellationToken).Read(shared);
        return inner.IsUnfinished || inner.ToProblems().Length > 0;
    }
}
