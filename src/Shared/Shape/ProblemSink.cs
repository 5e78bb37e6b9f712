using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>Collects what is wrong with one class, and sees to it that each problem stands in the author's code.</summary>
internal sealed class ProblemSink(INamedTypeSymbol owner, Location ownerIdentifier, Compilation compilation)
{
    private readonly INamedTypeSymbol _owner = owner;
    private readonly List<ShapeProblem> _problems = [];

    /// <summary>The type whose members are being read: the class, or a base of it.</summary>
    public INamedTypeSymbol Home { get; set; } = owner;

    /// <summary>The code does not compile yet; the compiler says why, so we say nothing and generate nothing.</summary>
    public bool IsUnfinished { get; private set; }

    public void MarkUnfinished() => IsUnfinished = true;

    public ImmutableArray<ShapeProblem> ToProblems() => _problems.ToImmutableArray();

    public void Add(string ruleId, Location? location, params string[] arguments) =>
        Add(ruleId, location, elsewhere: null, properties: null, arguments);

    /// <param name="ruleId">The broken rule.</param>
    /// <param name="location">Where it should be reported; null for the class's name.</param>
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
        var (place, reportedBy) = Find(location) ?? Find(elsewhere) ?? (ownerIdentifier, _owner);
        var problem = new ShapeProblem(
            ruleId,
            place,
            ImmutableArray.Create(arguments),
            (location is null || place == location ? properties : null) ?? ImmutableDictionary<string, string?>.Empty,
            reportedBy);
        if (!_problems.Any(other => IsSame(other, problem)))
        {
            _problems.Add(problem);
        }
    }

    private static bool IsSame(ShapeProblem left, ShapeProblem right) =>
        left.RuleId == right.RuleId && left.Location.Equals(right.Location) && left.Arguments.SequenceEqual(right.Arguments);

    // A class of a referenced project has trees too, but reporting into them is an error.
    private (Location Place, INamedTypeSymbol ReportedBy)? Find(Location? location)
    {
        if (location?.SourceTree is not { } tree || !compilation.ContainsSyntaxTree(tree))
        {
            return null;
        }

        for (var type = _owner; type is not null; type = type.ContainingType)
        {
            if (Declares(type, location))
            {
                return (location, type);
            }
        }

        return Declares(Home, location) ? (location, Home.OriginalDefinition) : null;
    }

    private static bool Declares(INamedTypeSymbol type, Location location) =>
        type.DeclaringSyntaxReferences.Any(reference =>
            reference.SyntaxTree == location.SourceTree && reference.Span.Contains(location.SourceSpan));
}
