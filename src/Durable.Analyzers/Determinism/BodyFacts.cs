using System.Collections.Immutable;

namespace Durable.Analyzers.Determinism;

/// <summary>What one body does by itself, in source order: the rules it breaks and the code it runs elsewhere.</summary>
internal sealed class BodyFacts(ImmutableArray<Violation> violations, ImmutableArray<MemberUse> calls)
{
    public static BodyFacts Nothing { get; } = new(ImmutableArray<Violation>.Empty, ImmutableArray<MemberUse>.Empty);

    public ImmutableArray<Violation> Violations { get; } = violations;

    /// <summary>Uses of members whose code this compilation holds: each member is the key of another body.</summary>
    public ImmutableArray<MemberUse> Calls { get; } = calls;

    /// <summary>Which rules the violations break.</summary>
    public RuleSet Rules { get; } = violations.Aggregate(RuleSet.None, static (rules, violation) => rules.With(violation.RuleId));
}
