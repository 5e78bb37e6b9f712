using System.Collections.Immutable;
using Durable.Shared;

namespace Durable.Analyzers.Determinism;

/// <summary>What one body does by itself, in source order.</summary>
/// <param name="Violations">The rules it breaks. What only a step must not do (DUR0019) is noted in every body; it counts where a step reaches it.</param>
/// <param name="Spread">Those violations that callers hear of: not switched off where they stand.</param>
/// <param name="Calls">Uses of members whose code this compilation holds.</param>
/// <param name="StepViolations">What the inline steps written in it must not do.</param>
/// <param name="StepSpread">Those of them that callers hear of.</param>
/// <param name="StepCalls">What those inline steps use.</param>
/// <param name="ContextUses">What concerns the workflow class, inline steps included.</param>
internal sealed record BodyFacts(
    ImmutableArray<Violation> Violations,
    ImmutableArray<Violation> Spread,
    ImmutableArray<BodyCall> Calls,
    ImmutableArray<Violation> StepViolations,
    ImmutableArray<Violation> StepSpread,
    ImmutableArray<BodyCall> StepCalls,
    ImmutableArray<ContextUse> ContextUses)
{
    public static BodyFacts Nothing { get; } = new([], [], [], [], [], [], []);

    /// <summary>Which rules callers hear of.</summary>
    public RuleSet Rules { get; } = Spread.Aggregate(RuleSet.None, static (rules, violation) => rules.With(violation.RuleId));
}
