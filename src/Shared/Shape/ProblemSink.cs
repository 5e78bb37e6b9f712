using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>Collects what is wrong with one class, and sees to it that each problem stands in the author's code.</summary>
internal sealed class ProblemSink(INamedTypeSymbol owner, Location ownerIdentifier, Compilation compilation)
{
    private readonly List<ShapeProblem> _problems = [];

    /// <summary>Set while a base class's members are read.</summary>
    public bool ReadsBase { get; set; }

    /// <summary>The code does not compile yet; the compiler says why, so we say nothing and generate nothing.</summary>
    public bool IsUnfinished { get; private set; }

    public void MarkUnfinished() => IsUnfinished = true;

    public ImmutableArray<ShapeProblem> ToProblems() => _problems.ToImmutableArray();

    public void Add(string ruleId, Location? location, params string[] arguments) =>
        Add(ruleId, location, elsewhere: null, properties: null, arguments);

    /// <param name="ruleId">The broken rule.</param>
    /// <param name="location">Where it should be reported.</param>
    /// <param name="elsewhere">Where to report it when <paramref name="location"/> is outside the class; null for the class's name.</param>
    /// <param name="properties">For the fixers; dropped when the problem had to be moved, for a fixer would change the wrong code.</param>
    /// <param name="arguments">For the message.</param>
    public void Add(
        string ruleId,
        Location? location,
        Location? elsewhere,
        ImmutableDictionary<string, string?>? properties,
        params string[] arguments)
    {
        var belongsToBase = ReadsBase && IsInCompilation(location);
        var stands = belongsToBase || IsInOwner(location);
        var place = stands ? location! : IsInOwner(elsewhere) ? elsewhere! : ownerIdentifier;
        var problem = new ShapeProblem(
            ruleId,
            place,
            ImmutableArray.Create(arguments),
            (stands ? properties : null) ?? ImmutableDictionary<string, string?>.Empty,
            belongsToBase);
        if (!_problems.Any(other => IsSame(other, problem)))
        {
            _problems.Add(problem);
        }
    }

    private static bool IsSame(ShapeProblem left, ShapeProblem right) =>
        left.RuleId == right.RuleId && left.Location == right.Location && left.Arguments.SequenceEqual(right.Arguments);

    // A class of a referenced project has trees too, but reporting into them is an error.
    private bool IsInCompilation(Location? location) =>
        location?.SourceTree is { } tree && compilation.ContainsSyntaxTree(tree);

    private bool IsInOwner(Location? location)
    {
        if (location is null || !IsInCompilation(location))
        {
            return false;
        }

        // The containing types' declarations stand around ours and are ours to complain about (DUR1003).
        for (var type = owner; type is not null; type = type.ContainingType)
        {
            foreach (var reference in type.DeclaringSyntaxReferences)
            {
                if (reference.SyntaxTree == location.SourceTree && reference.Span.Contains(location.SourceSpan))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
