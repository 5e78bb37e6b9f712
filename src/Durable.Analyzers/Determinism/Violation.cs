using System.Collections.Immutable;
using Durable.Shared.Shape;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>Something in a body that workflow code must not do.</summary>
/// <param name="RuleId">Of the rule it breaks.</param>
/// <param name="Location">The smallest piece of code that must change.</param>
/// <param name="What">A clause that says what the code does: "reads DateTime.Now".</param>
/// <param name="Member">Documentation id of the member in question, for fixes; empty for none.</param>
internal sealed record Violation(string RuleId, Location Location, string What, string Member)
{
    /// <summary>Where fixes find <see cref="Member"/>.</summary>
    public const string MemberProperty = ProblemProperties.Member;

    /// <summary>Set where the report stands at a call and what must change stands elsewhere: nothing to fix here.</summary>
    public const string IndirectProperty = ProblemProperties.Indirect;

    public ImmutableDictionary<string, string?> Properties => ImmutableDictionary<string, string?>.Empty.Add(MemberProperty, Member);
}
