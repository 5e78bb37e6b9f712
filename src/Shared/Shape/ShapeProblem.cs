using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Shared.Shape;

/// <summary>One rule that a declaration breaks, at the smallest piece of the author's code that must change.</summary>
/// <param name="RuleId">One of <see cref="RuleIds"/>.</param>
/// <param name="Location">Always in a tree of the compilation that was read.</param>
/// <param name="Arguments">What fills the rule's message.</param>
/// <param name="Properties">What a fixer needs to know, by <see cref="ProblemProperties"/>.</param>
/// <param name="ReportedBy">
/// The class itself, a base class of the same compilation, or a type around it: a report shows in editors only when it is
/// made while the type it stands in is looked at.
/// </param>
internal sealed record ShapeProblem(
    string RuleId,
    Location Location,
    ImmutableArray<string> Arguments,
    ImmutableDictionary<string, string?> Properties,
    INamedTypeSymbol ReportedBy);
