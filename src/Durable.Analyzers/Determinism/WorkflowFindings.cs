using System.Collections.Immutable;

namespace Durable.Analyzers.Determinism;

/// <summary>What going through a class found.</summary>
/// <param name="InSourceOrder">What is wrong with it.</param>
/// <param name="Uses">What code outside it does with the context; whether that is wrong, its declarations tell.</param>
internal sealed record WorkflowFindings(ImmutableArray<WorkflowReport> InSourceOrder, ImmutableArray<OutsideUse> Uses)
{
    public static WorkflowFindings None { get; } = new([], []);
}
