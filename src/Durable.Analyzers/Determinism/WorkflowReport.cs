using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Durable.Analyzers.Determinism;

/// <summary>A violation as the author of a workflow class sees it: where it stands in the class, or at the call that leads to it.</summary>
/// <param name="Violation">What is wrong.</param>
/// <param name="Location">In the workflow's class.</param>
/// <param name="What">"reads DateTime.Now", or the whole chain: "calls Pricing.Quote → Clock.Today, which reads DateTime.Now".</param>
/// <param name="Hops">For a chain, each call on the way and the violation itself.</param>
internal sealed record WorkflowReport(Violation Violation, Location Location, string What, ImmutableArray<Location> Hops)
{
    public ImmutableDictionary<string, string?> Properties =>
        Hops.IsEmpty ? Violation.Properties : Violation.Properties.Add(Violation.IndirectProperty, "true");
}
